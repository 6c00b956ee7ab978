"""The client of docs/client/ signs in from the mini-programs of the platforms, which are played on loopback."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AppSignIn, User
from platforms.models import Link
from tests.client.conftest import PHONE, read_code
from tests.platforms.conftest import _loopback, there
from tests.platforms.loopback import LIN
from tests.platforms.mini_programs.conftest import There, platforms
from tests.second_factors import enrolled

__all__ = ["_loopback", "platforms", "there"]

EACH = pytest.mark.parametrize("platform", ["wechat", "alipay", "douyin"])

pytestmark = pytest.mark.django_db(transaction=True)


def nobody_asks(_awaited: dict[str, Any]) -> str:
    raise AssertionError("a code was asked for")


def wrong_first() -> Any:
    tries = iter([lambda awaited: "000000", read_code])
    return lambda awaited: next(tries)(awaited)


def citizen() -> User:
    return User.objects.get(profile__phone=f"+86{PHONE}")


@EACH
def test_the_phone_is_asked_once_and_the_platform_opens_from_then_on(
    live_server, client_of_ours, platforms: There, platform: str
) -> None:
    connection, journey = client_of_ours
    first, again = connection.Portal(live_server.url), connection.Portal(live_server.url)

    journey.sign_in_from(first, platform, platforms.code_of(platform, LIN), PHONE, wrong_first())
    journey.sign_in_from(again, platform, platforms.code_of(platform, LIN), "", nobody_asks)

    assert first.get("balance") == again.get("balance")
    assert list(Link.objects.values_list("citizen", "platform")) == [(citizen().pk, platform)]
    assert [one.user for one in AppSignIn.objects.all()] == [citizen(), citizen()]
    assert [where for where, _path in platforms.server.asked] == [platform, platform]


@EACH
def test_its_hour_is_renewed_and_signing_out_ends_it(
    live_server, client_of_ours, time_machine, platforms: There, platform: str
) -> None:
    connection, journey = client_of_ours
    portal = connection.Portal(live_server.url)
    journey.sign_in_from(portal, platform, platforms.code_of(platform, LIN), PHONE, read_code)
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert portal.get("balance")["available"] == 0
    portal.sign_out()
    assert not AppSignIn.objects.exists()


def test_three_platforms_and_one_phone_are_one_citizen(live_server, client_of_ours, platforms: There) -> None:
    connection, journey = client_of_ours
    for platform in ("wechat", "alipay", "douyin"):
        portal = connection.Portal(live_server.url)
        journey.sign_in_from(portal, platform, platforms.code_of(platform, LIN), PHONE, read_code)
    assert User.objects.count() == 1
    assert set(Link.objects.values_list("platform", flat=True)) == {"wechat", "alipay", "douyin"}


@EACH
def test_a_code_that_was_used_opens_nothing(live_server, client_of_ours, platforms: There, platform: str) -> None:
    connection, journey = client_of_ours
    code = platforms.code_of(platform, LIN)
    journey.sign_in_from(connection.Portal(live_server.url), platform, code, PHONE, read_code)
    thief = connection.Portal(live_server.url)
    with pytest.raises(connection.Refused) as refused:
        journey.sign_in_from(thief, platform, code, PHONE, nobody_asks)
    assert (refused.value.status, refused.value.code) == (400, "platform_sign_in_over")
    assert thief.kept == {}


@EACH
def test_a_platform_that_is_away_is_told_in_a_sentence(
    live_server, client_of_ours, platforms: There, platform: str
) -> None:
    connection, journey = client_of_ours
    platforms.is_troubled(platform, "down")
    with pytest.raises(connection.Refused) as refused:
        journey.sign_in_from(
            connection.Portal(live_server.url), platform, platforms.code_of(platform, LIN), PHONE, nobody_asks
        )
    assert (refused.value.status, refused.value.code) == (503, "platform_away")
    assert "请过几分钟再试" in refused.value.detail
    assert not User.objects.exists()


def test_who_has_a_second_factor_comes_in_by_code_and_nothing_is_linked(
    live_server, client_of_ours, time_machine, platforms: There
) -> None:
    connection, journey = client_of_ours
    portal = connection.Portal(live_server.url)
    journey.sign_in_by_code(portal, PHONE, read_code)
    enrolled(citizen())
    time_machine.move_to(timezone.now() + timedelta(minutes=2))

    journey.sign_in_from(portal, "wechat", platforms.code_of("wechat", LIN), PHONE, read_code)

    assert portal.get("balance")["available"] == 0
    assert not Link.objects.exists()


def test_the_journey_is_the_same_behind_this_door(live_server, client_of_ours, platforms: There) -> None:
    connection, journey = client_of_ours
    portal, said = connection.Portal(live_server.url), list[str]()
    journey.sign_in_from(portal, "wechat", platforms.code_of("wechat", LIN), PHONE, read_code)
    journey.walk(portal, said.append, lambda _seconds: None, today=timezone.localdate())
    assert said
