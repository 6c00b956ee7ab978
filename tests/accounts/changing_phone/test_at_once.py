"""Another number at once, for who has shown both: everything else signed out, and no number left in the history."""

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import InternalError, connection, transaction
from django.test import Client

from accounts import proofs, tokens
from accounts.changing_phone import changing, numbers
from accounts.changing_phone.models import ChangedNumbers, PhoneChange, Way
from accounts.changing_phone.refusals import NumberOpensAnother
from accounts.citizens import citizen_with_phone, find_citizen
from accounts.models import Notice, Profile, User
from tests.accounts.changing_phone.conftest import CODE, NEW, OLD, PAGE, WAYS, asked_for, phone_of
from tests.at_once import at_once
from tests.conftest import NOW, make_citizen
from tests.second_factors import enrolled

pytestmark = pytest.mark.django_db


def test_both_numbers_shown_change_it_at_once(owner, came, messages):
    browser, elsewhere = came(), came()
    token, _secret = tokens.issue(user=owner, label="steps", now=NOW)

    answer = asked_for(browser, messages)

    assert answer.url == WAYS
    assert messages.messages[-1][0] == NEW
    assert phone_of(owner) == NEW
    assert find_citizen(OLD) is None
    assert browser.get(WAYS).status_code == 200
    assert elsewhere.get(WAYS).status_code == 302, "signed out"
    token.refresh_from_db()
    assert token.revoked_at is None
    assert [notice.code for notice in Notice.objects.filter(citizen=owner)] == ["phone_changed"]


def test_history_tells_of_no_number(owner, came, messages):
    asked_for(came(), messages)

    [change] = PhoneChange.objects.all()
    assert (change.way, change.asked_at, change.done_at, change.by) == (Way.BOTH, NOW, NOW, None)
    assert (change.numbers.old_masked, change.numbers.new_masked) == ("138****0001", "139****0009")
    assert change.numbers.awaited == ""
    with connection.cursor() as cursor:
        for table in ("phonechange", "changednumbers", "phonechangeevent"):
            cursor.execute(f"SELECT string_agg(row::text, ' ') FROM accounts_{table} AS row")
            assert "13800000001" not in (told := cursor.fetchone()[0])
            assert "13900000009" not in told
    assert list(numbers.of_old_number(OLD)) == [change]


def test_numbers_are_erased_without_the_history(owner, came, messages):
    asked_for(came(), messages)

    ChangedNumbers.objects.all().delete()

    assert PhoneChange.objects.count() == 1
    assert not numbers.of_old_number(OLD).exists()


def test_without_a_fresh_proof_no_number_is_asked_for(owner, messages):
    browser = Client()
    browser.force_login(owner)

    assert browser.get(PAGE).url.startswith("/me/proof/")
    assert browser.post(PAGE, {"phone": NEW}).url.startswith("/me/proof/")
    assert browser.post(CODE, {"code": "123456"}).url == PAGE

    assert (messages.messages, phone_of(owner)) == ([], OLD)


def test_who_has_a_second_factor_shows_it(owner, came, messages, noon):
    enrolled(owner)
    browser = came()
    browser.post(PAGE, {"phone": NEW})
    assert browser.get(PAGE).url.startswith("/me/second-factor/code/"), "the old number's code is not enough"
    assert browser.post(CODE, {"code": "123456"}).url == PAGE
    assert (messages.messages, phone_of(owner)) == ([], OLD)
    session = browser.session
    factor = owner.authenticator_set.exclude(type="recovery_codes").get()
    session[proofs.PROOF] = {"factor": factor.pk, "at": NOW.timestamp()}
    session.save()

    asked_for(browser, messages)

    assert phone_of(owner) == NEW


@pytest.mark.parametrize("way", ["passkey", "wechat", ""])
def test_another_way_in_alone_is_not_at_once(owner, came, messages, way):
    browser = came(way)

    assert not browser.get(PAGE).context["is_at_once"]
    asked_for(browser, messages)

    assert phone_of(owner) == OLD


def test_wrong_code_changes_nothing_and_five_use_it_up(owner, came, messages):
    browser = came()
    browser.post(PAGE, {"phone": NEW})
    for _try in range(5):
        assert "code" in browser.post(CODE, {"code": messages.wrong_code}).context["form"].errors

    browser.post(CODE, {"code": messages.code})

    assert phone_of(owner) == OLD


