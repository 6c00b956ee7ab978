"""A month of the scheme on one page: kept figures of its days alone, what was taken back, spent, owed and appealed."""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from city.models import DayFigures, MallFigures, ScenarioFigures
from city.proofs import share
from credits.liability import liability
from merchants.models import Cause, OfferKind
from scenarios.models import Scenario
from tests.conftest import NOW, TODAY, make_citizen
from tests.merchants.conftest import give, make_offer, text, voucher_of

pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)
MONTH = "/admin/month/"


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def at_desk(client, desk):
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    return client


def earned(day: date, code: str = "walking", acts: int = 1, grams: int = 160, credits: int = 16) -> None:
    scenario = Scenario.objects.get(code=code)
    ScenarioFigures.objects.create(day=day, scenario=scenario, acts=acts, grams=grams, credits=credits)


def test_month_is_the_sum_of_its_days_that_are_over(at_desk, catalogue):
    earned(date(2026, 10, 31), acts=1000)
    earned(date(2026, 11, 1), acts=2, grams=320, credits=32)
    earned(TODAY - A_DAY, "bike-share", acts=3, grams=480, credits=45)
    earned(TODAY, acts=1000)
    DayFigures.objects.create(day=TODAY - A_DAY, evidence="device", acts=5, grams=800, credits=77)
    MallFigures.objects.create(day=TODAY - A_DAY, redemptions=2, credits=60, fen=1600)
    MallFigures.objects.create(day=date(2026, 10, 31), redemptions=9, credits=9, fen=9)

    page = at_desk.get(MONTH)

    told = page.context
    assert (told["total"].acts, told["total"].grams, told["total"].credits) == (5, 800, 77)
    assert [(line.name, line.share) for line in told["scenarios"]] == [("共享单车", "60%"), ("步行", "40%")]
    assert [line.sums.acts for line in told["proofs"]] == [5]
    assert told["mall"] == {"redemptions__sum": 2, "credits__sum": 60, "fen__sum": 1600}
    assert "截至 2026年11月22日 的完整日" in page.content.decode()
    assert "16.00" in page.content.decode()
    assert "核算完成的那一天" in page.content.decode()


def test_month_before_is_whole_and_leads_on(at_desk, catalogue):
    make_citizen()
    earned(date(2026, 10, 31), acts=7)

    page = at_desk.get(MONTH, {"month": "2026-10"})

    assert page.context["total"].acts == 7
    assert page.context["is_whole"]
    assert 'href="?month=2026-11"' in page.content.decode()
    assert 'href="?month=2026-12"' not in at_desk.get(MONTH).content.decode()


def test_what_was_outstanding_is_of_the_months_end_whatever_came_after(time_machine, client, desk, alice):
    give(alice, 100)
    december = NOW + timedelta(days=12)
    time_machine.move_to(december, tick=False)
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    cause = Cause.objects.create(name=text("植树"), summary=text("树"))
    voucher_of(alice, make_offer(None, kind=OfferKind.DONATION, cause=cause, price=30, settlement_fen=0), december)

    held = {month: client.get(MONTH, {"month": f"2026-{month}"}).context["held"] for month in ("10", "11", "12")}

    assert liability(december + A_DAY).outstanding == 70
    assert held == {"10": 0, "11": 100, "12": 100}


def test_share_of_something_is_never_told_as_nothing():
    assert [share(part, 1000) for part in (0, 1, 9, 10, 999, 1000)] == ["0%", "<1%", "<1%", "1%", "99%", "100%"]
    assert share(0, 0) == "0%"


@pytest.mark.parametrize("asked", ["2026-12", "2026-13", "x", "", "9999-12"])
def test_month_that_is_none_or_has_not_begun_is_not_there(at_desk, asked):
    assert at_desk.get(MONTH, {"month": asked}).status_code == HTTPStatus.NOT_FOUND


def test_first_day_of_a_month_says_that_none_is_over(client, desk, time_machine):
    time_machine.move_to(NOW + 8 * A_DAY, tick=False)
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")

    assert "本月还没有完整的一天" in client.get(MONTH).content.decode()


def test_asks_as_much_of_a_full_month_as_of_an_empty_one(at_desk, catalogue):
    few = statements(at_desk)
    scenarios = Scenario.objects.all()
    ScenarioFigures.objects.bulk_create(
        ScenarioFigures(day=TODAY - A_DAY * ago, scenario=scenario, acts=1, grams=1, credits=1)
        for ago in range(1, 20)
        for scenario in scenarios
    )

    assert statements(at_desk) == few


def statements(browser) -> int:
    browser.get(MONTH)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(MONTH).status_code == HTTPStatus.OK
    return len(captured)
