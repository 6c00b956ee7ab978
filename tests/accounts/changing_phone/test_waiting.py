"""A number that waits: the old one is told and can stop it, so can any session; the clock makes it theirs."""

from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client

from accounts import tokens
from accounts.changing_phone import changing, notices, stop_links, waiting
from accounts.changing_phone.models import PhoneChange, Stopped, Way
from accounts.changing_phone.refusals import ChangeIsOver, ChangeWaits, NumberOpensAnother
from accounts.citizens import citizen_with_phone
from accounts.jobs import change_phones
from accounts.models import Notice, Profile, User
from accounts.refusals import TextNotSent
from tests.accounts.changing_phone.conftest import NEW, OLD, PAGE, STOP, WAYS, asked_for, phone_of
from tests.at_once import at_once
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


def wait(user: User, phone: str = NEW) -> PhoneChange:
    return waiting.ask(user=user, phone=phone, to_stop=lambda change: f"https://here/{change}/", now=NOW)


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(citizen=user).order_by("pk").values_list("code", flat=True))


def test_number_waits_a_week_and_is_told_everywhere(owner, came, messages, noon):
    browser = came("passkey")

    assert asked_for(browser, messages).url == WAYS

    [change] = PhoneChange.objects.all()
    assert (change.way, change.asked_at, change.due_at) == (Way.WAITED, NOW, NOW + WEEK)
    assert (phone_of(owner), change.numbers.awaited) == (OLD, NEW)
    [(phone, words)] = messages.notices
    assert phone == OLD
    assert stop_links.change_of(words.split("/phone-change/")[1].rstrip("/")) == change
    assert told(owner) == [notices.ASKED]
    assert browser.get(WAYS).context["change"] == change
    assert browser.get(PAGE).url == WAYS, "one at a time"
    noon.shift(WEEK - timedelta(seconds=1))
    change_phones()
    assert phone_of(owner) == OLD


def test_clock_makes_it_theirs_and_ends_sessions_and_programs(owner, came, messages, noon):
    browser = came("passkey")
    asked_for(browser, messages)
    token, _secret = tokens.issue(user=owner, label="steps", now=NOW)
    noon.shift(WEEK)

    assert change_phones().facts == {"made": 1, "stopped": 0}
    assert change_phones().facts == {"made": 0, "stopped": 0}

    profile = Profile.objects.get(user=owner)
    assert (profile.phone, profile.phone_verified_at) == (NEW, NOW)
    assert browser.get(WAYS).status_code == 302, "signed out"
    token.refresh_from_db()
    assert token.revoked_at == NOW + WEEK
    [change] = PhoneChange.objects.all()
    assert (change.done_at, change.numbers.awaited) == (NOW + WEEK, "")
    assert told(owner) == [notices.ASKED, notices.CHANGED]


def test_link_of_the_old_number_stops_it_only_when_pressed(owner, came, messages, noon):
    asked_for(came("passkey"), messages)
    link = "/phone-change/" + messages.notices[0][1].split("/phone-change/")[1]
    stranger = Client()

    assert stranger.get(link).status_code == 200
    assert PhoneChange.objects.waiting().exists(), "programs follow links"
    assert stranger.post(link).context["is_stopped"]

    noon.shift(WEEK)
    change_phones()
    assert phone_of(owner) == OLD
    [change] = PhoneChange.objects.all()
    assert (change.stopped, change.numbers.awaited) == (Stopped.OLD_NUMBER, "")
    assert told(owner) == [notices.ASKED, notices.STOPPED]
    assert "_auth_user_id" not in stranger.session


def test_stale_link_stops_no_later_change(owner, came, messages, noon):
    asked_for(came("passkey"), messages)
    link = "/phone-change/" + messages.notices[0][1].split("/phone-change/")[1]
    Client().post(link)
    noon.shift(timedelta(minutes=2))
    later = wait(owner, "+8613900000010")

    for method in ("get", "post"):
        assert getattr(Client(), method)(link).status_code == 410

    later.refresh_from_db()
    assert later.stopped_at is None


def test_link_after_it_was_made_changes_nothing(owner, came, messages, noon):
    asked_for(came("passkey"), messages)
    link = "/phone-change/" + messages.notices[0][1].split("/phone-change/")[1]
    noon.shift(WEEK)
    change_phones()

    assert Client().post(link).status_code == 410

    assert phone_of(owner) == NEW


@pytest.mark.parametrize("forge", ["public id", "salt", "spoilt", "empty"])
def test_forged_links_stop_nothing(owner, forge):
    change = wait(owner)
    token = {
        "public id": change.public_id,
        "salt": Signer(salt="else").sign(change.public_id),
        "spoilt": Signer(salt=stop_links.SALT).sign(change.public_id)[:-1],
        "empty": ":",
    }[forge]

    assert Client().post(f"/phone-change/{token}/").status_code == 410

    assert PhoneChange.objects.waiting().exists()


