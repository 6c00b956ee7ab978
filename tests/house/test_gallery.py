"""The gallery shows every page: an address that is neither photographed nor excused fails here. `api/v1/` has none."""

from tests.gallery.pages import NOT_PAGES, SHOTS
from tests.house.test_access import PATTERNS

ROUTES = {route for route, _entry in PATTERNS if not route.startswith(("admin/", "api/v1/"))}
DESK = "admin/"
"""The desk's addresses are made by the admin site; the gallery shows its lists."""


def test_every_page_is_photographed_or_excused():
    assert ROUTES - {shot.route for shot in SHOTS} == set(NOT_PAGES)


def test_every_photograph_is_of_an_address_that_exists():
    assert {shot.route for shot in SHOTS} <= ROUTES | {DESK}


def test_names_are_single():
    names = [shot.name for shot in SHOTS]
    assert len(names) == len(set(names))
