"""A list is paged by key: every row once, in order, whatever comes or goes between two pages."""

import pytest
from django.http import Http404

from activities.models import Activity
from common import paging
from tests.conftest import make_citizen, record, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

BY = [("-pk",), ("pk",), ("-city_day", "-pk"), ("city_day", "-pk"), ("-city_day", "scenario_id", "pk")]


@pytest.fixture
def acts():
    """Seven acts on three days, recorded in another order than their days."""
    citizen = make_citizen()
    for number, ago in enumerate([0, 2, 1, 0, 1, 2, 0]):
        record(citizen, walk(1000 + number, days_ago=ago))
    return Activity.objects.of(citizen.pk)


def turned(rows, by, size):
    """All pages, from the first to the last."""
    after = None
    while after != "":
        page = paging.page(rows, size=size, after=after, by=by)
        assert page.is_first == (after is None)
        yield page.rows
        after = page.following


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8])
def test_every_row_comes_once_in_its_order(acts, by, size):
    pages = list(turned(acts, by, size))

    assert [row for page in pages for row in page] == list(acts.order_by(*by))
    assert all(len(page) == size for page in pages[:-1])


def test_rows_that_have_no_public_id_are_named_by_their_own_key(acts):
    first = paging.page(acts, size=3, after="", key=paging.NUMBER)
    assert first.following == str(first.rows[-1].pk)

    page = paging.page(acts, size=3, after=first.following, key=paging.NUMBER)

    assert page.rows == list(acts.order_by("-pk")[3:6])
    for after in ("x", "-1", "１", "\0", "9" * 19, "1" * 18):
        with pytest.raises(Http404):
            paging.page(acts, size=3, after=after, key=paging.NUMBER)


def test_what_comes_meanwhile_moves_nothing(acts):
    first = paging.page(acts, size=3, after=None)
    following = list(acts.order_by("-pk")[3:6])
    record(acts[0].citizen, walk(5000))

    assert paging.page(acts, size=3, after=first.following).rows == following


def test_page_goes_on_after_a_row_that_has_left_the_list(acts):
    first = paging.page(acts, size=3, after=None)
    left = acts.exclude(public_id=first.following)

    page = paging.page(left, size=3, after=first.following, among=acts)

    assert page.rows == list(acts.order_by("-pk")[3:6])
    with pytest.raises(Http404):
        paging.page(left, size=3, after=first.following)


@pytest.mark.parametrize("after", ["nobody", "\0", "2" * 16])
def test_what_names_no_row_is_not_found(acts, after):
    with pytest.raises(Http404):
        paging.page(acts, size=3, after=after)
