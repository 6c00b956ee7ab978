"""What a citizen finds to do today: where nobody can earn yet stands apart, and says so."""

from datetime import date

import pytest

from activities.telling.offering import offered_on
from scenarios.rulebook import RuleBook
from tests.conftest import NOW, RELEASED, TODAY

pytestmark = pytest.mark.usefixtures("catalogue")

AWAITED = {"bill-payment", "bulky-waste", "housing-service", "online-medical", "waste-sorting"}


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.parametrize("day", [TODAY, RELEASED.date()])
def test_scenarios_that_an_operator_alone_reports_wait_for_one(day):
    offer = offered_on(RuleBook(), day)

    assert {scenario.code for scenario in offer.awaited} == AWAITED
    assert {"walking", "quiz", "venue-visit", "eco-photo"} <= {scenario.code for scenario in offer.open}


def test_before_its_first_rule_nothing_is_offered():
    assert offered_on(RuleBook(), date(2015, 1, 1)) == ([], [])


def test_pages_invite_to_what_can_be_earned_only(client, alice):
    assert "大件垃圾回收" not in client.get("/").text
    client.force_login(alice)
    page = client.get("/act/").text

    assert page.index("步行") < page.index("暂未开放") < page.index("大件垃圾回收")
    assert "目前还没有单位接入" in client.get("/act/bulky-waste/").text
    assert "目前还没有单位接入" not in client.get("/act/walking/").text
