"""The second factor: enrolled with its first code, shown with codes that count once, replaced, reset by the desk."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.models import Permission
from django.test import Client

from accounts import proofs, second_factor
from accounts.models import User
from accounts.refusals import Unreadable, WrongFactorCode
from accounts.vault import seal, unseal
from tests.accounts.proven import proven
from tests.at_once import at_once
from tests.conftest import NOW
from tests.desk_pages import decide
from tests.second_factors import SECRET, code_now, enrolled, show_factor, wrong_code

STATUS, NEW, CODE = "/me/second-factor/", "/me/second-factor/new/", "/me/second-factor/code/"


@pytest.fixture(autouse=True)
def noon(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def browser(alice) -> Client:
    client = Client()
    client.force_login(alice)
    return proven(client)


def is_proven(client: Client) -> bool:
    return proofs.PROOF in client.session


def shown_secret(client: Client, address: str = NEW) -> str:
    return client.get(address).context["secret"]


def trail() -> list[tuple[str, int]]:
    events = apps.get_model("accounts.SecondFactorEvent").objects.order_by("pk")
    return list(events.values_list("pgh_label", "user_id"))


def test_first_code_enrols_shows_ten_recovery_codes_and_goes_on(browser, alice):
    secret = shown_secret(browser, f"{NEW}?next=/till/")
    assert shown_secret(browser) == secret

    answer = browser.post(f"{NEW}?next=/till/", {"code": code_now(secret)})

    codes = answer.context["lines"].replace(" ", "").split()
    assert (len(set(codes)), {len(code) for code in codes}) == (10, {8})
    assert answer.context["after"] == "/till/"
    assert second_factor.find(alice) is not None
    assert is_proven(browser)
    assert trail() == [("insert", alice.pk)]


def test_session_of_yesterday_enrols_nothing_until_its_owner_has_shown_the_number(alice):
    """Else whoever holds it would have a factor of their own, and be taken for the owner by it."""
    stale = Client()
    stale.force_login(alice)

    for answer in (
        stale.get(NEW),
        stale.post(NEW, {"code": "123456"}),
        stale.get(f"{CODE}?next=/me/phone/", follow=True),
    ):
        led = answer.redirect_chain[-1][0] if hasattr(answer, "redirect_chain") else answer.url
        assert led.startswith("/me/proof/?next=%2Fme%2Fsecond-factor%2Fnew%2F")

    assert (second_factor.find(alice), is_proven(stale), trail()) == (None, False, [])


def test_wrong_first_code_enrols_nothing_and_keeps_the_secret(browser, alice):
    secret = shown_secret(browser)

    answer = browser.post(NEW, {"code": "000000" if code_now(secret) != "000000" else "000001"})

    assert "code" in answer.context["form"].errors
    assert (second_factor.find(alice), is_proven(browser), trail()) == (None, False, [])
    assert shown_secret(browser) == secret


def test_code_of_the_app_lets_in_and_gives_the_session_another_key(browser, alice, noon):
    enrolled(alice)
    noon.shift(timedelta(minutes=1))
    before = browser.session.session_key

    answer = browser.post(f"{CODE}?next=/statement/", {"code": code_now()})

    assert (answer.status_code, answer.url) == (302, "/statement/")
    assert is_proven(browser)
    assert browser.session.session_key != before


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_address_of_another_portal_is_not_followed(browser, alice, noon, elsewhere):
    enrolled(alice)
    noon.shift(timedelta(minutes=1))

    answer = browser.post(CODE, {"code": code_now(), "next": elsewhere})

    assert (answer.status_code, answer.url) == (302, STATUS)


def test_who_has_no_factor_is_led_to_enrol_and_keeps_the_way(browser):
    answer = browser.get(f"{CODE}?next=/till/")

    assert (answer.status_code, answer.url) == (302, f"{NEW}?next=%2Ftill%2F")


def test_wrong_code_changes_nothing(browser, alice):
    enrolled(alice)
    before = list(Authenticator.objects.order_by("pk").values())

    answer = browser.post(CODE, {"code": wrong_code()})

    assert (answer.status_code, is_proven(browser)) == (200, False)
    assert list(Authenticator.objects.order_by("pk").values()) == before


def test_code_counts_once_in_all_sessions_and_so_does_the_one_that_enrolled(browser, alice, noon):
    enrolled(alice)
    assert "code" in browser.post(CODE, {"code": code_now()}).context["form"].errors
    noon.shift(timedelta(seconds=30))
    code = code_now()
    assert browser.post(CODE, {"code": code}).status_code == 302

    # Still within the time in which a slow clock's code would be right.
    noon.shift(timedelta(seconds=30))
    other = Client()
    other.force_login(alice)
    answer = other.post(CODE, {"code": code})

    assert "code" in answer.context["form"].errors
    assert not is_proven(other)


def test_code_before_the_last_that_counted_is_refused(browser, alice, noon):
    enrolled(alice)
    noon.shift(timedelta(minutes=2))
    earlier = code_now()
    noon.shift(timedelta(seconds=30))
    assert browser.post(CODE, {"code": code_now()}).status_code == 302

    assert "code" in browser.post(CODE, {"code": earlier}).context["form"].errors


@pytest.mark.parametrize(("late_s", "is_right"), [(-30, True), (30, True), (-60, False), (60, False)])
def test_clock_may_be_half_a_minute_off_and_no_more(alice, noon, late_s, is_right):
    enrolled(alice)
    noon.shift(timedelta(minutes=5))
    code = second_factor.code_at(SECRET, NOW + timedelta(minutes=5, seconds=late_s))

    if is_right:
        second_factor.prove(user=alice, code=code, now=NOW + timedelta(minutes=5))
    else:
        with pytest.raises(WrongFactorCode):
            second_factor.prove(user=alice, code=code, now=NOW + timedelta(minutes=5))


def test_recovery_code_lets_in_once(browser, alice):
    recovery = enrolled(alice)[3]

    assert browser.post(CODE, {"code": f"{recovery[:4]} {recovery[4:]}"}).status_code == 302
    assert second_factor.recovery_codes_left(alice) == 9
    again = browser.post(CODE, {"code": recovery})

    assert "code" in again.context["form"].errors
    assert second_factor.recovery_codes_left(alice) == 9


def test_sixth_try_meets_the_limit_in_whatever_session_even_if_it_is_right(browser, alice, noon):
    enrolled(alice)
    noon.shift(timedelta(minutes=1))
    assert [browser.post(CODE, {"code": wrong_code()}).status_code for _try in range(5)] == [200] * 5
    other = Client()
    other.force_login(alice)

    answer = other.post(CODE, {"code": code_now()})

    assert (answer.status_code, is_proven(other)) == (429, False)
    noon.shift(timedelta(minutes=5, seconds=1))
    assert other.post(CODE, {"code": code_now()}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_one_code_sent_twice_at_once_counts_once(alice, noon):
    enrolled(alice)
    later = NOW + timedelta(minutes=1)
    code = second_factor.code_at(SECRET, later)

    def prove() -> bool:
        try:
            second_factor.prove(user=alice, code=code, now=later)
        except WrongFactorCode:
            return False
        return True

    assert sorted(at_once([prove, prove])) == [False, True]


def test_replacing_asks_for_a_code_of_the_present_factor_first(browser, alice, noon):
    old_codes = enrolled(alice)
    answer = browser.get(NEW)
    assert (answer.status_code, answer.url) == (302, f"{CODE}?next=%2Fme%2Fsecond-factor%2Fnew%2F")
    noon.shift(timedelta(minutes=1))
    browser.post(f"{CODE}?next={NEW}", {"code": code_now()})

    secret = shown_secret(browser)
    browser.post(NEW, {"code": code_now(secret)})

    noon.shift(timedelta(minutes=1))
    for old in (code_now(), old_codes[0]):
        with pytest.raises(WrongFactorCode):
            second_factor.prove(user=alice, code=old, now=NOW + timedelta(minutes=2))
    second_factor.prove(user=alice, code=code_now(secret), now=NOW + timedelta(minutes=2))
    assert trail() == [("insert", alice.pk), ("delete", alice.pk), ("insert", alice.pk)]


def test_replacing_wants_a_fresh_code_and_sends_nothing_through_without(browser, alice, noon):
    enrolled(alice)
    show_factor(browser, alice)
    secret = shown_secret(browser)
    kept = second_factor.find(alice)
    noon.shift(timedelta(minutes=10))

    answer = browser.post(NEW, {"code": code_now(secret)})

    assert answer.url == f"{CODE}?next=%2Fme%2Fsecond-factor%2Fnew%2F"
    assert second_factor.find(alice) == kept


def test_who_leads_nothing_removes_it_after_a_code_and_a_look(browser, alice, noon):
    enrolled(alice)
    assert browser.post("/me/second-factor/remove/").url == f"{CODE}?next=%2Fme%2Fsecond-factor%2Fremove%2F"
    show_factor(browser, alice)
    assert browser.get("/me/second-factor/remove/").status_code == 200
    assert second_factor.find(alice) is not None

    browser.post("/me/second-factor/remove/")

    assert Authenticator.objects.count() == 0
    assert "enrol_second_factor" not in browser.get("/me/").content.decode()


def test_secrets_are_not_readable_in_the_database(browser, alice):
    secret = shown_secret(browser)
    assert secret not in str(dict(browser.session))
    codes = browser.post(NEW, {"code": code_now(secret)}).context["lines"].replace(" ", "").split()

    kept = str(list(Authenticator.objects.values("data")))

    assert secret not in kept
    assert not any(code in kept for code in codes)


def test_changed_secret_key_reads_with_the_one_before_and_says_so_without(browser, alice, settings):
    enrolled(alice)
    sealed, first = seal("tea"), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [first]
    assert unseal(sealed) == "tea"
    settings.SECRET_KEY_FALLBACKS = []

    with pytest.raises(Unreadable):
        unseal(sealed)
    with pytest.raises(Unreadable):
        second_factor.prove(user=alice, code=code_now(), now=NOW)


def test_desk_resets_a_factor_and_the_trail_names_who_did(browser, alice, desk, client):
    enrolled(alice)
    show_factor(browser, alice)
    client.force_login(desk)
    assert "重置两步验证" in client.get(f"/admin/accounts/user/{alice.pk}/change/").content.decode()

    decide(client, f"/admin/accounts/user/{alice.pk}/reset-second-factor/", page="../change/")

    assert not Authenticator.objects.filter(user=alice).exists()
    event = apps.get_model("accounts.SecondFactorEvent").objects.latest("pk")
    assert (event.pgh_label, event.user_id, event.pgh_context.metadata["user"]) == ("delete", alice.pk, desk.pk)
    assert str(desk) in client.get("/admin/accounts/secondfactorevent/").content.decode()


def test_reset_needs_its_own_right_and_a_post(alice, desk, client):
    enrolled(alice)
    address = f"/admin/accounts/user/{alice.pk}/reset-second-factor/"
    clerk = User.objects.create(username="clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client.force_login(clerk)
    assert "重置两步验证" not in client.get(f"/admin/accounts/user/{alice.pk}/change/").content.decode()
    assert client.post(address).status_code == 403
    clerk.user_permissions.add(Permission.objects.get(codename="reset_secondfactor"))
    assert client.get(address).status_code == 403
    assert second_factor.find(alice) is not None

    assert decide(client, address, page="../change/").status_code == 302

    assert second_factor.find(alice) is None


def test_proof_of_a_factor_that_was_reset_opens_nothing(browser, alice, rf):
    enrolled(alice)
    show_factor(browser, alice)
    second_factor.remove(user=alice)
    enrolled(alice)
    request = rf.get("/")
    request.user, request.session = alice, browser.session

    assert not proofs.is_proven(request, now=NOW)


def test_signing_in_never_asks_for_it(alice, client):
    """docs/adr/0019: the code is asked for at the merchant's door."""
    enrolled(alice)
    client.force_login(alice)

    assert client.get("/").status_code == 200
