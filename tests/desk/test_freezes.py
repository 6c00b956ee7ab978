"""Freezing at the desk: first what will happen, then it is done; by whoever may, never oneself, and never unseen."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.models import Freeze, User
from accounts.standing.forms import LAST_MINUTE
from common.city_time import at_city_time
from tests.accounts.standing.conftest import frozen
from tests.conftest import NOW, TODAY
from tests.desk_pages import carried, confirmed, decide

pytestmark = pytest.mark.django_db
SERVING, OPERATOR = "账户服务 · Account service", "运营 · Operator"
LAST = TODAY + timedelta(days=7)
ENTERED = {"earning": "on", "reason": "unusual_acts", "last_day": LAST.isoformat(), "note": "工单 42"}


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)
    call_command("load_roles")


def in_role(client, role: str) -> User:
    member = User.objects.create(username="lin", is_staff=True)
    member.groups.add(Group.objects.get(name=role))
    client.force_login(member, "django.contrib.auth.backends.ModelBackend")
    return member


def page_of(citizen: User, deed: str) -> str:
    return f"/admin/accounts/user/{citizen.pk}/{deed}/"


def test_a_freeze_is_shown_before_it_is_made(client, alice):
    member = in_role(client, SERVING)
    asked = client.post(page_of(alice, "freeze"), ENTERED)
    assert "您最近上报的行动有些异常，我们正在核实。" in asked.content.decode()
    assert not Freeze.objects.exists()
    answer = client.post(page_of(alice, "freeze"), {**ENTERED, **carried(asked), "confirm": "1"})
    assert (answer.status_code, answer["Location"]) == (302, page_of(alice, "change"))
    freeze = Freeze.objects.get()
    assert (freeze.citizen, freeze.by, freeze.earning, freeze.spending) == (alice, member, True, False)
    assert (freeze.begun_at, freeze.ends_at, freeze.note) == (NOW, at_city_time(LAST, LAST_MINUTE), "工单 42")


def test_what_was_not_shown_is_not_done(client, alice):
    in_role(client, SERVING)
    asked = client.post(page_of(alice, "freeze"), ENTERED)
    client.post(page_of(alice, "freeze"), {**ENTERED, **carried(asked), "spending": "on", "confirm": "1"})
    client.post(page_of(alice, "freeze"), {**ENTERED, "confirm": "1"})
    assert not Freeze.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"earning": ""},
        {"reason": "because"},
        {"last_day": (TODAY - timedelta(days=1)).isoformat()},
        {"last_day": (TODAY + timedelta(days=90)).isoformat()},
        {"last_day": "soon"},
        {"note": "x" * 501},
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client, alice, wrong):
    in_role(client, SERVING)
    entered = {name: value for name, value in {**ENTERED, **wrong}.items() if value}
    answer = client.post(page_of(alice, "freeze"), {**entered, "confirm": "1", "edition": "x"})
    assert answer.status_code == 200
    assert not Freeze.objects.exists()


def test_a_freeze_is_lifted_at_the_page_that_shows_it(client, alice, desk):
    freeze = frozen(alice, desk)
    member = in_role(client, SERVING)
    assert page_of(alice, "lift-freeze") in client.get(page_of(alice, "change")).content.decode()
    client.post(page_of(alice, "lift-freeze"))
    freeze.refresh_from_db()
    assert freeze.over_at is None, "nothing was shown"
    assert decide(client, page_of(alice, "lift-freeze")).status_code == 302
    freeze.refresh_from_db()
    assert (freeze.over_at, freeze.lifted_by) == (NOW, member)
    assert client.get(page_of(alice, "lift-freeze")).status_code == 404


def test_who_may_not_sees_and_does_nothing_of_it(client, alice, desk):
    in_role(client, OPERATOR)
    assert "freeze" not in client.get(page_of(alice, "change")).content.decode()
    assert client.get(page_of(alice, "freeze")).status_code == 403
    assert client.post(page_of(alice, "freeze"), {**ENTERED, "confirm": "1"}).status_code == 403
    frozen(alice, desk)
    assert client.post(page_of(alice, "lift-freeze")).status_code == 403
    assert Freeze.objects.open().count() == 1


def test_nobody_freezes_themselves_nor_whom_they_do_not_reach(client, desk):
    member = in_role(client, SERVING)
    for whom in (member, desk):
        assert client.post(page_of(whom, "freeze"), {**ENTERED, "confirm": "1"}).status_code == 403
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    assert client.post(page_of(desk, "freeze"), {**ENTERED, "confirm": "1"}).status_code == 403
    assert not Freeze.objects.exists()


def test_somebody_frozen_already_is_not_frozen_again(client, alice, desk):
    frozen(alice, desk)
    in_role(client, SERVING)
    confirmed(client, page_of(alice, "freeze"), ENTERED)
    assert Freeze.objects.count() == 1


def test_the_list_finds_by_a_whole_public_id(client, alice, bob, desk):
    frozen(alice, desk)
    frozen(bob, desk)
    in_role(client, SERVING)
    page = client.get(f"/admin/accounts/freeze/?q={alice.public_id}").content.decode()
    assert (alice.public_id in page, bob.public_id in page) == (True, False)
