"""From a platform into one's account: known at once, unknown after one proof of the number, never anybody else's."""

from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts import fresh_proofs
from accounts.models import Notice, Profile, SignedIn, User
from platforms import going, held
from platforms.identities import Identity, link
from platforms.models import Link, Openid, Platform
from tests.accounts.conftest import Outbox
from tests.conftest import NOW
from tests.platforms.loopback import LIN, TOKEN_PATHS, ZHOU, Loopback
from tests.platforms.visitors import Visitor, known, signed_in
from tests.second_factors import code_now, enrolled, show_factor

EACH = pytest.mark.parametrize("platform", list(Platform))
DOOR = reverse("account_request_login_code")
INSIDE = {"user-agent": "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50"}


# Known


@EACH
def test_a_known_account_signs_in_at_once(visitor: Visitor, there: Loopback, alice: User, platform: Platform) -> None:
    known(alice, platform)
    came = visitor.come(platform)
    assert (came.status_code, came.url) == (302, reverse("home"))
    assert visitor.user_id == alice.pk


@EACH
def test_signing_in_by_a_platform_is_like_any_other(
    visitor: Visitor, there: Loopback, alice: User, platform: Platform
) -> None:
    known(alice, platform)
    before = visitor.client.session.session_key
    visitor.come(platform)
    session = visitor.client.session
    assert session.session_key != before
    assert SignedIn.objects.get(user=alice, session_key=session.session_key)
    assert abs(session[fresh_proofs.PROVEN_AT] - timezone.now().timestamp()) < 60
    assert session.get_expiry_age() > timedelta(days=29).total_seconds()
    assert visitor.client.get(reverse("accounts:profile")).status_code == 200


def test_who_came_for_a_page_gets_there(visitor: Visitor, there: Loopback, alice: User) -> None:
    known(alice, Platform.WECHAT)
    assert visitor.come("wechat", then="/me/sessions/").url == "/me/sessions/"


def test_one_wechat_account_is_one_citizen_inside_wechat_and_out(
    visitor: Visitor, there: Loopback, alice: User
) -> None:
    known(alice, Platform.WECHAT)
    visitor.come("wechat", headers=INSIDE)
    assert visitor.user_id == alice.pk
    assert sorted(Openid.objects.values_list("app_id", flat=True)) == ["wxdemoofficial001", "wxdemowebsite0001"]


def test_without_a_unionid_an_account_is_known_to_its_app_alone(
    visitor: Visitor, other_visitor: Visitor, there: Loopback, alice: User
) -> None:
    there.world.tells_unionid = False
    known(alice, Platform.WECHAT)
    visitor.come("wechat")
    assert visitor.user_id == alice.pk
    assert other_visitor.come("wechat", headers=INSIDE).url.startswith(f"{DOOR}?next=")
    assert other_visitor.user_id is None


def test_a_closed_account_is_not_opened(visitor: Visitor, there: Loopback, alice: User) -> None:
    known(alice, Platform.WECHAT)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    visitor.come("wechat")
    assert visitor.user_id is None


# Unknown: the number is asked once


@EACH
def test_an_unknown_account_becomes_that_of_who_holds_the_number(
    visitor: Visitor, other_visitor: Visitor, there: Loopback, outbox: Outbox, alice: User, platform: Platform
) -> None:
    came = visitor.come(platform, then="/me/sessions/")
    assert visitor.user_id is None
    assert Link.objects.count() == 0
    assert "您从" in visitor.client.get(came.url).content.decode()
    ended = visitor.prove(came, outbox, alice.profile.phone)
    assert ended.redirect_chain[-1] == ("/me/sessions/", 302)
    assert visitor.user_id == alice.pk
    assert Link.objects.get().citizen == alice
    assert Notice.objects.get(citizen=alice, code="platform_linked")
    other_visitor.come(platform)
    assert other_visitor.user_id == alice.pk


def test_a_new_number_makes_one_citizen_who_is_welcomed_and_linked(
    visitor: Visitor, there: Loopback, outbox: Outbox
) -> None:
    came = visitor.come("wechat")
    ended = visitor.prove(came, outbox)
    [welcome] = [url for url, _status in ended.redirect_chain if url.startswith(reverse("accounts:welcome"))]
    told = {"display_name": "小满", "district": "", "language": "zh-hans"}
    assert "已绑定微信" in visitor.client.post(welcome, told, follow=True).content.decode()
    assert Link.objects.get().citizen == User.objects.get(profile__phone="+8613900000009")


