"""What a frozen citizen sees: what rests, why, until when and whom to ask; nobody else sees it."""

from datetime import timedelta

import pytest

from accounts.standing import freezing
from tests.accounts.standing.conftest import frozen
from tests.conftest import NOW, record, walk

WHY = "您最近上报的行动有些异常，我们正在核实。"
UNTIL = "2026年11月30日 12:00"
pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def page_of(client, alice):
    client.force_login(alice)
    return lambda address: client.get(address).content.decode()


def test_the_page_says_what_rests_and_why(page_of, freeze, settings):
    settings.CONTACT = {"phone": "028-12345", "email": "", "hours": ""}
    page = page_of("/me/standing/")
    assert "暂停获得和使用积分" in page
    assert WHY in page
    assert UNTIL in page
    assert "028-12345" in page


def test_nothing_is_wrong_with_whom_nobody_froze(page_of):
    assert "一切正常" in page_of("/me/standing/")
    assert "暂停" not in page_of("/me/")


def test_the_note_of_the_desk_is_the_desks(page_of, alice, desk):
    frozen(alice, desk, note="见工单 42")
    for address in ("/me/standing/", "/me/", "/inbox/"):
        assert "见工单 42" not in page_of(address)


def test_what_was_before_stays_to_be_read(page_of, freeze, desk, time_machine):
    later = NOW + timedelta(days=1)
    freezing.lift(freeze=freeze, by=desk, now=later)
    time_machine.move_to(later, tick=False)
    page = page_of("/me/standing/")
    assert "一切正常" in page
    assert "2026年11月23日 – 2026年11月24日" in page
    assert "提前解除" in page


def test_another_sees_nothing_of_it(client, freeze, bob):
    client.force_login(bob)
    assert WHY not in client.get("/me/standing/").content.decode()


def test_an_act_that_waits_says_so_and_no_page_asks_for_it_again(page_of, freeze, alice):
    [outcome] = record(alice, walk(8000))
    act = page_of(outcome.activity.get_absolute_url())
    assert "已记下，暂不计分" in act
    home = page_of("/")
    assert "暂停获得和使用积分" in home
    assert "hx-get" not in act.partition('id="outcome"')[2].partition(">")[0]
    assert "hx-get" not in home.partition('id="glance"')[2].partition(">")[0]
