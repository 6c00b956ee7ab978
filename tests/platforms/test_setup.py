"""What of the settings cannot work is said at the start, without a word of a key; and what is played stays at home."""

from typing import Any

import pytest

from chengdu_carbon.playing import played
from platforms import setup
from platforms.demonstration.__main__ import main
from platforms.demonstration.keys import Keys, as_text, from_text, private_text
from portal import production
from tests.platforms.loopback import Loopback

REAL = {
    "WECHAT_OPEN_URL": "https://open.weixin.qq.com",
    "WECHAT_API_URL": "https://api.weixin.qq.com",
    "WEIBO_URL": "https://api.weibo.com",
    "ALIPAY_AUTHORIZE_URL": "https://openauth.alipay.com/oauth2/publicAppAuthorize.htm",
    "ALIPAY_GATEWAY_URL": "https://openapi.alipay.com/gateway.do",
    "DOUYIN_URL": "https://open.douyin.com",
}


@pytest.fixture
def real(settings: Any) -> Any:
    """The addresses that the portal has by itself."""
    for name, url in REAL.items():
        assert getattr(settings, name) == url
    return settings


def refused() -> set[str]:
    return {str(found.id) for found in production.refusals()}


def test_the_platforms_own_addresses_are_the_default_and_are_safe(real: Any) -> None:
    assert setup.open_addresses() == []


@pytest.mark.parametrize("name", list(REAL))
@pytest.mark.parametrize("url", ["http://open.weixin.qq.com", "http://127.0.0.1:9000/wechat", "https://localhost/"])
def test_production_does_not_begin_with_a_played_or_an_open_platform(real: Any, db: None, name: str, url: str) -> None:
    assert "portal.E006" not in refused()
    setattr(real, name, url)
    assert setup.open_addresses() == [name]
    assert "portal.E006" in refused()


def test_a_platform_of_which_a_part_is_set_is_named(real: Any) -> None:
    assert list(setup.half_set()) == []
    real.WEIBO = {"app_id": "1", "secret": ""}
    assert list(setup.half_set()) == ["Weibo is not offered: of its keys secret is not set."]


@pytest.mark.parametrize("name", ["private_key", "alipay_public_key"])
def test_a_key_of_alipays_that_is_none_is_named_and_not_repeated(there: Loopback, settings: Any, name: str) -> None:
    assert list(setup.half_set()) == []
    settings.ALIPAY = {**settings.ALIPAY, name: "MIIE-wrong"}
    [told] = setup.half_set()
    assert name in told
    assert "MIIE" not in told


def test_platforms_are_played_with_debug_on_this_machine_where_none_is_real() -> None:
    assert played({"DEBUG": "1"}, host="127.0.0.1")["WEIBO_URL"].startswith("http://127.0.0.1:")
    for given, host in (
        ({"DEBUG": "0"}, "127.0.0.1"),
        ({}, "127.0.0.1"),
        ({"DEBUG": "1"}, "0.0.0.0"),
        ({"DEBUG": "1", "DOUYIN_CLIENT_KEY": "aw1"}, "127.0.0.1"),
    ):
        assert played(given, host=host) == {}


def test_nothing_is_played_without_debug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "0")
    monkeypatch.setenv("PLAYED_PLATFORMS_KEYS", as_text(Keys()))
    assert main() == 1


def test_keys_reach_another_process_whole() -> None:
    keys = Keys()
    read = from_text(as_text(keys))
    assert read.wechat_website == keys.wechat_website
    assert private_text(read.alipay_key) == private_text(keys.alipay_key)
    assert private_text(read.portal_key) == private_text(keys.portal_key)
