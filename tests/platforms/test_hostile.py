"""Whoever forges, replays, borrows or leads astray gets nowhere, and changes nothing."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notice, User
from platforms.identities import Identity, link
from platforms.models import Link, Openid, Platform
from tests.accounts.conftest import Outbox
from tests.conftest import NOW
from tests.platforms.loopback import LIN, TOKEN_PATHS, ZHOU, Loopback
from tests.platforms.visitors import Visitor, known, signed_in
from tests.second_factors import enrolled

EACH = pytest.mark.parametrize("platform", list(Platform))
DOOR = reverse("account_request_login_code")
ASTRAY = [
    "//evil.example",
    "///evil.example",
    "////evil.example/a",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "https://evil.example/",
    "https:evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "//evil.example\\@testserver",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "%2F%2Fevil.example",
    "%5C%5Cevil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    " //evil.example",
    "\x00//evil.example",
    "ftp://testserver/",
    "//[::1",
]
INSIDE = {"user-agent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50"}
FORGED_CODES = ["", "x", "f" * 32, "a" * 513, "1' OR '1'='1", "\x00", "代码", "../../x", "%00", "a\r\nb: c", "<script>"]
FORGED_STATES = ["", "x", "f" * 16, "a" * 65, "\x00", "状态", "__class__", "socialaccount_states", "' OR 1=1 --", "0"]


def turned(address: str, **changed: str) -> str:
    """The address of a return with other parameters."""
    parts = urlsplit(address)
    return f"{parts.path}?{urlencode({**dict(parse_qsl(parts.query)), **changed})}"


def sent_out(there: Loopback) -> int:
    """How often a platform was asked what a code is good for."""
    return sum(path in TOKEN_PATHS.values() for _platform, path in there.asked)


# States


@pytest.mark.parametrize("state", FORGED_STATES)
@EACH
def test_a_return_that_nobody_began_is_refused_unasked(
    visitor: Visitor, there: Loopback, platform: Platform, state: str
) -> None:
    back = reverse("platforms:come_back", args=[platform])
    answer = visitor.client.get(back, {"state": state, "code": "f" * 32, "auth_code": "f" * 32})
    assert answer.status_code == 400
    assert visitor.user_id is None
    assert sent_out(there) == 0


@EACH
def test_a_state_is_good_once(visitor: Visitor, there: Loopback, alice: User, platform: Platform) -> None:
    known(alice, platform)
    there.asked.clear()
    address = visitor.agree(visitor.leave(platform))
    visitor.back(address)
    visitor.client.post(reverse("accounts:sign_out"))
    assert visitor.back(address).status_code == 400
    assert visitor.user_id is None
    assert sent_out(there) == 1


@EACH
def test_a_return_belongs_to_the_browser_that_left(
    visitor: Visitor, other_visitor: Visitor, there: Loopback, alice: User, platform: Platform
) -> None:
    """Whoever is led to a stranger's return would be signed in as the stranger."""
    known(alice, platform)
    there.asked.clear()
    address = visitor.agree(visitor.leave(platform))
    other_visitor.leave(platform)
    assert other_visitor.back(address).status_code == 400
    assert other_visitor.user_id is None
    assert sent_out(there) == 0


@EACH
def test_a_state_of_one_platform_is_none_at_another(
    visitor: Visitor, there: Loopback, alice: User, platform: Platform
) -> None:
    known(alice, platform)
    there.asked.clear()
    parts = urlsplit(visitor.agree(visitor.leave(platform)))
    for other in set(Platform) - {platform}:
        answer = visitor.client.get(f"{reverse('platforms:come_back', args=[other])}?{parts.query}")
        assert answer.status_code == 400
    assert visitor.user_id is None
    assert sent_out(there) == 0


