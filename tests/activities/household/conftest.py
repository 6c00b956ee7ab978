"""Alice's cars, and photos of odometers: each moment with a picture of its own."""

from datetime import datetime

import pytest

from accounts.models import User
from activities.evidence.models import Photo, Purpose
from activities.evidence.photos import take_in
from activities.household import vehicles
from activities.household.models import Vehicle
from tests.activities.evidence.cameras import photo, shot_at
from tests.activities.evidence.conftest import uploads
from tests.conftest import NOW

__all__ = ["uploads"]

PLATE = "川A12345"
"""May not drive on Fridays; the tests' noon is one of a Monday."""


def bind(
    citizen: User, plate: str = PLATE, engine_ml: int | None = 1498, now: datetime = NOW, district: str = "wuhou"
) -> Vehicle:
    return vehicles.bind(citizen=citizen, plate=plate, engine_ml=engine_ml, district=district, now=now)


def shot(citizen: User, seed: int, now: datetime = NOW) -> Photo:
    """A photo of an odometer, taken when it arrives at `now`; each seed is another picture."""
    return take_in(citizen=citizen, content=shot_at(now, seed=seed), purpose=Purpose.ODOMETER, now=now)


def timeless(citizen: User, seed: int, now: datetime = NOW, exif: bytes = b"") -> Photo:
    """One whose camera does not say when it was taken, as after it went through a chat."""
    return take_in(citizen=citizen, content=photo(exif, seed=seed), purpose=Purpose.ODOMETER, now=now)


@pytest.fixture
def car(alice) -> Vehicle:
    return bind(alice)
