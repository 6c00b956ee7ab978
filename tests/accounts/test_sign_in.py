"""One door for new and known citizens: a phone number, six digits, in."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import citizens
from accounts.models import Profile, User
from accounts.refusals import CodeNotSent
from tests.accounts.conftest import Outbox, Visitor

PHONE = "+8613900000009"
TYPED = "139 0000 0009"


def page(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_new_number_becomes_a_new_citizen_and_is_welcomed(visitor: Visitor, outbox: Outbox) -> None:
    asked = visitor.ask(TYPED)
    assert (asked.status_code, asked.url) == (302, reverse("account_confirm_login_code"))
    entered = visitor.enter(outbox.code)
    assert (entered.status_code, entered.url) == (302, reverse("accounts:welcome"))
    citizen = User.objects.get(profile__phone=PHONE)
    assert visitor.user_id == citizen.pk
    assert citizen.profile.phone_verified_at is not None
    assert citizen.profile.language == "zh-hans"
    assert not citizen.has_usable_password()


def test_the_code_is_six_digits_for_exactly_that_number(visitor: Visitor, outbox: Outbox) -> None:
    visitor.ask(TYPED)
    [(phone, code)] = outbox.messages
    assert phone == PHONE
    assert re.fullmatch(r"[0-9]{6}", code)


def test_a_known_citizen_goes_straight_home(visitor: Visitor, outbox: Outbox, alice: User) -> None:
    visitor.ask(alice.profile.phone)
    entered = visitor.enter(outbox.code)
    assert entered.url == reverse("home")
    assert visitor.user_id == alice.pk


def test_nothing_tells_whether_a_number_is_known(
    visitor: Visitor, other_visitor: Visitor, outbox: Outbox, alice: User
) -> None:
    known, unknown = visitor.ask(alice.profile.phone), other_visitor.ask(TYPED)
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(outbox.messages) == 2
    pages = [page(one.client.get(reverse("account_confirm_login_code"))) for one in (visitor, other_visitor)]
    for varying in (r'value="[A-Za-z0-9]{64}"', r"1\d\d 0000 000\d", r'Token": "\w+"', r'data-wait-s="\d+"'):
        pages = [re.sub(varying, "", text) for text in pages]
    assert pages[0] == pages[1]


def test_no_row_is_made_before_the_code_is_right(visitor: Visitor, outbox: Outbox) -> None:
    visitor.ask(TYPED)
    visitor.enter(outbox.wrong_code)
    assert not User.objects.exists()
    assert not Profile.objects.exists()


def test_a_code_may_be_pasted_with_spaces_and_full_width_digits(visitor: Visitor, outbox: Outbox) -> None:
    visitor.ask(TYPED)
    full_width = outbox.code.translate({ord("0") + n: ord("０") + n for n in range(10)})
    visitor.enter(f" {full_width[:3]} {full_width[3:]} ")
    assert visitor.user_id is not None


def test_a_wrong_code_is_refused_and_the_right_one_still_works(visitor: Visitor, outbox: Outbox) -> None:
    visitor.ask(TYPED)
    refused = visitor.enter(outbox.wrong_code)
    assert "验证码不对，请核对短信后再填。" in page(refused)
    assert visitor.user_id is None
    visitor.enter(outbox.code)
    assert visitor.user_id is not None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef"])
def test_what_is_no_six_digits_costs_no_try(visitor: Visitor, outbox: Outbox, typed: str) -> None:
    visitor.ask(TYPED)
    for _try in range(10):
        assert visitor.enter(typed).status_code == 200
    visitor.enter(outbox.code)
    assert visitor.user_id is not None


def test_five_wrong_codes_end_the_sign_in(visitor: Visitor, outbox: Outbox) -> None:
    visitor.ask(TYPED)
    for _try in range(4):
        assert visitor.enter(outbox.wrong_code).status_code == 200
    fifth = visitor.enter(outbox.wrong_code)
    assert fifth.url == reverse("account_request_login_code")
    visitor.enter(outbox.code)
    assert visitor.user_id is None
    assert not User.objects.exists()


def test_guesses_sent_at_once_cannot_outrun_the_count(visitor: Visitor, outbox: Outbox) -> None:
    visitor.ask(TYPED)
    before = Session.objects.get()
    for _try in range(5):
        visitor.enter(outbox.wrong_code)
        # As if the request had read the session before the others wrote it.
        before.save()
    visitor.client.cookies["sessionid"] = before.session_key
    visitor.enter(outbox.code)
    assert visitor.user_id is None


def test_a_code_is_valid_for_five_minutes(visitor: Visitor, outbox: Outbox) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        visitor.ask(TYPED)
        clock.shift(timedelta(minutes=5, seconds=1))
        entered = visitor.enter(outbox.code)
    assert entered.url == reverse("account_request_login_code")
    assert "验证码已过期，请重新获取。" in page(visitor.client.get(entered.url))
    assert not User.objects.exists()


def test_a_code_works_once(visitor: Visitor, other_visitor: Visitor, outbox: Outbox) -> None:
    visitor.ask(TYPED)
    code = outbox.code
    visitor.enter(code)
    visitor.client.post(reverse("accounts:sign_out"))
    visitor.enter(code)
    assert visitor.user_id is None


def test_a_code_works_only_where_it_was_asked_for(visitor: Visitor, other_visitor: Visitor, outbox: Outbox) -> None:
    visitor.ask(TYPED)
    entered = other_visitor.enter(outbox.code)
    assert entered.url == reverse("account_request_login_code")
    assert other_visitor.user_id is None


def test_a_new_code_must_be_waited_for_and_replaces_the_old_one(visitor: Visitor, outbox: Outbox) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        visitor.ask(TYPED)
        visitor.resend()
        assert len(outbox.messages) == 1
        assert 'data-wait-s="60"' in page(visitor.client.get(reverse("account_confirm_login_code")))
        clock.shift(timedelta(seconds=61))
        visitor.resend()
        assert len(outbox.messages) == 2
        first, second = (code for _phone, code in outbox.messages)
        # Counted from the second message.
        clock.shift(timedelta(minutes=4, seconds=50))
        if first != second:
            visitor.enter(first)
            assert visitor.user_id is None
        visitor.enter(second)
    assert visitor.user_id is not None


def test_clock_set_back_by_a_day_makes_nobody_wait_longer_for_a_new_code(visitor: Visitor, outbox: Outbox) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        visitor.ask(TYPED)
        clock.shift(-timedelta(days=1))
        assert 'data-wait-s="60"' in page(visitor.client.get(reverse("account_confirm_login_code")))


def test_three_new_codes_are_the_most_for_one_sign_in(visitor: Visitor, outbox: Outbox) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        visitor.ask(TYPED)
        for _time in range(4):
            clock.shift(timedelta(seconds=61))
            visitor.resend()
    assert len(outbox.messages) == 4


def test_one_number_gets_at_most_three_codes_a_minute(outbox: Outbox) -> None:
    answers = [Visitor().ask(TYPED) for _time in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert re.search("获取验证码太频繁，请在 (60|5[0-9]) 秒后再试。", page(answers[3]))
    assert len(outbox.messages) == 3
    assert Visitor().ask("138 0000 0007").status_code == 302


@pytest.fixture
def _no_puzzles(settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "request_code_without_puzzle": "1000/h/ip"}


@pytest.mark.usefixtures("_no_puzzles")
def test_one_address_gets_at_most_sixty_codes_a_minute(outbox: Outbox) -> None:
    answers = [Visitor().ask(f"1380000{number:04}") for number in range(61)]
    assert [answer.status_code for answer in answers] == [302] * 60 + [429]
    assert len(outbox.messages) == 60


@pytest.mark.usefixtures("_no_puzzles")
def test_a_forged_forwarding_header_does_not_reset_the_limit_by_address(outbox: Outbox) -> None:
    for number in range(60):
        Visitor(Client(headers={"x-forwarded-for": f"10.0.0.{number}"})).ask(f"1380000{number:04}")
    late = Visitor(Client(headers={"x-forwarded-for": "10.9.9.9"})).ask(TYPED)
    assert late.status_code == 429


def test_a_number_that_is_none_gets_a_clear_sentence_and_no_code(visitor: Visitor, outbox: Outbox) -> None:
    refused = visitor.ask("12345")
    assert "请填写 11 位中国大陆手机号，例如 138 0000 0001。" in page(refused)
    assert outbox.messages == []


def test_a_message_that_cannot_be_sent_is_said_and_nothing_is_awaited(
    visitor: Visitor, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_message: str) -> None:
        raise CodeNotSent

    monkeypatch.setattr(outbox, "send_code", refuse)
    assert "短信没有发出去，请过几分钟再试。" in page(visitor.ask(TYPED))
    assert visitor.client.get(reverse("account_confirm_login_code")).status_code == 302


def test_a_deactivated_citizen_cannot_sign_in(visitor: Visitor, outbox: Outbox, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    visitor.ask(alice.profile.phone)
    refused = visitor.enter(outbox.code)
    assert visitor.user_id is None
    assert "这个账号已停用，不能登录。" in page(visitor.client.get(refused.url))


@pytest.mark.django_db(transaction=True)
def test_two_first_sign_ins_at_once_make_one_citizen(
    visitor: Visitor, other_visitor: Visitor, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2)
    find = citizens.find_citizen

    def find_and_wait(phone: str) -> User | None:
        found = find(phone)
        both.wait(timeout=10)
        return found

    monkeypatch.setattr(citizens, "find_citizen", find_and_wait)
    visitor.ask(TYPED)
    other_visitor.ask(TYPED)
    codes = [code for _phone, code in outbox.messages]

    def enter(one: Visitor, code: str) -> int:
        try:
            return one.enter(code).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(enter, [visitor, other_visitor], codes))
    assert answers == [302, 302]
    citizen = User.objects.get()
    assert Profile.objects.get().phone == PHONE
    assert (visitor.user_id, other_visitor.user_id) == (citizen.pk, citizen.pk)


def test_the_page_that_was_asked_for_comes_after_sign_in(visitor: Visitor, outbox: Outbox, alice: User) -> None:
    wanted = visitor.client.get(reverse("accounts:tokens"))
    assert wanted.url == f"{reverse('account_request_login_code')}?next=/me/tokens/"
    asked = visitor.ask(alice.profile.phone, then="/me/tokens/")
    assert asked.url == reverse("account_confirm_login_code", query={"next": "/me/tokens/"})
    assert visitor.enter(outbox.code, then="/me/tokens/").url == "/me/tokens/"


def test_a_new_citizen_is_welcomed_on_the_way_to_the_page_that_was_asked_for(visitor: Visitor, outbox: Outbox) -> None:
    visitor.ask(TYPED, then="/me/tokens/")
    entered = visitor.enter(outbox.code, then="/me/tokens/")
    assert entered.url == reverse("accounts:welcome", query={"next": "/me/tokens/"})
    welcomed = visitor.client.post(entered.url, {"display_name": "小林", "district": "wuhou", "language": "zh-hans"})
    assert welcomed.url == "/me/tokens/"


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_sign_in_never_leads_to_another_site(visitor: Visitor, outbox: Outbox, alice: User, then: str) -> None:
    visitor.ask(alice.profile.phone, then=then)
    assert visitor.enter(outbox.code, then=then).url == reverse("home")


def test_the_session_gets_a_new_key_at_sign_in(visitor: Visitor, outbox: Outbox) -> None:
    visitor.ask(TYPED)
    before = visitor.client.session.session_key
    visitor.enter(outbox.code)
    assert visitor.client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_an_unfinished_sign_in_is_kept_half_an_hour_and_a_citizen_a_month(visitor: Visitor, outbox: Outbox) -> None:
    visitor.ask(TYPED)
    assert visitor.client.session.get_expiry_age() == 30 * 60
    visitor.enter(outbox.code)
    assert visitor.client.session.get_expiry_age() == 30 * 24 * 60 * 60


def test_sign_out_ends_the_session_and_needs_a_post(visitor: Visitor, outbox: Outbox, alice: User) -> None:
    visitor.client.force_login(alice)
    assert visitor.client.get(reverse("accounts:sign_out")).status_code == 405
    assert visitor.user_id == alice.pk
    assert visitor.client.post(reverse("accounts:sign_out")).url == reverse("home")
    assert visitor.user_id is None


def test_the_code_is_on_the_page_only_in_a_demonstration(visitor: Visitor, outbox: Outbox, settings) -> None:
    visitor.ask(TYPED)
    assert outbox.code not in page(visitor.client.get(reverse("account_confirm_login_code")))
    settings.DEBUG = True
    assert f"演示环境：验证码 {outbox.code}" in page(visitor.client.get(reverse("account_confirm_login_code")))


@pytest.mark.parametrize(
    "path",
    ["/login/", "/signup/", "/accounts/login/", "/accounts/signup/", "/email/", "/password/reset/", "/inactive/"],
)
def test_no_other_door_of_allauth_is_open(visitor: Visitor, path: str) -> None:
    assert visitor.client.get(path).status_code == 404
