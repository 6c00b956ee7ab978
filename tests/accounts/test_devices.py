"""Where one is signed in: what the page tells, and that an ended session is over at once."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts import devices, jobs
from accounts.models import SignedIn, User
from accounts.second_factor import code_at
from tests.accounts.conftest import Outbox, Visitor
from tests.conftest import NOW
from tests.desk_pages import decide
from tests.second_factors import browser_of_leader, enrolled

ANDROID = "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.44"
PAGE, PHONE = "/me/sessions/", "139 0000 0009"


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def signed_in(outbox: Outbox, told: str = ANDROID) -> Visitor:
    visitor = Visitor(Client(headers={"user-agent": told}))
    visitor.ask(PHONE)
    visitor.enter(outbox.code)
    assert visitor.user_id
    return visitor


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (ANDROID, "android"),
        (WECHAT, "iphone"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 ArkWeb/4.1 Mobile", "harmony"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15)", "mac"),
        ("Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X)", "ipad"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "linux"),
        ("x" * 100_000 + "iPhone", "other"),
        ("", "other"),
    ],
)
def test_device_in_a_word(told, kind):
    assert devices.kind_of(RequestFactory().get("/", headers={"user-agent": told})) == kind
    assert kind in devices.WORDS


def test_page_tells_device_and_days_and_no_address(outbox):
    phone, computer = signed_in(outbox), signed_in(outbox, WECHAT)
    page = phone.client.get(PAGE).content.decode()
    assert [row["word"] for row in phone.client.get(PAGE).context["rows"]] == ["iPhone", "安卓手机"]
    assert page.count("本机") == 1
    assert re.search(r"2026年11月23日 \d\d:\d\d 登录", page)
    assert "127.0.0.1" not in page
    assert computer.client.get(PAGE).context["rows"][0]["is_this"]


def test_ended_session_is_over_at_once_and_the_others_stay(outbox):
    phone, lost = signed_in(outbox), signed_in(outbox, WECHAT)
    row = SignedIn.objects.get(device="iphone")
    assert phone.client.post(f"{PAGE}{row.public_id}/end/").url == PAGE
    assert lost.client.get(PAGE).url.startswith("/sign-in/")
    assert phone.client.get(PAGE).status_code == 200
    assert len(phone.client.get(PAGE).context["rows"]) == 1
    assert phone.client.post(f"{PAGE}{row.public_id}/end/").status_code == 404


def test_ending_all_others_ends_also_those_that_no_row_tells_of(outbox):
    """Such as began before there were rows."""
    phone, lost, old = signed_in(outbox), signed_in(outbox, WECHAT), signed_in(outbox)
    SignedIn.objects.latest("pk").delete()
    phone.client.post(f"{PAGE}end-others/")
    assert phone.client.get(PAGE).status_code == 200
    assert [row["is_this"] for row in phone.client.get(PAGE).context["rows"]] == [True]
    for other in (lost, old):
        assert other.client.get(PAGE).url.startswith("/sign-in/")


def test_nobody_ends_the_session_of_another(outbox, alice):
    phone = signed_in(outbox)
    row = SignedIn.objects.get()
    stranger = Client()
    stranger.force_login(alice)
    assert stranger.post(f"{PAGE}{row.public_id}/end/").status_code == 404
    stranger.post(f"{PAGE}end-others/")
    assert phone.client.get(PAGE).status_code == 200


def test_signing_out_takes_the_row_along(outbox):
    phone = signed_in(outbox)
    phone.client.post(reverse("accounts:sign_out"))
    assert not SignedIn.objects.exists()


def test_row_follows_a_session_that_gets_another_key(outbox):
    phone = signed_in(outbox)
    before = SignedIn.objects.get().session_key
    session = phone.client.session
    session.cycle_key()
    session.save()
    assert SignedIn.objects.get().session_key == session.session_key != before


def test_last_use_is_written_once_a_day(outbox, clock, django_assert_num_queries):
    phone = signed_in(outbox)
    phone.client.get("/sign-in/")
    with django_assert_num_queries(2):
        phone.client.get("/sign-in/")
    clock.shift(timedelta(days=1))
    phone.client.get("/sign-in/")
    assert SignedIn.objects.get().last_used_on == date(2026, 11, 24)
    with django_assert_num_queries(2):
        phone.client.get("/sign-in/")


def test_rows_of_sessions_that_are_over_are_not_shown_and_are_forgotten(outbox, clock):
    phone = signed_in(outbox)
    signed_in(outbox, WECHAT)
    lost = SignedIn.objects.get(device="iphone")
    Session.objects.filter(pk=lost.session_key).update(expire_date=NOW - timedelta(seconds=1))
    assert len(phone.client.get(PAGE).context["rows"]) == 1
    jobs.forget_stale_sign_ins()
    assert [row.device for row in SignedIn.objects.all()] == ["android"]


def test_replacing_the_second_factor_ends_the_other_sessions(alice: User, clock):
    client, lost = browser_of_leader(alice), Client()
    lost.force_login(alice)
    secret = client.get("/me/second-factor/new/").context["secret"]
    clock.shift(timedelta(minutes=1))
    answer = client.post("/me/second-factor/new/", {"code": code_at(secret, NOW + timedelta(minutes=1))})
    assert answer.status_code == 200
    assert client.get("/me/").status_code == 200
    assert lost.get("/me/").status_code == 302


def test_reset_of_the_second_factor_at_the_desk_ends_every_session(alice: User, desk: User):
    enrolled(alice)
    thief, at_desk = Client(), Client()
    thief.force_login(alice)
    at_desk.force_login(desk, backend="django.contrib.auth.backends.ModelBackend")
    decide(at_desk, f"/admin/accounts/user/{alice.pk}/reset-second-factor/", page="../change/")
    assert thief.get("/me/").status_code == 302