def test_who_closes_the_page_of_welcome_is_known_by_the_platform_from_then_on(
    visitor: Visitor, other_visitor: Visitor, there: Loopback, outbox: Outbox
) -> None:
    visitor.prove(visitor.come("wechat"), outbox)

    assert Link.objects.get().citizen_id == visitor.user_id
    assert other_visitor.come("wechat").url == reverse("home")
    assert other_visitor.user_id == visitor.user_id
    assert len(outbox.messages) == 1
    assert Notice.objects.filter(code="platform_linked").count() == 1


def test_the_page_that_tells_of_it_tells_it_once_and_links_nothing_for_another(
    visitor: Visitor, there: Loopback, outbox: Outbox, alice: User
) -> None:
    came = visitor.come("wechat", then="/me/sessions/")
    [then] = parse_qs(urlsplit(came.url).query)["next"]
    visitor.prove(came, outbox)
    linked = Link.objects.get()

    visitor.client.logout()
    signed_in(visitor, alice)
    told = visitor.client.get(then, follow=True).content.decode()

    assert Link.objects.get() == linked
    assert "已绑定微信" not in told


@pytest.mark.parametrize("then", ["/me/platforms/held/?which=", "/me/platforms/held/", "/"])
def test_another_address_links_nobody_on_arriving(visitor: Visitor, there: Loopback, outbox: Outbox, then: str) -> None:
    visitor.come("wechat")
    asked = visitor.client.post(f"{DOOR}?{urlencode({'next': then})}", {"phone": "139 0000 0009"})
    visitor.client.post(asked.url, {"code": outbox.code})
    assert visitor.user_id is not None
    assert not Link.objects.exists()


def test_two_platforms_and_one_number_are_one_citizen(there: Loopback, outbox: Outbox, alice: User) -> None:
    visitor = Visitor()
    for platform in (Platform.WECHAT, Platform.ALIPAY, Platform.DOUYIN):
        visitor.prove(visitor.come(platform), outbox, alice.profile.phone)
        assert visitor.user_id == alice.pk
        visitor.client.post(reverse("accounts:sign_out"))
    assert Link.objects.filter(citizen=alice).count() == 3
    assert User.objects.count() == 1


def test_who_has_another_account_there_is_told_and_nothing_changes(
    visitor: Visitor, there: Loopback, outbox: Outbox, alice: User
) -> None:
    known(alice, Platform.WECHAT)
    ended = visitor.prove(visitor.come("wechat", who=ZHOU.name), outbox, alice.profile.phone)
    assert visitor.user_id == alice.pk
    assert "已绑定另一个微信账号" in ended.content.decode()
    assert Openid.objects.get().openid == LIN.id_at("wechat", "wxdemowebsite0001")


def test_the_number_is_to_be_proven_before_anything_is_linked(
    visitor: Visitor, there: Loopback, outbox: Outbox, alice: User
) -> None:
    came = visitor.come("wechat")
    asked = visitor.client.post(came.url, {"phone": alice.profile.phone})
    visitor.client.post(asked.url, {"code": outbox.wrong_code})
    linking = parse_qs(urlsplit(came.url).query)["next"][0]
    visitor.client.get(linking)
    assert Link.objects.count() == 0


def test_who_signs_in_next_at_a_shared_computer_gets_nobodys_account(
    visitor: Visitor, there: Loopback, outbox: Outbox, alice: User
) -> None:
    visitor.come("wechat")
    assert "您从" not in visitor.client.get(DOOR).content.decode()
    visitor.client.post(DOOR, {"phone": alice.profile.phone})
    visitor.client.post(reverse("account_confirm_login_code"), {"code": outbox.code}, follow=True)
    assert visitor.user_id == alice.pk
    assert Link.objects.count() == 0


