"""Of when the open data are: by what was last written of all that they tell."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db.models import Count, Max, Model

from common.open_data.answering import Freshness
from projects.models import DesignStep, EventStep, Issuance, Redaction, UnitMove

EDITION = "1"
"""Of the fields. Another one for another choice of fields, so that no copy of before passes for today's."""


def freshness() -> Freshness:
    """Counts as well as the latest: of two who write at once the first to be numbered may be the last to be seen."""
    found = [_of(model, moment) for model, moment in _written()]
    moments = [latest for _count, latest in found if latest is not None]
    said = repr((EDITION, [(count, str(latest)) for count, latest in found]))
    return Freshness(max(moments, default=None), hashlib.sha256(said.encode()).hexdigest()[:32])


def _written() -> Iterator[tuple[type[Model], str]]:
    """Each table whose rows change what is told, with the moment of its rows. None is ever taken away."""
    yield UnitMove, "happened_at"
    yield Issuance, "issued_at"
    yield DesignStep, "happened_at"
    # What is redacted, or an event's name that is hidden, is told no more.
    yield Redaction, "redacted_at"
    yield EventStep, "happened_at"
    yield apps.get_model("projects", "CarbonProjectEvent"), "pgh_created_at"
    yield apps.get_model("projects", "OrganisationEvent"), "pgh_created_at"


def _of(model: type[Model], moment: str) -> tuple[int, datetime | None]:
    found = model._default_manager.aggregate(count=Count("pk"), latest=Max(moment))
    return found["count"], found["latest"]
