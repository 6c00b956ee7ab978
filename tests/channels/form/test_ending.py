"""Where a scenario is offered that is to end, citizens are told its last day; afterwards it is not offered."""

from datetime import date, timedelta

import pytest

from scenarios import publishing
from scenarios.models import Scenario
from scenarios.rulebook import RuleBook
from tests import rules
from tests.conftest import NOW
from tests.scenarios.generic import CUP, bring

OFFERED = ("/act/", "/act/walking/", "/methods/", "/methods/walking/")
TOLD = "2026年12月31日结束"


@pytest.fixture
def page_on(client, alice, catalogue, budget, time_machine):
    """The pages of a citizen who signs in on a day, so many days later."""

    def open_on(days: int = 0):
        time_machine.move_to(NOW + timedelta(days=days), tick=False)
        client.force_login(alice)
        return lambda address: client.get(address)

    return open_on


@pytest.fixture
def ended(catalogue, budget):
    walking = Scenario.objects.get(code="walking")
    end = publishing.draft_end(walking, effective_from=date(2027, 1, 1), now=NOW)
    return rules.publish(end, effective_from=date(2027, 1, 1), now=NOW)


@pytest.mark.parametrize("address", OFFERED)
def test_last_day_is_told_where_the_scenario_is_offered(page_on, ended, address):
    get = page_on(38)

    assert TOLD in get(address).content.decode()


def test_nothing_is_told_where_nothing_ends(page_on):
    get = page_on()

    assert all(TOLD not in get(address).content.decode() for address in OFFERED)


def test_what_has_ended_is_not_offered_and_breaks_no_page(page_on, ended):
    get = page_on(39)

    assert "/act/walking/" not in get("/act/").content.decode()
    assert "暂未开放" in get("/act/walking/").content.decode()
    assert get("/methods/").status_code == 200
    assert get("/methods/walking/").status_code == 404


@pytest.mark.parametrize("address", ["/act/walking/", "/methods/walking/"])
def test_day_on_which_it_begins_again_is_told_beside_its_last_one(page_on, ended, address):
    last = RuleBook().version_on(ended.scenario_id, date(2026, 12, 31))
    again = publishing.copy_version(last, now=NOW)
    get = page_on(38)
    assert "之后的行为不再计入" in get(address).content.decode()
    page_on()

    rules.publish(again, effective_from=date(2027, 3, 1), now=NOW)

    said = page_on(38)(address).content.decode()
    assert TOLD in said
    assert "之后的行为暂不计入，2027年3月1日起重新计入" in said
    assert "之后的行为不再计入" not in said


def test_numbers_are_marked_by_the_standing_that_binds_the_least(page_on, tmp_path):
    bring(tmp_path, NOW, CUP)

    assert "建议值，非官方" in page_on()("/act/reusable-cup/").content.decode()
    assert "演示值，非官方" not in page_on()("/act/reusable-cup/").content.decode()
    assert "演示值，非官方" in page_on()("/act/walking/").content.decode()
