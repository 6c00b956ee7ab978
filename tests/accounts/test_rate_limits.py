"""Limits of tries: exact when many try at once, no write that counts a table, and no harm from a clock."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory

from accounts.models import Tries
from accounts.rate_limits import TriedTooOften, count_try, may_try
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def clock(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {
        "guess": "3/m/key,5/h/key",
        "knock": "4/m/ip",
        "ring": "2/m/net",
        "both": "2/h/ip,3/h/key",
        "once": "1/d/key",
    }
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def request_from(address: str = "203.0.113.7", method: str = "POST") -> HttpRequest:
    return RequestFactory().generic(method, "/", REMOTE_ADDR=address)


def tried(times: int, action: str = "guess", key: str = "x", address: str = "203.0.113.7") -> list[bool]:
    return [may_try(request_from(address), action=action, key=key) for _time in range(times)]


def test_tries_are_as_many_as_the_limit_says_in_any_stretch_of_it(clock):
    assert tried(4) == [True, True, True, False]
    clock.shift(timedelta(seconds=61))
    assert tried(3) == [True, True, False]
    clock.shift(timedelta(minutes=58))
    assert tried(1) == [False]
    clock.shift(timedelta(minutes=1))
    assert tried(4) == [True, True, True, False]


def test_each_key_and_each_action_counts_for_itself():
    assert tried(4)[-1] is False
    assert tried(1, key="y") == [True]
    assert tried(1, action="knock") == [True]


def test_looking_costs_no_try():
    request = request_from(method="GET")
    assert all(may_try(request, action="once", key="x") for _time in range(3))
    assert not Tries.objects.exists()


@pytest.mark.parametrize(
    ("action", "first", "second", "is_one"),
    [
        ("knock", "203.0.113.7", "203.0.113.8", False),
        ("knock", "2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("ring", "203.0.113.7", "203.0.113.250", True),
        ("ring", "203.0.113.7", "203.0.114.7", False),
        ("ring", "2001:db8:7:1::1", "2001:db8:7:2::1", True),
        ("ring", "not an address", "nor this", True),
    ],
)
def test_addresses_and_networks(action, first, second, is_one):
    tried(4, action, address=first)
    assert tried(1, action, address=second) == [not is_one]


def test_what_one_limit_refuses_is_counted_by_none(clock):
    tried(2, "both", key="a")
    assert tried(5, "both", key="b") == [False] * 5
    assert tried(3, "both", key="b", address="203.0.113.8") == [True, True, False]

    request = request_from()
    count_try(request, ("once", "c"))
    with pytest.raises(TriedTooOften) as refused:
        count_try(request, ("guess", "c"), ("once", "c"))
    assert (refused.value.action, refused.value.per) == ("once", "key")
    assert tried(3, key="c") == [True] * 3


def test_refusal_says_when_the_next_try_counts(clock):
    tried(3)
    clock.shift(timedelta(seconds=20))
    with pytest.raises(TriedTooOften) as refused:
        count_try(request_from(), ("guess", "x"))
    assert refused.value.wait_s == 40
    clock.shift(timedelta(seconds=39))
    assert tried(1) == [False]
    clock.shift(timedelta(seconds=1))
    assert tried(1) == [True]


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(days=1)])
def test_clock_that_jumps_by_a_day_locks_nobody_out_and_opens_nothing_twice(clock, jump):
    tried(3)
    clock.shift(jump)
    # Set back, what was tried counts as tried now; set forward, it is over, as it would be after a day.
    assert tried(4)[:3] == [jump > timedelta()] * 3
    assert tried(1) == [False]
    clock.shift(timedelta(seconds=61))
    assert tried(1) == [True]


def test_clock_that_was_a_day_ahead_and_is_right_again_makes_wait_no_longer_than_the_limit(clock):
    clock.shift(timedelta(days=1))
    tried(3)
    clock.shift(-timedelta(days=1))
    with pytest.raises(TriedTooOften) as refused:
        count_try(request_from(), ("guess", "x"))
    assert refused.value.wait_s == 60
    clock.shift(timedelta(seconds=60))
    assert tried(1) == [True]


def test_one_try_is_one_statement_for_each_of_those_who_count(django_assert_num_queries):
    tried(1)
    with django_assert_num_queries(3) as asked:  # with the transaction around it
        tried(1)
    assert not any("count(*) from accounts" in query["sql"].lower() for query in asked.captured_queries)


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_cannot_outrun_the_count():
    def one_try(_number: int) -> bool:
        try:
            return may_try(request_from(), action="both", key="x")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one_try, range(40))) == 2
    assert [len(row.tried_at) for row in Tries.objects.all()] == [2, 2]