def test_a_strangers_code_beside_ones_own_state_links_nothing_of_theirs_to_another(
    visitor: Visitor, other_visitor: Visitor, there: Loopback, alice: User, bob: User
) -> None:
    """Who left to link and is led back with a stranger's return: the state is not theirs."""
    signed_in(visitor, alice)
    signed_in(other_visitor, bob)
    visitor.leave("wechat", linking=True)
    strangers = other_visitor.agree(other_visitor.leave("wechat", linking=True), ZHOU.name)
    assert visitor.back(strangers).status_code == 400
    assert Link.objects.count() == 0


# Codes


@pytest.mark.parametrize("code", FORGED_CODES)
@EACH
def test_a_forged_code_opens_nothing(
    visitor: Visitor, there: Loopback, alice: User, platform: Platform, code: str
) -> None:
    known(alice, platform)
    address = visitor.agree(visitor.leave(platform))
    name = "auth_code" if platform is Platform.ALIPAY else "code"
    answer = visitor.client.get(turned(address, **{name: code}))
    # Without a code somebody has not agreed.
    assert answer.status_code == (400 if code else 200)
    assert visitor.user_id is None


@EACH
def test_a_code_of_another_app_opens_nothing(
    visitor: Visitor, there: Loopback, alice: User, platform: Platform
) -> None:
    """Another portal's operator holds codes of its own people: they are good for its app alone."""
    known(alice, platform)
    address = visitor.agree(visitor.leave(platform))
    for app in ("another", "wxdemominiprog001", "ttdemominiprog001", "2021000000000002"):
        code = there.world.grants.give_code(app, LIN, address)
        fresh = visitor.agree(visitor.leave(platform))
        answer = visitor.client.get(turned(fresh, code=code, auth_code=code))
        assert answer.status_code == 400
    assert visitor.user_id is None


def test_a_code_of_wechats_other_app_opens_nothing(visitor: Visitor, there: Loopback, alice: User) -> None:
    known(alice, Platform.WECHAT)
    inside = there.world.grants.give_code(there.world.keys.wechat_official.id, LIN)
    answer = visitor.client.get(turned(visitor.agree(visitor.leave("wechat")), code=inside))
    assert answer.status_code == 400
    assert visitor.user_id is None


@EACH
def test_a_code_is_not_spent_twice_by_two_who_come_at_once(
    visitor: Visitor, other_visitor: Visitor, there: Loopback, alice: User, platform: Platform
) -> None:
    known(alice, platform)
    address = visitor.agree(visitor.leave(platform))
    stolen = dict(parse_qsl(urlsplit(address).query))
    own = other_visitor.agree(other_visitor.leave(platform), ZHOU.name)
    visitor.back(address)
    name = "auth_code" if platform is Platform.ALIPAY else "code"
    assert other_visitor.client.get(turned(own, **{name: stolen[name]})).status_code == 400
    assert (visitor.user_id, other_visitor.user_id) == (alice.pk, None)


@pytest.mark.parametrize(
    "extra", [{"openid": "o1"}, {"unionid": "u1"}, {"uid": "1"}, {"error": "access_denied"}, {"user_id": "2088"}]
)
@EACH
def test_what_an_address_says_of_who_came_is_not_read(
    visitor: Visitor, there: Loopback, alice: User, bob: User, platform: Platform, extra: dict[str, str]
) -> None:
    known(alice, platform)
    link(bob, Identity(platform, "x", "o1", "u1"), NOW)
    visitor.client.get(turned(visitor.agree(visitor.leave(platform)), **extra))
    assert visitor.user_id == alice.pk


# Where one is led


@pytest.mark.parametrize("then", ASTRAY)
@EACH
def test_a_known_citizen_is_led_to_no_page_but_ours(
    visitor: Visitor, there: Loopback, alice: User, platform: Platform, then: str
) -> None:
    known(alice, platform)
    came = visitor.come(platform, then=then)
    assert came.url == reverse("home")
    assert visitor.user_id == alice.pk