def test_code_is_good_once_for_one_account_and_five_minutes(owner, came, messages, noon, bob):
    browser = came()
    browser.post(PAGE, {"phone": NEW})
    code = messages.code
    noon.shift(301)
    browser.post(CODE, {"code": code})
    assert phone_of(owner) == OLD

    other = came(user=bob)
    other.post(PAGE, {"phone": "+8613900000010"})
    other.force_login(owner)
    other.post(CODE, {"code": messages.code})
    assert phone_of(owner) == OLD


def test_anothers_number_is_refused_after_its_code_alone(owner, came, messages, bob):
    theirs = phone_of(bob)
    browser = came()
    browser.post(PAGE, {"phone": theirs})
    page = browser.get(CODE).content.decode()
    assert "合并" not in page, "a number tells nothing to whoever does not read it"

    answer = browser.post(CODE, {"code": messages.code}, follow=True)

    assert "合并" in answer.content.decode()
    assert (phone_of(owner), phone_of(bob)) == (OLD, theirs)
    assert not PhoneChange.objects.exists()


def test_same_number_is_refused(owner, came, messages):
    assert "已经是" in came_follow(came(), messages)

    assert not PhoneChange.objects.exists()


def came_follow(browser: Client, messages) -> str:
    browser.post(PAGE, {"phone": OLD})
    return browser.post(CODE, {"code": messages.code}, follow=True).content.decode()


def test_new_number_knows_this_device(owner, came, messages):
    browser = came()

    asked_for(browser, messages)

    assert "device" in browser.cookies
    assert browser.session["proven_by"] == "phone"


def test_twenty_first_code_in_a_day_is_refused(owner, came, messages, noon):
    browser = came()
    for _nth in range(21):
        browser.post(PAGE, {"phone": NEW})
        noon.shift(3600)
        session = browser.session
        session["phone_proven_at"] = session["phone_proven_at"] + 3600
        session.save()

    assert len(messages.messages) == 20


@pytest.mark.django_db(transaction=True)
def test_two_who_take_one_number_at_once(owner, bob):
    def take(user: User) -> str:
        try:
            changing.change(user=user, phone=NEW, now=NOW)
        except NumberOpensAnother:
            return "refused"
        return "taken"

    assert sorted(at_once([lambda: take(owner), lambda: take(bob)])) == ["refused", "taken"]
    assert Profile.objects.filter(phone=NEW).count() == 1
    assert PhoneChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_change_while_somebody_signs_up_with_the_number(owner):
    def change() -> str:
        try:
            changing.change(user=owner, phone=NEW, now=NOW)
        except NumberOpensAnother:
            return "refused"
        return "changed"

    changed, (citizen, is_new) = at_once([change, lambda: citizen_with_phone(phone=NEW, language="zh-hans", now=NOW)])

    assert Profile.objects.filter(phone=NEW).count() == 1
    # Who has shown the number comes into whichever account has it.
    assert (changed, citizen == owner, is_new) in [("changed", True, False), ("refused", False, True)]


@pytest.mark.django_db(transaction=True)
def test_two_changes_of_one_account_at_once_follow_upon_each_other(owner):
    works = [lambda phone=phone: changing.change(user=owner, phone=phone, now=NOW) for phone in (NEW, NEW[:-1] + "8")]

    first, second = sorted(at_once(works), key=lambda change: change.pk)

    assert (first.numbers.old_masked, second.numbers.old_masked) == ("138****0001", first.numbers.new_masked)


@pytest.mark.parametrize(
    "lie",
    [
        "UPDATE accounts_phonechange SET asked_at = asked_at - interval '1 day'",
        "UPDATE accounts_phonechange SET way = 'waited'",
        "UPDATE accounts_phonechange SET done_at = NULL",
        "UPDATE accounts_phonechange SET stopped_at = now(), stopped = 'desk'",
        "DELETE FROM accounts_phonechange",
    ],
)
def test_what_is_over_is_not_rewritten(owner, came, messages, lie):
    asked_for(came(), messages)

    with pytest.raises(InternalError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(lie)
    assert PhoneChange.objects.get().done_at == NOW


def test_session_keeps_no_code_after_it_was_used(owner, came, messages):
    browser = came()
    asked_for(browser, messages)

    assert "new_phone" not in browser.session
    for row in Session.objects.all():
        assert NEW not in signing.dumps(row.get_decoded())


def test_number_of_who_has_none_is_at_once_unless_it_passed_on(came, messages):
    nobody = make_citizen()
    browser = came("wechat", nobody)
    assert browser.get(PAGE).context["is_at_once"]

    asked_for(browser, messages)

    assert phone_of(nobody) == NEW
