"""A citizen at the door of a venue, at noon."""

import pytest

from common.step_codes import code_at
from scenarios.models import Venue
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _everything(catalogue, venues, budget) -> None:
    """What a visit needs to earn."""


@pytest.fixture
def mall() -> Venue:
    return Venue.objects.get(code="demo-mall-jinjiang")


@pytest.fixture
def hotel() -> Venue:
    return Venue.objects.get(code="demo-hotel-gaoxin")


@pytest.fixture
def closed_books() -> Venue:
    """Its evaluation expired on 12 September 2026."""
    return Venue.objects.get(code="demo-restaurant-jianyang")


def code_of(venue: Venue, moment=NOW) -> str:
    """What the venue's screen shows at that moment."""
    return code_at(bytes(venue.code_key), moment)
