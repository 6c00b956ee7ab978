"""Each platform as it documents itself: who comes back with a code, and what is said where it is none."""

import base64
import logging
import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import RequestFactory

from platforms import asking, offered
from platforms.alipay import signing
from platforms.demonstration import people
from platforms.demonstration.keys import public_text
from platforms.identities import Identity
from platforms.models import Platform
from platforms.provider import Adapter
from platforms.refusals import OnlyASnapshot, PlatformAway, SignInOver
from platforms.wechat.provider import OFFICIAL, WEBSITE
from tests.platforms.loopback import ABOUT_PATHS, LIN, TOKEN_PATHS, TROUBLES, Loopback

APPS = [
    (Platform.WECHAT, WEBSITE),
    (Platform.WECHAT, OFFICIAL),
    (Platform.WEIBO, "website"),
    (Platform.ALIPAY, "website"),
    (Platform.DOUYIN, "website"),
]
pytestmark = pytest.mark.django_db

EACH = pytest.mark.parametrize(("platform", "app"), APPS)


def adapter(platform: Platform, app: str) -> Adapter:
    request = RequestFactory().get("/")
    provider = offered.provider(request, platform, app)
    assert provider is not None
    return provider.get_oauth2_adapter(request)


def app_id(platform: Platform, app: str) -> str:
    return str(adapter(platform, app).provider.app.client_id)


def code(there: Loopback, platform: Platform, app: str) -> str:
    """As the page gives it to who agrees."""
    back = f"http://testserver/sign-in/with/{platform}/back/"
    return there.world.grants.give_code(app_id(platform, app), LIN, back)


def came(there: Loopback, platform: Platform, app: str) -> Identity:
    return adapter(platform, app).identity(code(there, platform, app))


@EACH
def test_who_agreed_is_known_by_the_ids_of_the_platform(there: Loopback, platform: Platform, app: str) -> None:
    identity = came(there, platform, app)
    assert (identity.platform, identity.app_id) == (platform, app_id(platform, app))
    if platform is Platform.WEIBO:
        assert identity.openid == identity.unionid
        assert identity.openid.isdecimal()
    else:
        assert identity.openid == LIN.id_at(platform, identity.app_id)
        assert identity.unionid == LIN.id_at(platform)
    assert identity.shown_as == ("" if platform is Platform.ALIPAY else "林***")


@EACH
def test_a_unionid_that_is_not_told_is_none(there: Loopback, platform: Platform, app: str) -> None:
    there.world.tells_unionid = False
    identity = came(there, platform, app)
    assert identity.openid
    assert (identity.unionid is None) is (platform is not Platform.WEIBO)


@EACH
def test_a_code_is_good_once(there: Loopback, platform: Platform, app: str) -> None:
    used = code(there, platform, app)
    adapter(platform, app).identity(used)
    with pytest.raises(SignInOver):
        adapter(platform, app).identity(used)


@EACH
def test_a_code_that_nobody_gave_is_over(there: Loopback, platform: Platform, app: str) -> None:
    with pytest.raises(SignInOver):
        adapter(platform, app).identity("f" * 32)


@EACH
def test_a_code_is_good_for_five_minutes(there: Loopback, platform: Platform, app: str, monkeypatch: Any) -> None:
    late = code(there, platform, app)
    monkeypatch.setattr(there.world.grants, "clock", lambda: time.monotonic() + people.CODE_LASTS_S + 1)
    with pytest.raises(SignInOver):
        adapter(platform, app).identity(late)


@EACH
def test_a_code_of_another_app_is_none_here(there: Loopback, platform: Platform, app: str) -> None:
    of_another = there.world.grants.give_code("another", LIN, "http://testserver/")
    with pytest.raises(SignInOver):
        adapter(platform, app).identity(of_another)


