"""The merchant's door: strangers learn nothing, leaders show their second factor once in a session and day."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from accounts import second_factor
from merchants.models import Membership, Role
from merchants.refusals import StillLeads
from merchants.room.staff import remove_second_factor
from tests.accounts.proven import proven
from tests.conftest import NOW
from tests.merchants.conftest import make_member
from tests.second_factors import browser_of_leader, code_now, enrolled

LEADING = [Role.OWNER, Role.MANAGER]


@pytest.fixture(autouse=True)
def noon(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def door(teahouse) -> str:
    return f"/merchant/{teahouse.public_id}/staff/"


def asked(door: str) -> str:
    return f"/me/second-factor/code/?next={door.replace('/', '%2F')}"


@pytest.mark.parametrize("role", LEADING)
def test_leader_enrols_on_the_way_in_and_comes_back(teahouse, door, role):
    browser = proven(browser_of(make_member(teahouse, role).user))

    first = browser.get(door)
    assert (first.status_code, first.url) == (302, asked(door))
    enrolling = browser.get(first.url)
    secret = browser.get(enrolling.url).context["secret"]
    done = browser.post(enrolling.url, {"code": code_now(secret)})

    assert done.context["after"] == door
    assert browser.get(door).status_code == 200


@pytest.mark.parametrize("role", LEADING)
def test_leader_is_asked_once_in_a_session_and_again_after_twelve_hours(teahouse, door, role, noon):
    member = make_member(teahouse, role)
    enrolled(member.user)
    noon.shift(timedelta(minutes=1))
    browser = browser_of(member.user)
    assert browser.post(asked(door), {"code": code_now()}).url == door

    noon.shift(timedelta(hours=11, minutes=59))
    assert browser.get(door).status_code == 200
    noon.shift(timedelta(minutes=1))
    assert browser.get(door).url == asked(door)


def test_another_session_of_the_same_leader_is_asked_for_itself(teahouse, door):
    owner = make_member(teahouse, Role.OWNER)
    assert browser_of_leader(owner.user).get(door).status_code == 200

    assert browser_of(owner.user).get(door).url == asked(door)


def test_signing_out_ends_the_proof(teahouse, door):
    owner = make_member(teahouse, Role.OWNER)
    browser = browser_of_leader(owner.user)

    browser.post("/sign-out/")
    browser.force_login(owner.user)

    assert browser.get(door).url == asked(door)


def test_what_is_sent_without_proof_changes_nothing(teahouse, door):
    browser, cashier = browser_of(make_member(teahouse, Role.OWNER).user), make_member(teahouse)

    answers = [
        browser.post(door, {"phone": "13900000001", "role": "cashier"}),
        browser.post(f"{door}{cashier.public_id}/end/"),
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Membership.objects.invited().count() == 0
    assert Membership.objects.get(pk=cashier.pk).is_current


@pytest.mark.parametrize("page", ["shops", "offers", "owed", "staff", "vouchers"])
def test_each_page_of_the_room_leads_back_to_it_by_the_merchants_name(teahouse, page):
    owner = browser_of_leader(make_member(teahouse, Role.OWNER).user)
    room = f"/merchant/{teahouse.public_id}/"

    shown = owner.get(f"{room}{page}/").content.decode()

    [back] = re.findall(r'<a class="back-link" href="([^"]*)">.*?</svg>\s*(.*?)</a>', shown, re.DOTALL)
    assert back == (room, "蜀风茶舍")


@pytest.mark.parametrize("who", ["cashier here", "owner elsewhere", "citizen"])
def test_stranger_is_not_asked_for_a_code_but_finds_nothing(door, cashier, bookshop, bob, who):
    user = {"cashier here": cashier.user, "owner elsewhere": make_member(bookshop, Role.OWNER).user, "citizen": bob}

    assert browser_of(user[who]).get(door).status_code == 404
    assert browser_of_leader(user[who]).get(door).status_code == 404


def test_citizen_and_cashier_never_meet_it(alice, cashier, till):
    for user in (alice, cashier.user):
        page = browser_of(user).get("/me/").content.decode()
        assert "second-factor" not in page
    assert browser_of(cashier.user).get(f"/till/{till.public_id}/").status_code == 200


def test_owner_stands_at_the_till_without_a_code(teahouse, till):
    assert browser_of(make_member(teahouse, Role.OWNER).user).get(f"/till/{till.public_id}/").status_code == 200


def test_who_leads_keeps_the_factor(teahouse):
    owner = make_member(teahouse, Role.OWNER)
    browser = browser_of_leader(owner.user)

    answer = browser.post("/me/second-factor/remove/", follow=True)

    assert "您是商家负责人" in answer.content.decode()
    assert second_factor.find(owner.user) is not None
    with pytest.raises(StillLeads):
        remove_second_factor(user=owner.user)


def test_program_with_a_leaders_token_reaches_no_page_that_leads(teahouse, door, token_of):
    owner = make_member(teahouse, Role.OWNER)

    for page in (door, f"/merchant/{teahouse.public_id}/vouchers/"):
        answer = Client().get(page, headers=token_of(owner.user))
        assert answer.url == f"/sign-in/?next={page}"
