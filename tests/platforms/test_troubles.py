"""A platform that refuses our keys or does not answer is told by health, by each of its doors, until it answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.health import State
from platforms import health
from platforms.models import PlatformState
from tests.platforms.loopback import TOKEN_PATHS, Loopback
from tests.platforms.mini_programs.conftest import There, platforms
from tests.platforms.visitors import Visitor

__all__ = ["platforms"]

EACH = pytest.mark.parametrize("platform", ["wechat", "weibo", "alipay", "douyin"])

pytestmark = pytest.mark.django_db


def told(after: timedelta = timedelta()) -> tuple[State, dict]:
    [part] = health.parts(timezone.now() + after)
    return part.state, dict(part.facts.get("failing", {}))


@EACH
def test_three_in_a_row_are_told_until_it_answers(there: Loopback, visitor: Visitor, platform: str) -> None:
    there.troubles[TOKEN_PATHS[platform]] = "broken"
    for nth in range(3):
        assert told() == (State.UP, {}), nth
        visitor.come(platform)
    assert told() == (State.WAITING, {f"{platform} page": "status 502, 3 in a row"})

    there.troubles.clear()
    visitor.come(platform)
    assert told() == (State.UP, {})


def test_keys_that_are_refused_are_told(there: Loopback, visitor: Visitor, settings) -> None:
    settings.WECHAT_WEBSITE = {**settings.WECHAT_WEBSITE, "secret": "an-old-secret"}
    for _time in range(3):
        visitor.come("wechat")
    assert told() == (State.WAITING, {"wechat page": "error 40125, 3 in a row"})
    assert told(timedelta(days=2)) == (State.UP, {})
    assert "secret" not in str(list(PlatformState.objects.values()))


def test_the_two_doors_have_keys_of_their_own(platforms: There, visitor: Visitor, client) -> None:
    platforms.is_troubled("wechat", "html")
    for _time in range(3):
        client.post("/api/v1/sign-in/wechat", {"code": "abc"}, "application/json")
    visitor.come("wechat")
    assert told() == (State.WAITING, {"wechat mini_program": "no JSON, 3 in a row"})


@EACH
def test_who_cancels_or_comes_too_late_is_no_trouble_of_the_platform(visitor: Visitor, platform: str) -> None:
    for _time in range(3):
        visitor.back(visitor.refuse(visitor.leave(platform)))
        came = visitor.agree(visitor.leave(platform))
        visitor.back(came)
        visitor.back(came)
    assert not PlatformState.objects.exclude(failures=0).exists()