def test_what_is_held_is_forgotten_after_a_quarter_of_an_hour(
    visitor: Visitor, there: Loopback, outbox: Outbox, alice: User
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        came = visitor.come("wechat")
        clock.shift(timedelta(seconds=held.LASTS_S - 60))
        visitor.client.post(came.url, {"phone": alice.profile.phone})
        clock.shift(timedelta(seconds=61))
        code = reverse("account_confirm_login_code", query={"next": parse_qs(urlsplit(came.url).query)["next"][0]})
        ended = visitor.client.post(code, {"code": outbox.code}, follow=True)
    assert visitor.user_id == alice.pk
    assert "未绑定" in ended.content.decode()
    assert Link.objects.count() == 0


# Linking and unlinking


@EACH
def test_a_citizen_links_and_unlinks(visitor: Visitor, there: Loopback, alice: User, platform: Platform) -> None:
    signed_in(visitor, alice)
    came = visitor.come(platform, linking=True)
    assert came.url == reverse("platforms:mine")
    page = visitor.client.get(came.url).content.decode()
    assert "已绑定" in page
    unlinking = reverse("platforms:unlink", args=[platform])
    preview = visitor.client.get(unlinking).content.decode()
    assert "不再能用" in preview
    assert Link.objects.count() == 1
    which = Link.objects.get().public_id
    visitor.client.post(unlinking, {"which": which})
    assert Link.objects.count() == Openid.objects.count() == 0
    told = Notice.objects.filter(citizen=alice).order_by("pk").values_list("code", flat=True)
    assert list(told) == ["platform_linked", "platform_unlinked"]


def test_the_ways_in_that_are_left_are_named_one_by_one(visitor: Visitor, there: Loopback, alice: User) -> None:
    signed_in(visitor, alice)
    visitor.come("wechat", linking=True)
    visitor.come("alipay", linking=True)
    page = visitor.client.get(reverse("platforms:unlink", args=["wechat"])).content.decode()
    assert "仍可使用的登录方式：手机号、支付宝</li>" in page


def test_what_was_not_shown_is_not_unlinked(visitor: Visitor, there: Loopback, alice: User, bob: User) -> None:
    signed_in(visitor, alice)
    visitor.come("wechat", linking=True)
    others = link(bob, Identity(Platform.WEIBO, "1000000001", "7", "7"), NOW)
    for which in ("", "nonsense", others.public_id):
        visitor.client.post(reverse("platforms:unlink", args=["wechat"]), {"which": which})
    assert Link.objects.count() == 2


def test_the_last_way_in_stays(visitor: Visitor, there: Loopback, alice: User) -> None:
    signed_in(visitor, alice)
    visitor.come("wechat", linking=True)
    Profile.objects.filter(user=alice).update(phone=None)
    unlinking = reverse("platforms:unlink", args=["wechat"])
    assert "唯一" in visitor.client.get(unlinking).content.decode()
    refused = visitor.client.post(unlinking, {"which": Link.objects.get().public_id}, follow=True)
    assert "您账号仅剩的登录方式" in refused.content.decode()
    assert Link.objects.count() == 1


def test_unlinking_again_says_that_there_is_nothing_to_unlink(visitor: Visitor, there: Loopback, alice: User) -> None:
    signed_in(visitor, alice)
    unlinking = reverse("platforms:unlink", args=["wechat"])
    for answer in (visitor.client.get(unlinking, follow=True), visitor.client.post(unlinking, follow=True)):
        assert answer.redirect_chain == [(reverse("platforms:mine"), 302)]
        assert "微信已解除绑定" in answer.content.decode()


def test_a_platform_that_was_taken_away_is_said_not_to_be_offered(
    visitor: Visitor, there: Loopback, alice: User, settings: Any
) -> None:
    signed_in(visitor, alice)
    settings.WEIBO = dict.fromkeys(settings.WEIBO, "")
    answer = visitor.client.post(reverse("platforms:link", args=["weibo"]), follow=True)
    assert answer.redirect_chain == [(reverse("platforms:mine"), 302)]
    assert "此处暂不能绑定微博" in answer.content.decode()
    assert not Link.objects.exists()


def test_an_account_of_another_citizen_is_not_linked(visitor: Visitor, there: Loopback, alice: User, bob: User) -> None:
    known(alice, Platform.DOUYIN)
    signed_in(visitor, bob)
    refused = visitor.come("douyin", linking=True)
    assert refused.status_code == 409
    assert "合并" in refused.content.decode()
    assert Link.objects.get().citizen == alice


@pytest.mark.parametrize("name", ["platforms:link", "platforms:unlink"])
def test_linking_and_unlinking_ask_for_a_fresh_proof(visitor: Visitor, there: Loopback, alice: User, name: str) -> None:
    link(alice, Identity(Platform.WEIBO, "1000000001", "7", "7"), NOW)
    visitor.client.force_login(alice, "django.contrib.auth.backends.ModelBackend")
    asked = visitor.client.post(reverse(name, args=["weibo"]), {"which": Link.objects.get().public_id})
    assert asked.url.startswith(reverse("accounts:prove"))
    assert Link.objects.count() == 1


def test_who_has_a_second_factor_links_and_unlinks_by_that(visitor: Visitor, there: Loopback, alice: User) -> None:
    enrolled(alice)
    signed_in(visitor, alice)
    linking, unlinking = (reverse(name, args=["wechat"]) for name in ("platforms:link", "platforms:unlink"))
    asked = visitor.client.post(linking)
    assert asked.url == reverse("accounts:prove_second_factor", query={"next": reverse("platforms:mine")})
    show_factor(visitor.client, alice)
    visitor.come("wechat", linking=True)
    which = Link.objects.get(citizen=alice).public_id
    visitor.client.post(unlinking, {"which": which})
    assert not Link.objects.exists()


def test_who_comes_from_a_platform_to_an_account_with_a_second_factor_shows_that_too(
    visitor: Visitor, there: Loopback, outbox: Outbox, alice: User
) -> None:
    enrolled(alice)
    asked = visitor.prove(visitor.come("wechat", then="/me/sessions/"), outbox, alice.profile.phone)
    asks_at = asked.redirect_chain[-1][0]
    assert asks_at.startswith(f"{reverse('accounts:prove_second_factor')}?next=")
    assert visitor.user_id == alice.pk
    assert not Link.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(seconds=60), tick=False):
        ended = visitor.client.post(asks_at, {"code": code_now()}, follow=True)
    assert ended.redirect_chain[-1] == ("/me/sessions/", 302)
    assert Link.objects.get().citizen == alice
    assert Notice.objects.filter(citizen=alice, code="platform_linked").count() == 1


