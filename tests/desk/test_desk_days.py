"""Filters by day: read as the calendar writes them in every language, and never silently ignored."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin

from activities.models import Activity
from common.desk_days import RangeFilter
from tests.conftest import NOW, record, walk

pytestmark = pytest.mark.django_db

LIST = "/admin/activities/activity/"


@pytest.fixture
def at_desk(client, desk):
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def _walks_of_three_days(catalogue, budget, alice):
    """Of 21, 22 and 23 November, each recorded at noon of its day."""
    for days in (2, 1, 0):
        record(alice, walk(8000, days_ago=days), now=NOW - timedelta(days=days))


def listed(client, language="zh-hans", **query) -> list[str]:
    client.cookies["django_language"] = language
    changelist = client.get(LIST, query).context["cl"]
    return [f"{act.city_day:%d}" for act in changelist.result_list]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("day", ["2026-11-22", "2026/11/22", "2026年11月22日"])
def test_days_are_read_in_every_spelling_in_every_language(at_desk, language, day):
    assert listed(at_desk, language, city_day_from=day) == ["23", "22"]
    assert listed(at_desk, language, city_day_to=day) == ["22", "21"]
    assert listed(at_desk, language, city_day_from=day, city_day_to=day) == ["22"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "moment", ["2026-11-22T12:00", "2026/11/22 12:00", "2026年11月22日 12:00", "2026-11-22 12:00:00"]
)
def test_moments_are_read_in_every_spelling_by_the_citys_clock(at_desk, language, moment):
    assert listed(at_desk, language, recorded_at_from=moment) == ["23", "22"]
    assert listed(at_desk, language, recorded_at_to=moment) == ["22", "21"]


def test_minute_that_is_named_is_included_whole(at_desk):
    Activity.objects.filter(city_day="2026-11-22").update(recorded_at=NOW - timedelta(days=1) + timedelta(seconds=59))

    assert listed(at_desk, recorded_at_to="2026-11-22T12:00") == ["22", "21"]
    assert listed(at_desk, recorded_at_to="2026-11-22T11:59") == ["21"]


@pytest.mark.parametrize(
    "query",
    [
        {"city_day_from": "gestern"},
        {"city_day_from": "2026-02-30"},
        {"city_day_to": "22.11.2026"},
        {"city_day_to": "9999-12-31"},
        {"recorded_at_from": "2026-11-22T25:00"},
        {"recorded_at_to": "0001-01-01T00:00"},
        {"city_day_from": "2026-11-23", "city_day_to": "2026-11-22"},
    ],
)
def test_filter_that_cannot_be_read_says_so_and_shows_no_rows(at_desk, query):
    assert listed(at_desk, **query) == []

    page = at_desk.get(LIST, query).content.decode()
    assert re.search(r"筛选“(所属日|记录时间)”无法识别，因此列表为空：", page)


@pytest.mark.parametrize("query", [{}, {"city_day_from": "", "city_day_to": ""}, {"recorded_at_from": ""}])
def test_empty_filter_is_no_filter(at_desk, query):
    assert listed(at_desk, **query) == ["23", "22", "21"]


@pytest.mark.parametrize(
    "address",
    [
        f"{LIST}?scenario__id__exact=walking",
        "/admin/accounts/user/?is_active__exact=2026",
        "/admin/scenarios/ruleversion/?state=x",
        "/admin/scenarios/ruleversionevent/?deed=x",
    ],
)
def test_other_filter_that_cannot_be_read_says_so(at_desk, address):
    page = at_desk.get(address, follow=True).content.decode()

    assert "地址中的筛选无法识别，以下是全部内容。" in page


def test_every_range_of_the_desk_is_read_this_way():
    classes = [
        entry[1] for desk in admin.site._registry.values() for entry in desk.list_filter if isinstance(entry, tuple)
    ]

    assert classes
    assert {entry for entry in classes if "Range" in entry.__name__} == {RangeFilter}
