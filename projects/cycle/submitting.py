"""A design is submitted: frozen as its next version with its documents and things, and compared with all others.

Locks: the design.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from projects.cycle import overlapping, stepping, things
from projects.cycle.content import missing
from projects.cycle.drafting import SUBMITS
from projects.documents.reading import latest_of
from projects.models import WRITTEN, DesignThing, DesignVersion, ProjectDesign, Stage, StepKind
from projects.organisations.access import check_acts
from projects.refusals import DesignIncomplete


@transaction.atomic
def submit(*, design: ProjectDesign, by: User, now: datetime, words: str = "") -> DesignVersion:
    """The desk checks it next. Raises `NotYourPart`, `NotApproved`, `NotItsTurn`, `DesignIncomplete`."""
    found = stepping.lock(design, *WRITTEN)
    check_acts(found.owner, by, *SUBMITS)
    documents = [_told(version) for version in latest_of(found)]
    if missing(found.draft, has_documents=bool(documents)):
        raise DesignIncomplete
    found.version += 1
    version = DesignVersion.objects.create(
        design=found, number=found.version, content=found.draft, documents=documents, by=by, submitted_at=now
    )
    named = [DesignThing(version=version, kind=kind, name=name) for kind, name in things.of(found.draft)]
    DesignThing.objects.bulk_create(named)
    # The publication and the verifier were of the version before.
    cleared = {"comments_until": None, "verifier": None}
    stepping.move(found, Stage.SUBMITTED, now=now, version=found.version, **cleared)
    stepping.step(found, StepKind.SUBMITTED, by=by, words=words, now=now)
    overlapping.search(version, now=now)
    return version


def _told(version: Any) -> dict[str, Any]:
    return {
        "title": version.document.title,
        "version": version.number,
        "public_id": version.public_id,
        "sha256": version.sha256,
        "is_public": version.document.is_public,
    }