# What goes wrong


@EACH
def test_who_does_not_agree_is_told_that_nothing_has_changed(
    visitor: Visitor, there: Loopback, platform: Platform
) -> None:
    came = visitor.back(visitor.refuse(visitor.leave(platform)))
    assert came.status_code == 200
    assert "没有同意" in came.content.decode()
    assert DOOR in came.content.decode()
    assert visitor.user_id is None


@pytest.mark.parametrize("trouble", ["html", "broken", "down", "busy", "endless"])
@EACH
def test_a_platform_in_trouble_leaves_the_way_by_number(
    visitor: Visitor, there: Loopback, alice: User, platform: Platform, trouble: str
) -> None:
    known(alice, platform)
    there.troubles[TOKEN_PATHS[platform]] = trouble
    came = visitor.come(platform, then="/me/sessions/")
    assert came.status_code == 503
    assert "请过几分钟再试" in came.content.decode()
    assert f"{DOOR}?{urlencode({'next': '/me/sessions/'})}" in unescape(came.content.decode())
    assert visitor.user_id is None


def test_a_preview_of_wechats_says_what_to_tap(visitor: Visitor, there: Loopback) -> None:
    there.world.tells_snapshots = True
    assert "使用完整服务" in visitor.come("wechat", headers=INSIDE).content.decode()


def test_without_keys_no_platform_is_shown_and_none_is_gone_to(
    visitor: Visitor, there: Loopback, settings: Any
) -> None:
    assert "微信" in visitor.client.get(DOOR).content.decode()
    for name in ("WECHAT_WEBSITE", "WEIBO", "ALIPAY", "DOUYIN"):
        setattr(settings, name, dict.fromkeys(getattr(settings, name), ""))
    page = visitor.client.get(DOOR).content.decode()
    assert not [platform for platform in Platform if str(platform.label) in page]
    for platform in Platform:
        assert visitor.client.post(reverse("platforms:go", args=[platform])).status_code == 404


def test_a_state_is_good_for_ten_minutes(visitor: Visitor, there: Loopback, alice: User) -> None:
    known(alice, Platform.WECHAT)
    with time_machine.travel(timezone.now(), tick=True) as clock:
        address = visitor.agree(visitor.leave("wechat"))
        clock.shift(timedelta(minutes=10, seconds=1))
        assert visitor.back(address).status_code == 400
    assert visitor.user_id is None


def test_what_waits_in_a_session_ends_with_the_sign_in(visitor: Visitor, there: Loopback) -> None:
    visitor.leave("wechat")
    assert visitor.client.session.get_expiry_age() <= 30 * 60
    assert going.SIGN_IN in str(dict(visitor.client.session))
