"""A month or year for programs: the figures and sentences of its page, and one's own alone."""

import pytest

from accounts.scopes import Scope
from tests.conftest import NOW, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def read(client, token_of):
    return lambda citizen, period, *scopes: client.get(f"/api/v1/years/{period}", headers=token_of(citizen, *scopes))


def test_it_tells_what_the_page_tells(read, alice, bob, client):
    record(alice, walk(8000), ride(2000))
    record(bob, walk(20_000))
    score_everything()

    year, month = (read(alice, period).json() for period in ("2026", "2026-11"))

    assert (year["grams"], year["credits"], year["acts"], year["is_running"]) == (227, 22, 2, True)
    assert (month["grams"], month["months"]) == (227, [])
    assert {one["month"]: one["grams"] for one in year["months"]}["2026-11"] == 227
    assert {one["scenario"]: one["credits"] for one in year["scenarios"]} == {"walking": 16, "bike-share": 6}
    client.force_login(alice)
    page = client.get("/reports/2026/").content.decode()
    assert year["sentences"]
    assert all(sentence in page for sentence in year["sentences"])


@pytest.mark.parametrize("period", ["2027", "2026-12", "2026-13", "26", "nonsense", "0000", "2026-11-23", "%00"])
def test_what_is_no_month_or_has_not_begun_does_not_exist(read, alice, period):
    assert read(alice, period).status_code == 404


def test_without_the_scope_nothing_is_told(read, alice):
    assert read(alice, "2026", Scope.INBOX).json()["code"] == "scope_missing"