def test_any_session_stops_what_it_was_shown(owner, came, bob):
    change = wait(owner)
    browser = Client()
    browser.force_login(owner)
    theirs = Client()
    theirs.force_login(bob)

    theirs.post(STOP, {"which": change.public_id})
    browser.post(STOP, {"which": "another"})
    browser.post(STOP)
    assert PhoneChange.objects.waiting().exists()
    browser.post(STOP, {"which": change.public_id})

    change.refresh_from_db()
    assert change.stopped == Stopped.SIGNED_IN


def test_text_that_cannot_be_sent_starts_nothing(owner, messages, monkeypatch):
    def refuse(**_told: object) -> None:
        raise TextNotSent

    monkeypatch.setattr(messages, "send_notice", refuse)

    with pytest.raises(TextNotSent):
        wait(owner)

    assert (PhoneChange.objects.count(), told(owner)) == (0, [])


def test_anothers_number_does_not_wait_and_one_waits_at_a_time(owner, bob):
    with pytest.raises(NumberOpensAnother):
        wait(owner, phone_of(bob))
    wait(owner)
    with pytest.raises(ChangeWaits):
        wait(owner, "+8613900000010")

    assert PhoneChange.objects.count() == 1


def test_number_that_somebody_signed_up_with_meanwhile_stays_theirs(owner, noon):
    wait(owner)
    other, _is_new = citizen_with_phone(phone=NEW, language="en", now=NOW)
    noon.shift(WEEK)

    assert change_phones().facts == {"made": 0, "stopped": 1}

    assert (phone_of(owner), phone_of(other)) == (OLD, NEW)
    assert PhoneChange.objects.get().stopped == Stopped.TAKEN
    assert told(owner) == [notices.ASKED, notices.STOPPED]


def test_closed_account_gets_no_number(owner, noon):
    wait(owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    noon.shift(WEEK)

    change_phones()

    assert (phone_of(owner), PhoneChange.objects.get().stopped) == (OLD, Stopped.CLOSED)


def test_change_at_once_stops_what_waits(owner):
    waits = wait(owner)

    changing.change(user=owner, phone="+8613900000010", now=NOW)

    waits.refresh_from_db()
    assert waits.stopped == Stopped.SIGNED_IN


def test_fourth_text_to_the_old_number_in_a_day_is_refused(owner, came, messages, noon):
    for nth in range(4):
        noon.shift(timedelta(minutes=2))
        browser = came("passkey")
        asked_for(browser, messages, f"+861390000001{nth}")
        if waits := waiting.of(owner):
            browser.post(STOP, {"which": waits.public_id})

    assert len(messages.notices) == PhoneChange.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_stop_and_clock_at_once_have_one_outcome(owner):
    change = wait(owner)

    def stop() -> str:
        try:
            waiting.stop(change=change, stopped=Stopped.SIGNED_IN, now=NOW + WEEK)
        except ChangeIsOver:
            return "over"
        return "stopped"

    stopped, (made, _stopped) = at_once([stop, lambda: waiting.make_due(now=NOW + WEEK, limit=9)])

    assert (stopped, made, phone_of(owner)) in [("stopped", 0, OLD), ("over", 1, NEW)]


@pytest.mark.django_db(transaction=True)
def test_two_that_are_asked_for_at_once_are_one(owner):
    def ask(phone: str) -> str:
        try:
            wait(owner, phone)
        except ChangeWaits:
            return "refused"
        return "waits"

    assert sorted(at_once([lambda: ask(NEW), lambda: ask(NEW[:-1] + "8")])) == ["refused", "waits"]


@pytest.mark.django_db(transaction=True)
def test_two_clocks_make_it_once(owner):
    wait(owner)

    works = [lambda: waiting.make_due(now=NOW + WEEK, limit=9)] * 2

    assert sorted(at_once(works)) == [(0, 0), (1, 0)]
    assert told(owner).count(notices.CHANGED) == 1


@pytest.mark.parametrize(
    ("lie", "error"),
    [
        ("UPDATE accounts_phonechange SET due_at = asked_at", InternalError),
        ("UPDATE accounts_phonechange SET citizen_id = {bob}", InternalError),
        ("UPDATE accounts_phonechange SET tells_old = false", InternalError),
        ("UPDATE accounts_phonechange SET done_at = asked_at", IntegrityError),
        ("UPDATE accounts_phonechange SET stopped_at = now()", IntegrityError),
        ("UPDATE accounts_phonechange SET done_at = due_at, stopped_at = due_at, stopped = 'desk'", IntegrityError),
        ("DELETE FROM accounts_changednumbers; DELETE FROM accounts_phonechange", InternalError),
    ],
)
def test_database_keeps_what_was_asked_and_the_waiting(owner, bob, lie, error):
    wait(owner)

    with pytest.raises(error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(lie.format(bob=bob.pk))

    assert waiting.of(owner) is not None
