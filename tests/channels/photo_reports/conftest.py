"""Photo reports sent at noon from places in Chengdu."""

from datetime import datetime
from decimal import Decimal

import pytest

from accounts.models import User
from channels.photo_reports import reporting
from channels.photo_reports.models import PhotoReport, PlaceSource
from channels.photo_reports.places import Place
from tests.conftest import NOW
from tests.evidence.conftest import take, uploads
from tests.evidence.pictures import as_file, drawn

__all__ = ["uploads"]

SQUARE = Place(Decimal("30.657420"), Decimal("104.065840"))


def north_of(place: Place, metres: int) -> Place:
    """The place that lies so many metres farther north."""
    return Place((place.latitude + Decimal(metres) / 111_195).quantize(Decimal("0.000001")), place.longitude)


def report(
    citizen: User, seed: int = 1, *, place: Place | None = SQUARE, now: datetime = NOW, despite_nearby: bool = False
) -> PhotoReport:
    """A report with a picture of its own for each seed."""
    return reporting.send(
        photo=take(citizen, as_file(drawn(seed)), now=now),
        category="litter",
        words="河边",
        place=place,
        place_source=PlaceSource.MAP,
        despite_nearby=despite_nearby,
        now=now,
    )


@pytest.fixture
def sent(alice) -> PhotoReport:
    return report(alice)