@pytest.mark.parametrize("then", ASTRAY)
def test_who_proves_a_number_is_led_to_no_page_but_ours(
    visitor: Visitor, there: Loopback, outbox: Outbox, alice: User, then: str
) -> None:
    came = visitor.come("wechat", then=then)
    linking = parse_qs(urlsplit(came.url).query)["next"][0]
    asked = visitor.client.post(came.url, {"phone": alice.profile.phone})
    visitor.client.post(asked.url, {"code": outbox.code})
    ended = visitor.client.get(f"{linking}&{urlencode({'next': then})}")
    assert ended.url == reverse("home")


@EACH
def test_the_address_to_come_back_to_is_ours_whatever_is_asked(
    visitor: Visitor, there: Loopback, platform: Platform
) -> None:
    asked = {"redirect_uri": "https://evil.example", "callback_url": "https://evil.example", "scope": "all"}
    page = visitor.client.post(f"{reverse('platforms:go', args=[platform])}?{urlencode(asked)}", asked)
    address = unescape(re.findall(r'content="0; url=([^"]+)"', page.content.decode())[0])
    back = f"http://testserver{reverse('platforms:come_back', args=[platform])}"
    assert dict(parse_qsl(urlsplit(address).query))["redirect_uri"] == back
    assert "evil.example" not in address


@EACH
def test_a_host_that_is_none_of_ours_is_not_led_back_to(visitor: Visitor, there: Loopback, platform: Platform) -> None:
    answer = visitor.client.post(reverse("platforms:go", args=[platform]), headers={"host": "evil.example"})
    assert answer.status_code == 400


# Whose account


@EACH
def test_nobody_is_sent_to_a_platform_by_another_site(there: Loopback, db: None, platform: Platform) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("platforms:go", args=[platform])).status_code == 403
    assert strict.get(reverse("platforms:go", args=[platform])).status_code == 405


@EACH
def test_nothing_is_linked_or_unlinked_by_another_site(there: Loopback, alice: User, platform: Platform) -> None:
    known(alice, platform)
    strict = Visitor(Client(enforce_csrf_checks=True))
    signed_in(strict, alice)
    for name in ("platforms:link", "platforms:unlink"):
        which = {"which": Link.objects.get().public_id}
        assert strict.client.post(reverse(name, args=[platform]), which).status_code == 403
    assert Link.objects.count() == 1


@EACH
def test_a_way_that_was_begun_to_sign_in_links_nothing(
    visitor: Visitor, there: Loopback, alice: User, platform: Platform
) -> None:
    """Begun as nobody, ended as somebody who has signed in meanwhile: the return is not theirs."""
    address = visitor.agree(visitor.leave(platform), ZHOU.name)
    state = dict(visitor.client.session)
    signed_in(visitor, alice)
    session = visitor.client.session
    session.update(state)
    session.save()
    assert visitor.back(address).status_code == 400
    assert Link.objects.count() == 0


@EACH
def test_a_way_that_was_begun_to_link_links_to_nobody_else(
    visitor: Visitor, there: Loopback, alice: User, bob: User, platform: Platform
) -> None:
    signed_in(visitor, alice)
    address = visitor.agree(visitor.leave(platform, linking=True))
    state = {key: value for key, value in visitor.client.session.items() if not key.startswith("_auth")}
    signed_in(visitor, bob)
    session = visitor.client.session
    session.update(state)
    session.save()
    assert visitor.back(address).status_code == 400
    assert Link.objects.count() == Openid.objects.count() == 0


@pytest.mark.parametrize("which", ["", "x", "A" * 22, "\x00", "../", "%00"])
def test_what_is_held_is_linked_under_its_own_name_alone(
    visitor: Visitor, there: Loopback, outbox: Outbox, alice: User, which: str
) -> None:
    visitor.come("wechat")
    there_too = f"{reverse('platforms:link_held')}?{urlencode({'which': which})}"
    asked = visitor.client.post(f"{DOOR}?{urlencode({'next': there_too})}", {"phone": alice.profile.phone})
    visitor.client.post(asked.url, {"code": outbox.code})
    visitor.client.get(there_too)
    assert visitor.user_id == alice.pk
    assert Link.objects.count() == 0


