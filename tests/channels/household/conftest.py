"""Alice's cars, and photos of odometers: each moment with a picture of its own."""

from datetime import datetime

import pytest

from accounts.models import User
from channels.household import vehicles
from channels.household.models import Vehicle
from channels.household.photo_purposes import ODOMETER
from evidence.models import Photo
from evidence.photos import take_in
from tests.conftest import NOW
from tests.evidence.cameras import photo, shot_at
from tests.evidence.conftest import uploads

__all__ = ["uploads"]

PLATE = "川A12345"
"""May not drive on Fridays; the tests' noon is one of a Monday."""


def bind(
    citizen: User, plate: str = PLATE, engine_ml: int | None = 1498, now: datetime = NOW, district: str = "wuhou"
) -> Vehicle:
    return vehicles.bind(citizen=citizen, plate=plate, engine_ml=engine_ml, district=district, now=now)


def shot(citizen: User, seed: int, now: datetime = NOW) -> Photo:
    """A photo of an odometer, taken when it arrives at `now`; each seed is another picture."""
    return take_in(citizen=citizen, content=shot_at(now, seed=seed), purpose=ODOMETER, now=now)


def timeless(citizen: User, seed: int, now: datetime = NOW, exif: bytes = b"") -> Photo:
    """One whose camera does not say when it was taken, as after it went through a chat."""
    return take_in(citizen=citizen, content=photo(exif, seed=seed), purpose=ODOMETER, now=now)


@pytest.fixture
def car(alice) -> Vehicle:
    return bind(alice)
