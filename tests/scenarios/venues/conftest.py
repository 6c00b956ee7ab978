"""Venues of the catalogue, and marks to evaluate them by."""

import pytest

from scenarios.models import Venue
from scenarios.venues.check_list import Mark, check_list_for


@pytest.fixture
def mall(venues) -> Venue:
    """A demo mall whose evaluation is valid."""
    return Venue.objects.get(code="demo-mall-jinjiang")


@pytest.fixture
def department_store(venues) -> Venue:
    """A real one, named by the press, never evaluated here."""
    return Venue.objects.get(code="ito-chunxi")


def marks_of(kind: str, **changed: Mark) -> dict[str, Mark]:
    """All criteria met, but for those that are named."""
    return {criterion.code: Mark.MET for criterion in check_list_for(kind).criteria} | changed
