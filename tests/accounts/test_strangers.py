"""What strangers do to somebody's number, and to the city's bill: its owner still gets in, and the bill has a bound."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import health, messages_of_day, puzzles
from accounts.models import MessagesOfDay
from tests.accounts.conftest import Outbox, Visitor
from tests.accounts.solving import answered, worked
from tests.conftest import NOW

VICTIM = "139 0000 0001"
OTHER = "139 0000 0009"
HOME = "198.51.100.7"


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def at(address: str) -> Visitor:
    return Visitor(Client(REMOTE_ADDR=address))


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def ask_and_work(visitor: Visitor, phone: str) -> HttpResponse:
    """As a browser does by itself: it asks, and works where it is asked to."""
    answer = visitor.ask(phone)
    if answer.status_code == 302 or not answer.context["puzzle"]:
        return answer
    return visitor.client.post(reverse("account_request_login_code"), {"phone": phone, **worked(answer)})


def is_in(visitor: Visitor, outbox: Outbox) -> bool:
    visitor.enter(outbox.code)
    return visitor.user_id is not None


@pytest.fixture
def owners_device(outbox: Outbox) -> Visitor:
    """It signed in as the number before, and out again."""
    visitor = at(HOME)
    visitor.ask(VICTIM)
    assert is_in(visitor, outbox)
    visitor.client.post(reverse("accounts:sign_out"))
    return visitor


@pytest.mark.parametrize("addresses", [1, 25])
def test_strangers_who_ask_for_codes_keep_no_owner_out(outbox, owners_device, clock, addresses):
    for number in range(max(20, addresses)):
        ask_and_work(at(f"203.0.{number % addresses}.9"), VICTIM)
        clock.shift(timedelta(seconds=20))

    sent = len(outbox.messages)
    assert owners_device.ask(VICTIM).status_code == 302
    assert len(outbox.messages) == sent + 1
    assert is_in(owners_device, outbox)


@pytest.mark.parametrize("addresses", [1, 25])
def test_at_a_new_device_the_owner_gets_in_by_the_slow_way(outbox, clock, addresses):
    for number in range(max(20, addresses)):
        ask_and_work(at(f"203.0.{number % addresses}.9"), VICTIM)
        clock.shift(timedelta(seconds=20))

    new_device = at(HOME)
    first = new_device.ask(VICTIM)
    assert first.status_code == 200
    assert first.context["puzzle"]
    assert ask_and_work(new_device, VICTIM).status_code == 302
    # Longer, so that the many codes of many strangers are worth no guess.
    assert re.fullmatch(r"[0-9]{8}", outbox.code)
    assert "8 位" in text(new_device.client.get(reverse("account_confirm_login_code")))
    assert is_in(new_device, outbox)


def test_slow_way_is_at_growing_intervals_for_one_address_and_free_for_another(outbox, clock, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "request_code_to_number": "1/d/key"}
    at("203.0.0.9").ask(VICTIM)

    began = timezone.now()
    sent_after = []
    for minute in (0, 1, 2, 3, 14, 15, 16, 60, 119, 120, 121):
        clock.move_to(began + timedelta(minutes=minute))
        if ask_and_work(at(HOME), VICTIM).status_code == 302:
            sent_after.append(minute)
    assert sent_after == [0, 2, 15, 120]
    assert ask_and_work(at("198.51.101.7"), VICTIM).status_code == 302


def test_wrong_codes_of_strangers_spoil_no_code_of_the_owner(outbox, owners_device):
    owners_device.ask(VICTIM)
    code = outbox.code
    for number in range(3):
        stranger = at(f"203.0.{number}.9")
        ask_and_work(stranger, VICTIM)
        for _guess in range(5):
            stranger.enter("000000" if outbox.code != "000000" else "000001")
    owners_device.enter(code)
    assert owners_device.user_id is not None


def test_device_of_one_number_is_no_device_of_another(outbox, owners_device, clock):
    for number in range(10):
        at(f"203.0.{number}.9").ask(OTHER)
    answer = owners_device.ask(OTHER)
    assert answer.status_code == 200
    assert answer.context["puzzle"]


def test_cookie_of_a_device_tells_no_number_and_cannot_be_made_up(outbox, owners_device):
    cookie = owners_device.client.cookies["device"]
    assert VICTIM.replace(" ", "") not in cookie.value
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")

    for number in range(10):
        at(f"203.0.{number}.9").ask(VICTIM)
    forger = at("203.0.50.9")
    forger.client.cookies["device"] = cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B")
    assert forger.ask(VICTIM).context["puzzle"]


def test_known_device_has_a_limit_of_its_own(outbox, owners_device):
    answers = [owners_device.ask(VICTIM).status_code for _time in range(4)]
    assert answers == [302, 302, 302, 429]


# The bill


def test_one_address_gets_twenty_codes_an_hour_and_then_works_for_each(outbox):
    free = [at(HOME).ask(f"1380000{number:04}").status_code for number in range(21)]
    assert free == [302] * 20 + [200]
    assert ask_and_work(at(HOME), "138 0000 1000").status_code == 302


def test_address_and_network_have_a_ceiling_a_day(outbox, clock, settings):
    limits = "100/m/ip,6/d/ip,8/d/net"
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "request_login_code": limits}
    answers = [at(HOME).ask(f"1380000{number:04}") for number in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [429]
    assert "请在 24 小时后再试" in text(answers[-1])
    neighbours = [at("198.51.100.8").ask(f"1380001{number:04}").status_code for number in range(3)]
    assert neighbours == [302, 302, 429]
    assert at("198.51.101.8").ask(VICTIM).status_code == 302


def test_ceiling_of_the_day_leaves_known_devices_a_way_in(outbox, owners_device, settings):
    settings.SMS_DAY_CEILING = 3
    assert [at(HOME).ask(f"1380000{number:04}").status_code for number in range(2)] == [302, 302]
    refused = at(HOME).ask(OTHER)
    assert refused.status_code == 503
    assert "今天能发给新设备的短信已经发完" in text(refused)
    assert at(HOME).ask(OTHER).status_code == 503
    assert owners_device.ask(VICTIM).status_code == 302
    assert is_in(owners_device, outbox)
    assert MessagesOfDay.objects.get().sent == 4


def test_new_day_of_the_city_has_a_ceiling_of_its_own(outbox, settings, clock):
    settings.SMS_DAY_CEILING = 1
    assert at(HOME).ask(VICTIM).status_code == 302
    assert at(HOME).ask(OTHER).status_code == 503
    clock.shift(timedelta(hours=12))
    assert at(HOME).ask(OTHER).status_code == 302


def test_what_a_limit_refuses_is_no_message_of_the_day(outbox):
    for _time in range(5):
        at(HOME).ask(VICTIM)
    assert MessagesOfDay.objects.get().sent == len(outbox.messages) == 3


@pytest.mark.parametrize(("sent", "word"), [(7, "up"), (8, "waiting"), (10, "exhausted")])
def test_health_says_when_the_ceiling_is_near(db, settings, sent, word):
    settings.SMS_DAY_CEILING = 10
    for _message in range(sent):
        messages_of_day.spend(is_known=False, now=NOW)
    part = next(iter(health.parts(NOW)))
    assert (part.name, str(part.state), part.facts) == ("messages", word, {"sent": sent, "ceiling": 10})


# The work before a message


@pytest.fixture
def asked(outbox) -> tuple[Visitor, HttpResponse]:
    """A visitor at a suspicious address, and the page that asks for work."""
    for number in range(20):
        at(HOME).ask(f"1380000{number:04}")
    visitor = at(HOME)
    return visitor, visitor.ask(OTHER)


def send(visitor: Visitor, phone: str, solution: dict[str, Any]) -> HttpResponse:
    return visitor.client.post(reverse("account_request_login_code"), {"phone": phone, **solution})


def test_work_or_an_answer_in_words_gets_the_code(asked, outbox):
    visitor, page = asked
    assert send(visitor, OTHER, worked(page)).status_code == 302
    again = at(HOME)
    assert send(again, "13800009999", answered(again.ask("13800009999"))).status_code == 302


def test_work_counts_once_for_one_number_and_ten_minutes(asked, outbox, clock):
    visitor, page = asked
    solution = worked(page)
    assert send(visitor, "138 0000 7777", solution).status_code == 200
    assert send(visitor, OTHER, solution).status_code == 302
    assert send(at(HOME), OTHER, solution).status_code == 200
    late = at(HOME)
    solution = worked(late.ask(VICTIM))
    clock.shift(timedelta(minutes=10, seconds=1))
    assert send(late, VICTIM, solution).status_code == 200


@pytest.mark.parametrize(
    "made_up",
    [
        {},
        {"puzzle": ""},
        {"work": "0,0,0,0,0,0,0,0"},
        {"work": ""},
        {"work": "1"},
        {"work": "x" * 500},
        {"work": "\x00"},
        {"answer": "99"},
        {"answer": "²"},
        {"puzzle": "a:b:c", "answer": "5"},
    ],
)
def test_what_is_no_solution_sends_nothing(asked, outbox, made_up):
    visitor, page = asked
    sent = len(outbox.messages)
    assert send(visitor, OTHER, {"puzzle": page.context["puzzle"].token, **made_up}).status_code == 200
    assert len(outbox.messages) == sent


def test_wrong_answer_is_said_and_another_is_asked(asked):
    visitor, page = asked
    wrong = send(visitor, OTHER, {"puzzle": page.context["puzzle"].token, "answer": "99"})
    assert "答案不对" in text(wrong)
    assert wrong.context["puzzle"].token != page.context["puzzle"].token


def test_work_is_bounded_so_that_an_old_phone_has_done_it_in_three_seconds():
    """At 25,000 digests a second, which a phone of 2014 does; the sum of eight waits strays little from its mean."""
    of_one = 2**puzzles.BITS
    mean = puzzles.PIECES * of_one
    strayed = puzzles.PIECES**0.5 * of_one
    assert (mean + 3 * strayed) / 25_000 < 3


# At the code


def test_past_the_limit_of_an_address_a_right_code_is_not_called_wrong_and_burns_nothing(outbox, settings, clock):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "confirm_from_address": "5/m/ip"}
    stranger, visitor = at(HOME), at(HOME)
    stranger.ask(OTHER)
    for _try in range(5):
        stranger.enter(outbox.wrong_code)
    visitor.ask(VICTIM)
    for _try in range(7):
        refused = visitor.enter(outbox.code)
        assert refused.status_code == 429
        assert "这个网络上试的次数太多，请在 60 秒后再试" in text(refused)
        assert "验证码不对" not in text(refused)
    clock.shift(timedelta(seconds=60))
    assert is_in(visitor, outbox)


def test_known_device_is_kept_out_by_no_neighbour(outbox, owners_device, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "confirm_from_address": "5/m/ip"}
    owners_device.ask(VICTIM)
    code = outbox.code
    stranger = at(HOME)
    stranger.ask(OTHER)
    for _try in range(5):
        stranger.enter(outbox.wrong_code)
    owners_device.enter(code)
    assert owners_device.user_id is not None
