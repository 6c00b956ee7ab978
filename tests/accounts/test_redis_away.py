"""With Redis away nobody is let in who was not before: limits count, codes work once, ended sessions stay ended."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from redis.exceptions import RedisError

from accounts.models import User
from chengdu_carbon.servers import RedisServer
from tests.accounts.conftest import Outbox, Visitor
from tests.conftest import NOW
from tests.second_factors import code_now, enrolled, wrong_code

TYPED, PASSWORD = "139 0000 0009", "correct horse battery staple"
CODE, SESSIONS = "/me/second-factor/code/", "/me/sessions/"


@pytest.fixture(autouse=True)
def _redis_is_away(db, broker: RedisServer, settings) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": broker.url}}
    broker.stop()
    with pytest.raises(RedisError):
        cache.add("anything", 1)


def test_five_wrong_codes_end_a_sign_in(visitor: Visitor, outbox: Outbox):
    visitor.ask(TYPED)
    for _try in range(5):
        visitor.enter(outbox.wrong_code)

    visitor.enter(outbox.code)

    assert visitor.user_id is None


def test_a_number_gets_three_messages_a_minute(outbox: Outbox):
    assert [Visitor().ask(TYPED).status_code for _time in range(4)] == [302, 302, 302, 429]
    assert len(outbox.messages) == 3


def test_a_code_of_an_app_counts_once(alice: User, time_machine):
    time_machine.move_to(NOW, tick=False)
    enrolled(alice)
    time_machine.shift(60)
    first, second = Client(), Client()
    for browser in (first, second):
        browser.force_login(alice)

    assert first.post(CODE, {"code": code_now()}).status_code == 302
    assert "code" in second.post(CODE, {"code": code_now()}).context["form"].errors


def test_the_sixth_try_at_a_second_factor_meets_the_limit(alice: User, time_machine):
    time_machine.move_to(NOW, tick=False)
    enrolled(alice)
    time_machine.shift(60)
    browser = Client()
    browser.force_login(alice)
    assert [browser.post(CODE, {"code": wrong_code()}).status_code for _try in range(5)] == [200] * 5

    assert browser.post(CODE, {"code": code_now()}).status_code == 429
    assert Authenticator.objects.filter(last_used_at=None).exists()


def test_passwords_of_the_desk_are_guessed_at_ten_times(desk: User):
    tries = [
        Client().post("/admin/login/", {"username": "desk", "password": "wrong"}, REMOTE_ADDR=f"203.0.113.{place}")
        for place in range(11)
    ]
    assert tries[-1].status_code == 429
    right = {"username": "desk", "password": PASSWORD}
    assert Client().post("/admin/login/", right, REMOTE_ADDR="198.51.100.7").status_code == 429


def sign_out(browser: Client, _user: User) -> None:
    browser.post(reverse("accounts:sign_out"))


def end_elsewhere(_browser: Client, user: User) -> None:
    other = Client()
    other.force_login(user)
    other.post(f"{SESSIONS}end-others/")


def close_the_account(_browser: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def change_the_password(_browser: Client, user: User) -> None:
    user.set_password("another correct horse battery")
    user.save()


@pytest.mark.parametrize("end", [sign_out, end_elsewhere, close_the_account, change_the_password])
def test_a_session_that_ended_meanwhile_does_not_come_back_with_redis(broker: RedisServer, alice: User, end):
    browser = Client()
    browser.force_login(alice)
    key = browser.cookies["sessionid"].value
    broker.start()
    assert browser.get(SESSIONS).status_code == 200
    broker.stop()

    end(browser, alice)

    broker.start()
    thief = Client()
    thief.cookies["sessionid"] = key
    assert thief.get(SESSIONS).status_code == 302


def test_who_only_looks_makes_no_session(client: Client):
    for page in ("/", "/methods/", "/ledger/roots/", reverse("account_request_login_code")):
        assert client.get(page).status_code == 200

    assert not Session.objects.exists()
