"""A number that somebody else has now: its code opens no account that rested, whose owner keeps what is in there."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import known_devices, tokens, ways_in
from accounts.changing_phone import passing_on, waiting
from accounts.changing_phone.models import PhoneChange, Way
from accounts.citizens import find_citizen
from accounts.models import Notice, Profile, SignedIn, User
from accounts.passkey_questions import COOKIE
from common.city_time import city_day
from common.editions import ChangedMeanwhile
from credits import statements
from tests.accounts.changing_phone.conftest import OLD, PAGE, asked_for, phone_of
from tests.accounts.conftest import Visitor
from tests.accounts.proven import proven
from tests.at_once import at_once
from tests.conftest import NOW
from tests.merchants.conftest import give
from tests.passkey_device import Device, enter, register
from tests.second_factors import code_now, enrolled, wrong_code

pytestmark = pytest.mark.django_db

WHOSE, ANEW = "/sign-in/whose/", "/sign-in/whose/new/"
LONG = timedelta(days=91)


def knock(visitor: Visitor) -> object:
    """The right code of the number."""
    visitor.ask(OLD)
    return visitor.enter(visitor_code(visitor))


def visitor_code(visitor: Visitor) -> str:
    return visitor.box.code  # type: ignore[attr-defined]


@pytest.fixture
def stranger(owner, outbox, noon) -> Visitor:
    """Somebody who reads the number, on a device of theirs, long after its owner was last here."""
    noon.shift(LONG)
    visitor = Visitor()
    visitor.box = outbox  # type: ignore[attr-defined]
    return visitor


def test_code_alone_opens_no_account_that_rested(owner, stranger):
    assert knock(stranger).url == WHOSE

    assert stranger.user_id is None
    page = stranger.client.get(WHOSE)
    assert page.status_code == 200
    assert owner.public_id not in page.content.decode()
    assert phone_of(owner) == OLD


@pytest.mark.parametrize("days", [0, 1, 89, 90])
def test_account_in_use_is_opened_by_its_code(owner, outbox, noon, days):
    noon.shift(timedelta(days=days))
    visitor = Visitor()
    visitor.box = outbox

    knock(visitor)

    assert visitor.user_id == owner.pk


@pytest.mark.parametrize("use", ["session", "profile", "program", "sign-in", "proof"])
def test_every_use_that_is_known_counts(owner, stranger, use):
    lately = NOW + LONG - timedelta(days=30)
    if use == "session":
        SignedIn.objects.create(user=owner, session_key="x", device="other", at=NOW, last_used_on=lately.date())
    elif use == "profile":
        Profile.objects.filter(user=owner).update(last_used_on=lately.date())
    elif use == "program":
        token, _secret = tokens.issue(user=owner, label="steps", now=NOW)
        type(token).objects.update(last_used_on=lately.date())
    elif use == "sign-in":
        User.objects.filter(pk=owner.pk).update(last_login=lately)
    else:
        Profile.objects.filter(user=owner).update(phone_verified_at=lately)

    knock(stranger)

    assert stranger.user_id == owner.pk


def test_day_of_use_stays_known_after_the_session(owner, noon):
    browser = Client()
    visitor_session = browser
    visitor_session.force_login(owner)
    session = browser.session
    session["used_on"] = "2026-11-20"
    session.save()

    browser.get("/me/ways-in/")
    Session.objects.all().delete()

    assert Profile.objects.get(user=owner).last_used_on.isoformat() == "2026-11-23"


def test_device_that_knows_the_number_is_let_in(owner, outbox, noon):
    visitor = Visitor()
    visitor.box = outbox
    knock(visitor)
    del visitor.client.cookies["sessionid"]
    assert known_devices.COOKIE in visitor.client.cookies
    noon.shift(LONG)

    knock(visitor)

    assert visitor.user_id == owner.pk


def test_newcomer_begins_anew_and_the_account_keeps_the_rest(owner, stranger, messages, budget):
    give(owner, 60)
    ask_page = knock(stranger).url
    assert stranger.client.get(ANEW).status_code == 200
    assert phone_of(owner) == OLD, "looking changes nothing"

    answer = stranger.client.post(ANEW)

    newcomer = find_citizen(OLD)
    assert ask_page == WHOSE
    assert answer.url.startswith("/welcome/")
    assert stranger.user_id == newcomer.pk != owner.pk
    assert phone_of(owner) is None
    [change] = PhoneChange.objects.all()
    assert (change.citizen, change.way, change.done_at) == (owner, Way.PASSED_ON, NOW + LONG)
    assert (change.numbers.old_masked, change.numbers.new_masked, change.numbers.awaited) == ("138****0001", "", "")
    assert [notice.code for notice in Notice.objects.filter(citizen=owner)] == ["phone_passed_on"]
    assert not Notice.objects.filter(citizen=newcomer).exists()
    today = city_day(NOW + LONG)
    assert statements.available(owner.pk, today=today) == 60
    assert statements.available(newcomer.pk, today=today) == 0
    # From now on the code alone opens the newcomer's.
    again = Visitor()
    again.box = messages
    knock(again)
    assert again.user_id == newcomer.pk


def test_newcomer_does_not_reach_the_account_by_waiting(owner, stranger, noon):
    for _month in range(12):
        knock(stranger)
        noon.shift(timedelta(days=31))
        assert stranger.user_id is None
    # Nor by asking for another number: that wants somebody signed in.
    assert stranger.client.get(PAGE).url.startswith("/sign-in/")
    assert waiting.of(owner) is None


def test_passkey_of_the_account_opens_it_and_the_device_knows_the_number_then(owner, stranger, noon):
    device = Device()
    browser = Client()
    browser.force_login(owner)
    register(proven(browser), device)
    User.objects.filter(pk=owner.pk).update(last_login=NOW)
    knock(stranger)

    enter(stranger.client, device)

    assert stranger.user_id == owner.pk
    assert phone_of(owner) == OLD
    del stranger.client.cookies["sessionid"]
    noon.shift(LONG)
    assert knock(stranger).url != WHOSE


def test_code_of_the_second_factor_opens_it(owner, stranger, noon):
    secret = enrolled(owner)
    noon.shift(timedelta(minutes=1))
    knock(stranger)
    assert "code" in stranger.client.post(WHOSE, {"code": wrong_code()}).context["form"].errors
    assert stranger.user_id is None

    stranger.client.post(f"{WHOSE}?next=/statement/", {"code": code_now()})

    assert stranger.user_id == owner.pk
    assert secret is not None
    assert stranger.client.session["second_factor_proof"]


def test_guesses_are_counted_for_the_account(owner, stranger, noon):
    enrolled(owner)
    noon.shift(timedelta(minutes=1))
    knock(stranger)
    for _guess in range(5):
        stranger.client.post(WHOSE, {"code": wrong_code()})

    assert stranger.client.post(WHOSE, {"code": code_now()}).status_code == 429

    assert stranger.user_id is None


def test_guesses_at_the_door_leave_the_owner_theirs(owner, stranger, noon):
    enrolled(owner)
    noon.shift(timedelta(minutes=1))
    at_home = Client()
    at_home.force_login(owner)
    User.objects.filter(pk=owner.pk).update(last_login=NOW)
    knock(stranger)
    for _guess in range(5):
        stranger.client.post(WHOSE, {"code": wrong_code()})
    assert stranger.client.post(WHOSE, {"code": wrong_code()}).status_code == 429

    at_home.post("/me/second-factor/code/", {"code": code_now()})

    assert at_home.session["second_factor_proof"]


def test_page_says_the_same_of_an_account_with_and_without_other_things(owner, stranger):
    knock(stranger)
    plain = without_chance(stranger.client.get(WHOSE))
    enrolled(owner)

    assert without_chance(stranger.client.get(WHOSE)) == plain


def without_chance(page) -> str:
    """But what is another each time."""
    return re.sub(r'nonce="[^"]*"|[A-Za-z0-9]{64}', "", page.content.decode())


@pytest.mark.parametrize("page", [WHOSE, ANEW])
def test_without_the_code_shown_lately_there_is_no_such_page(owner, stranger, noon, page):
    assert Client().get(page).url == "/sign-in/"
    assert Client().post(page, {"code": "123456"}).url == "/sign-in/"
    knock(stranger)
    noon.shift(timedelta(minutes=10))

    assert stranger.client.post(page, {"code": "123456"}).url == "/sign-in/"

    assert (phone_of(owner), User.objects.count()) == (OLD, 1)


def test_owner_who_came_back_meanwhile_keeps_the_number(owner, stranger):
    knock(stranger)
    User.objects.filter(pk=owner.pk).update(last_login=NOW + LONG)

    stranger.client.post(ANEW)

    assert (stranger.user_id, phone_of(owner)) == (None, OLD)
    assert not PhoneChange.objects.exists()


def test_number_goes_to_a_new_account_twice_a_day_at_the_most(owner, stranger, noon):
    for _nth in range(3):
        knock(stranger)
        stranger.client.post(ANEW)
        stranger.client.logout()
        stranger.client.cookies.clear()
        User.objects.update(last_login=NOW - LONG, joined_at=NOW - LONG)
        Profile.objects.update(phone_verified_at=NOW - LONG, last_used_on=None)
        SignedIn.objects.all().delete()

    assert PhoneChange.objects.count() == 2
    assert User.objects.count() == 3


def test_account_without_a_number_has_it_no_more_as_a_way_in(owner, stranger):
    knock(stranger)
    stranger.client.post(ANEW)

    assert list(ways_in.of(owner.pk)) == []


def test_owner_whose_number_passed_on_waits_for_another_one(owner, stranger, came, messages):
    knock(stranger)
    stranger.client.post(ANEW)

    asked_for(came("passkey"), messages)

    waits = waiting.of(owner)
    assert (waits.way, waits.tells_old, messages.notices) == (Way.WAITED, False, [])


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_anew_at_once_are_one(owner, noon):
    noon.shift(LONG)

    def begin() -> str:
        try:
            passing_on.begin_anew(phone=OLD, language="zh-hans", now=NOW + LONG)
        except ChangedMeanwhile:
            return "refused"
        return "begun"

    assert sorted(at_once([begin, begin])) == ["begun", "refused"]
    assert User.objects.count() == 2
    assert PhoneChange.objects.count() == 1


def test_question_of_another_page_is_no_answer_here(owner, stranger):
    knock(stranger)

    assert COOKIE not in stranger.client.cookies