@EACH
@pytest.mark.parametrize("name", ["platforms:link", "platforms:unlink"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_beside_a_second_factor_a_code_to_the_number_links_and_unlinks_nothing(
    visitor: Visitor, there: Loopback, alice: User, platform: Platform, name: str, method: str
) -> None:
    """Whoever reads one code of the owner's: a session that has just shown the number, and not the factor."""
    known(alice, platform)
    enrolled(alice)
    signed_in(visitor, alice)
    before = Link.objects.get(), Notice.objects.count()
    there.asked.clear()
    ask = getattr(visitor.client, method)
    answer = ask(reverse(name, args=[platform]), {"which": before[0].public_id})
    is_led = answer.status_code == 302 and answer.url.startswith(reverse("accounts:prove_second_factor"))
    assert is_led or (answer.status_code, name, method) == (405, "platforms:link", "get")
    assert (Link.objects.get(), Notice.objects.count()) == before
    assert sent_out(there) == 0


@EACH
def test_beside_a_second_factor_a_thiefs_own_account_there_is_not_linked_by_a_code_to_the_number(
    visitor: Visitor, there: Loopback, outbox: Outbox, alice: User, platform: Platform
) -> None:
    enrolled(alice)
    asked = visitor.prove(visitor.come(platform, who=ZHOU.name), outbox, alice.profile.phone)
    linking = parse_qs(urlsplit(asked.redirect_chain[-1][0]).query)["next"][0]
    assert linking.startswith(reverse("platforms:link_held"))
    for _time in range(3):
        answer = visitor.client.get(linking)
        assert answer.url.startswith(reverse("accounts:prove_second_factor"))
    assert Link.objects.count() == Notice.objects.filter(code="platform_linked").count() == 0


@pytest.mark.parametrize("tells_first", [True, False])
def test_another_account_there_is_never_attached_to_the_one_that_is_linked(
    visitor: Visitor, there: Loopback, alice: User, tells_first: bool
) -> None:
    """Without a unionid two apps' openids may be one person's, or two people's."""
    there.world.tells_unionid = tells_first
    known(alice, Platform.WECHAT)
    there.world.tells_unionid = False
    signed_in(visitor, alice)
    refused = visitor.come("wechat", who=ZHOU.name, linking=True, headers=INSIDE)
    assert refused.status_code == 409
    assert list(Openid.objects.values_list("app_id", flat=True)) == [there.world.keys.wechat_website.id]


@EACH
def test_an_account_of_another_citizen_is_never_taken(
    visitor: Visitor, there: Loopback, outbox: Outbox, alice: User, bob: User, platform: Platform
) -> None:
    known(alice, platform)
    signed_in(visitor, bob)
    assert visitor.come(platform, linking=True).status_code == 409
    assert Link.objects.get().citizen == alice


@pytest.mark.parametrize("name", ["qq", "WECHAT", "wechat%20", "wechat-", "admin", "0", "linking"])
@pytest.mark.parametrize("page", ["platforms:go", "platforms:come_back"])
def test_a_platform_that_there_is_not_is_not_found(visitor: Visitor, there: Loopback, page: str, name: str) -> None:
    address = reverse(page, args=["wechat"]).replace("wechat", name)
    answer: Any = visitor.client.post(address) if page == "platforms:go" else visitor.client.get(address)
    assert answer.status_code == 404


def test_going_is_counted(visitor: Visitor, there: Loopback, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "go_to_platform": "2/m/ip"}
    statuses = [visitor.client.post(reverse("platforms:go", args=["wechat"])).status_code for _time in range(3)]
    assert statuses == [200, 200, 429]
