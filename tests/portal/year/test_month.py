"""The report of a month: exact numbers, in tables that need no JavaScript."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from common.city_time import city_day, month_of
from portal.year.figures import Line
from tests.conftest import record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture
def november(client, alice, bob):
    record(alice, walk(8000), ride(2000), walk(14_800, days_ago=1), walk(100, days_ago=23))
    record(bob, walk(9000))
    score_everything()
    client.force_login(alice)
    return client.get("/reports/2026-11/")


def test_tables_hold_the_months_own_acts_to_the_gram(november):
    report = november.context["report"]

    assert report.days == [Line("11月22日", 296, 29), Line("11月23日", 227, 22)]
    assert report.scenarios == [Line("步行", 456, 45), Line("共享单车", 67, 6)]
    assert (report.grams, report.credits) == (523, 51)


def test_each_chart_has_its_finding_and_its_table(november):
    shown = november.content.decode()

    assert november.context["findings"] == {
        "grams": "11月22日减得最多：296 克",
        "credits": "11月22日得积分最多：29",
        "scenarios": "步行减得最多，占本月 87%",
    }
    assert len(re.findall(r"<figure", shown)) == len(re.findall(r"<table", shown)) == 3


def test_charts_read_the_same_numbers_from_a_block_of_data(november):
    [block] = re.findall(r'<script id="charts" type="application/json">(.*?)</script>', november.content.decode())

    charts = json.loads(block)
    assert sum(charts["grams"]["values"]) == 523
    assert len(charts["grams"]["labels"]) == 30
    assert (charts["credits"]["values"][21], charts["credits"]["values"][22]) == (29, 22)
    assert charts["scenarios"] == {"labels": ["共享单车", "步行"], "values": [67, 456]}


def test_a_month_without_acts_says_so_and_loads_no_charts(client, alice):
    client.force_login(alice)
    shown = client.get("/reports/2020-02/").content.decode()

    assert "这个月没有已核算的行为" in shown
    assert "echarts" not in shown


def test_a_month_that_has_not_begun_does_not_exist(client, alice):
    client.force_login(alice)
    today = city_day(timezone.now())
    this_month = month_of(f"{today:%Y-%m}")

    assert client.get(f"/reports/{this_month:%Y-%m}/").status_code == 200
    assert client.get(f"/reports/{this_month + timedelta(days=31):%Y-%m}/").status_code == 404


@pytest.mark.parametrize("month", ["26", "2026-13", "2026-1", "x", "0000-01"])
def test_what_is_no_month_is_not_found(client, alice, month):
    client.force_login(alice)

    assert client.get(f"/reports/{month}/").status_code == 404