@EACH
def test_keys_that_are_refused_are_told_to_the_operator_and_not_shown(
    there: Loopback, platform: Platform, app: str, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    good = code(there, platform, app)
    secret = "a" * 32
    for name in ("WECHAT_WEBSITE", "WECHAT_OFFICIAL", "WEIBO", "DOUYIN"):
        setattr(settings, name, {**getattr(settings, name), "secret": secret})
    other = rsa.generate_private_key(65537, 2048)
    settings.ALIPAY = {**settings.ALIPAY, "private_key": _pem(other)}
    with caplog.at_level(logging.ERROR), pytest.raises(PlatformAway):
        adapter(platform, app).identity(good)
    [line] = [record.getMessage() for record in caplog.records]
    assert platform.value in line
    assert app_id(platform, app) in line
    assert secret not in line
    assert good not in line


@pytest.mark.parametrize("trouble", [*TROUBLES, "down"])
@EACH
def test_a_platform_in_trouble_is_away(there: Loopback, platform: Platform, app: str, trouble: str) -> None:
    there.troubles[TOKEN_PATHS[platform]] = trouble
    with pytest.raises(PlatformAway):
        came(there, platform, app)


def test_a_slow_platform_is_waited_for_no_longer_than_said(there: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "READ_S", 0.3)
    there.troubles[TOKEN_PATHS["wechat"]] = "slow"
    begun = time.monotonic()
    with pytest.raises(PlatformAway):
        came(there, Platform.WECHAT, WEBSITE)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("trouble", ["html", "broken", "nothing told", "down", "busy"])
@EACH
def test_without_a_name_the_ids_are_enough(there: Loopback, platform: Platform, app: str, trouble: str) -> None:
    if platform in ABOUT_PATHS:
        there.troubles[ABOUT_PATHS[platform]] = trouble
    identity = came(there, platform, app)
    assert identity.openid
    assert identity.shown_as == ""


def test_a_preview_of_wechats_is_nobody(there: Loopback) -> None:
    there.world.tells_snapshots = True
    with pytest.raises(OnlyASnapshot):
        came(there, Platform.WECHAT, OFFICIAL)


def test_what_alipay_has_not_signed_is_not_believed(there: Loopback, settings: Any) -> None:
    there.troubles[TOKEN_PATHS["alipay"]] = "forged"
    with pytest.raises(PlatformAway):
        came(there, Platform.ALIPAY, "website")


def test_what_another_key_has_signed_is_not_believed(there: Loopback, settings: Any) -> None:
    settings.ALIPAY = {**settings.ALIPAY, "alipay_public_key": public_text(rsa.generate_private_key(65537, 2048))}
    with pytest.raises(PlatformAway):
        came(there, Platform.ALIPAY, "website")


@pytest.mark.parametrize("wrong", ["", "nonsense", "bm9uc2Vuc2U="])
@pytest.mark.parametrize("name", ["private_key", "alipay_public_key"])
def test_a_text_that_is_no_key_is_told_without_it(there: Loopback, settings: Any, name: str, wrong: str) -> None:
    read = signing.private_key if name == "private_key" else signing.public_key
    with pytest.raises(signing.NoKey) as refused:
        read(wrong)
    assert not wrong or wrong not in str(refused.value)


def test_a_key_is_read_as_pem_and_as_bare_base64(there: Loopback, settings: Any) -> None:
    bare = settings.ALIPAY["private_key"]
    assert signing.private_key(_pem(signing.private_key(bare))).private_numbers() == (
        signing.private_key(bare).private_numbers()
    )


def test_what_is_signed_is_in_the_order_of_names_without_what_is_empty() -> None:
    assert signing.signed_text({"b": "2", "sign": "x", "a": "1", "c": ""}) == "a=1&b=2"


@EACH
def test_the_way_there_has_what_the_platform_asks_for(there: Loopback, platform: Platform, app: str) -> None:
    one = adapter(platform, app)
    client = one.get_client(one.request, one.provider.app)
    client.state = "s" * 16
    address = urlsplit(client.get_redirect_url(one.authorize_url, one.provider.get_scope(), {}))
    assert address.scheme == "http"
    given = dict(parse_qsl(address.query))
    back = f"http://testserver/sign-in/with/{platform}/back/"
    assert (given["redirect_uri"], given["state"], given["response_type"]) == (back, "s" * 16, "code")
    assert app_id(platform, app) in given.values()
    assert address.fragment == ("wechat_redirect" if platform is Platform.WECHAT else "")
    assert not {"secret", "client_secret"} & set(given)


def test_nothing_is_asked_over_an_address_that_others_read(there: Loopback, settings: Any) -> None:
    settings.WECHAT_API_URL = "http://api.weixin.qq.com"
    with pytest.raises(PlatformAway):
        adapter(Platform.WECHAT, WEBSITE).identity("a" * 32)
    assert [
        asking.is_safe(url) for url in ("https://a.b/", "http://127.0.0.1:1/", "http://a.b/", "ftp://a.b/", "")
    ] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("platform", "name"),
    [
        (Platform.WECHAT, "WECHAT_WEBSITE"),
        (Platform.WEIBO, "WEIBO"),
        (Platform.ALIPAY, "ALIPAY"),
        (Platform.DOUYIN, "DOUYIN"),
    ],
)
def test_a_platform_without_its_keys_is_not_offered(
    there: Loopback, settings: Any, platform: Platform, name: str
) -> None:
    request = RequestFactory().get("/")
    assert platform in offered.platforms(request)
    for missing in getattr(settings, name):
        setattr(settings, name, {**getattr(settings, name), missing: ""})
        assert platform not in offered.platforms(request)
        assert offered.provider(request, platform, "website") is None


def test_inside_wechat_its_official_account_asks(there: Loopback) -> None:
    inside = RequestFactory().get("/", headers={"user-agent": "Mozilla/5.0 MicroMessenger/8.0.50"})
    assert offered.app_for(inside, Platform.WECHAT) == OFFICIAL
    assert offered.app_for(inside, Platform.WEIBO) == "website"


def _pem(key: rsa.RSAPrivateKey) -> str:
    bare = base64.b64encode(_der(key)).decode()
    lines = [bare[at : at + 64] for at in range(0, len(bare), 64)]
    return "\n".join(["-----BEGIN PRIVATE KEY-----", *lines, "-----END PRIVATE KEY-----"])


def _der(key: rsa.RSAPrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
