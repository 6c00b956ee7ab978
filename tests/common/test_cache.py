"""The cache on Redis: a miss while Redis is away, keys of its own, and nothing read that somebody else wrote."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from redis import Redis
from redis.exceptions import RedisError

from chengdu_carbon.servers import RedisServer
from common.cache import LONGEST_S, Cache
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
VALUE = {"acts": 3, "of": ("walking", 5)}


def cache_on(url: str) -> Cache:
    return Cache(url, {**settings.CACHES["default"], "LOCATION": url})


@pytest.fixture
def cache(broker: RedisServer) -> Cache:
    """On a Redis of the test's own."""
    return cache_on(broker.url)


@pytest.fixture
def redis(broker: RedisServer) -> Redis:
    return Redis.from_url(broker.url)


def test_the_portals_cache_is_this_one():
    assert isinstance(caches["default"], Cache)


def test_only_figures_that_can_be_counted_anew_are_kept():
    """No limit and no lock, which would be gone with Redis: who is added here says why it may be lost."""
    own = {app.partition(".")[0] for app in settings.PORTAL_APPS} | {"common", "chengdu_carbon"}
    users = {
        str(path.relative_to(ROOT))
        for room in own
        for path in (ROOT / room).rglob("*.py")
        if "django.core.cache import" in path.read_text(encoding="utf-8")
    }
    assert users <= {
        "activities/scoring/backlog.py",
        "city/dashboard/pictures.py",
        "city/figures.py",
        "city/report/paper.py",
        "credits/behind.py",
        "credits/books.py",
        "desk/month.py",
        "desk/overview.py",
        "merchants/mall/causes.py",
        "merchants/mall/within_reach.py",
        "portal/year/picture.py",
        "simulation/sweeping.py",
    }


def test_what_was_set_is_found_until_it_is_deleted(cache):
    cache.set("figures", VALUE, 60)
    assert cache.get("figures") == VALUE

    assert cache.delete("figures") is True
    assert cache.get("figures", "none") == "none"


def test_many_go_the_same_way(cache):
    cache.set_many({"figures": VALUE, "tries": 1}, 60)
    assert cache.add("figures", "others", 60) is False
    assert cache.add("days", 7, 60) is True
    assert cache.incr("tries") == 2
    assert cache.get_many(["figures", "tries", "days", "nothing"]) == {"figures": VALUE, "tries": 2, "days": 7}
    cache.delete_many(["figures", "tries"])
    assert ("figures" in cache, "days" in cache) == (False, True)


def test_redis_that_is_away_is_an_empty_cache_and_no_error(cache, broker):
    cache.set("figures", VALUE, 60)
    broker.stop()

    assert cache.get("figures", "none") == "none"
    assert cache.set("figures", VALUE, 60) is None
    assert cache.delete("figures") is False
    cache.clear()

    broker.start()
    assert cache.get("figures", "none") == "none"
    cache.set("figures", VALUE, 60)
    assert cache.get("figures") == VALUE


def test_who_must_know_that_it_was_done_is_told_that_redis_is_away(cache, broker):
    """A lock or a limit that is simply gone with Redis would be none."""
    broker.stop()

    with pytest.raises(RedisError):
        cache.add("lock", 1, 60)
    with pytest.raises(ValueError, match="not found"):
        cache.incr("tries")


def test_redis_that_says_nothing_is_not_waited_for(cache, broker):
    cache.set("figures", VALUE, 60)
    os.kill(broker.pid, signal.SIGSTOP)
    began = time.monotonic()
    try:
        assert cache.get("figures") is None
        assert time.monotonic() - began < 1
    finally:
        os.kill(broker.pid, signal.SIGCONT)


def test_emptied_redis_is_an_empty_cache(cache, redis):
    cache.set("figures", VALUE, 60)
    redis.flushall()

    assert cache.get("figures") is None


def test_keys_are_of_this_database_and_apart_from_the_brokers(cache, redis):
    redis.lpush("celery", "a message")
    redis.set("cache:elsewhere:1:figures", "another portal's")
    cache.set("figures", VALUE, 60)
    own = f"cache:{connection.settings_dict['NAME']}:1:figures".encode()
    assert set(redis.keys()) == {b"celery", b"cache:elsewhere:1:figures", own}

    cache.clear()

    assert set(redis.keys()) == {b"celery", b"cache:elsewhere:1:figures"}


@pytest.mark.parametrize("timeout", [None, 10 * LONGEST_S])
def test_nothing_is_kept_for_ever(cache, redis, timeout):
    cache.set("figures", VALUE, timeout)

    [key] = redis.keys()
    assert 0 < redis.ttl(key) <= LONGEST_S


def test_an_entry_is_over_by_the_portals_clock(cache, time_machine):
    time_machine.move_to(NOW, tick=False)
    cache.set("figures", VALUE, 60)
    time_machine.move_to(NOW + timedelta(seconds=59), tick=False)
    assert cache.get("figures") == VALUE

    time_machine.move_to(NOW + timedelta(seconds=60), tick=False)
    assert cache.get("figures") is None


class Struck:
    """What somebody writes who would have the portal do something."""

    def __reduce__(self):
        return (pytest.fail, ("a value was read that the portal did not write",))


def test_what_somebody_else_wrote_is_not_read(cache, redis, settings):
    cache.set("figures", Struck(), 60)
    [key] = redis.keys()
    sealed = redis.get(key)
    for written in (sealed[32:], bytes(32) + sealed[32:], sealed[:-1], b"", b"7"):
        redis.set(key, written)
        assert cache.get("figures") is None, written

    cache.set("figures", VALUE, 60)
    redis.set(key.replace(b"figures", b"rights"), redis.get(key))
    assert cache.get("figures") == VALUE
    assert cache.get("rights") is None

    settings.SECRET_KEY = "another"
    assert cache.get("figures") is None
