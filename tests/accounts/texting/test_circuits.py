"""A gateway that is down keeps nobody waiting: it is passed over, tried by one, and health says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import health
from accounts.models import GatewayState
from accounts.refusals import CodeNotSent
from accounts.sms import gateway
from accounts.texting import circuits
from tests.accounts.texting.loopback import Desk
from tests.at_once import at_once
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

DOWN = "isv.OUT_OF_SERVICE"


def send() -> None:
    gateway().send_code(phone="+8613900000009", code="012345")


def fail(times: int = circuits.MOST_FAILURES) -> None:
    for _time in range(times):
        circuits.note_failure("aliyun", reason=DOWN, now=NOW)


def state() -> tuple[str, object]:
    [part] = [part for part in health.parts(NOW) if part.name == "text_gateways"]
    return str(part.state), part.facts


def test_after_three_failures_it_is_passed_over_for_a_minute_and_then_one_message_tries_it(
    aliyun: Desk, tencent: Desk, time_machine
) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    aliyun.mood = DOWN
    for _time in range(5):
        send()
    assert (aliyun.asked, len(tencent.sent)) == (3, 5)

    time_machine.shift(timedelta(seconds=60))
    send()
    assert aliyun.asked == 4
    send()
    assert aliyun.asked == 4

    aliyun.mood = "well"
    time_machine.shift(timedelta(seconds=60))
    send()
    send()
    assert len(aliyun.sent) == 2
    assert GatewayState.objects.get().failures == 0


def test_what_is_between_failures_begins_the_count_anew() -> None:
    fail(2)
    circuits.note_success("aliyun")
    fail(2)
    assert circuits.admits("aliyun", now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_come_when_the_minute_is_over_one_tries() -> None:
    fail()
    later = NOW + circuits.SHUT_FOR
    assert sorted(at_once([lambda: circuits.admits("aliyun", now=later)] * 6)) == [False] * 5 + [True]


def test_a_clock_that_was_set_back_shuts_nothing_for_longer() -> None:
    fail()
    assert not circuits.admits("aliyun", now=NOW)
    assert circuits.admits("aliyun", now=NOW - timedelta(days=1))


def test_where_all_are_shut_nobody_waits(aliyun: Desk, tencent: Desk) -> None:
    aliyun.mood, tencent.mood = DOWN, "FailedOperation.InsufficientBalanceInSmsPackage"
    for _time in range(4):
        with pytest.raises(CodeNotSent):
            send()
    assert (aliyun.asked, tencent.asked) == (3, 3)


def test_health_names_who_fails_and_is_down_where_nobody_sends() -> None:
    assert state() == ("up", {})
    fail()
    assert state() == ("waiting", {"failing": {"aliyun": f"{DOWN}, 3 in a row"}})
    for _time in range(3):
        circuits.note_failure("tencent", reason="no_answer", now=NOW)
    assert state()[0] == "down"
