"""A team of friends on two phones: made, joined by its link, ranked, reported, left; and a child asks a parent."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from campaigns.models import NameReport, Team, TeamConsent, TeamMember, TeamMonth, ToldMonth
from campaigns.teams import consenting
from common.city_time import city_day, previous_month
from tests.browser.test_monitoring import another_phone, looked_at
from tests.browser.test_settlement import at_the_desk
from tests.browser.test_till import sign_in
from tests.campaigns.teams.conftest import joined, school
from tests.conftest import make_citizen

__all__ = ["another_phone", "at_the_desk"]

pytestmark = pytest.mark.django_db(transaction=True)
WIDE = {"width": 1280, "height": 900}


def test_friends_count_together(phone: Page, another_phone: Page, at_the_desk, alice: User, bob: User, desk: User):
    _last_month()
    sign_in(phone, alice).goto("/me/")
    phone.get_by_role("link", name="我的团队").click()
    looked_at(phone, "teams-none")
    phone.get_by_role("link", name="创建好友团队").click()
    phone.get_by_label("团队名称").fill("骑行小队")
    phone.get_by_label("年满 18 周岁").check()
    phone.get_by_label("在本团队使用的昵称").fill("13800138000")
    looked_at(phone, "team-new")
    phone.get_by_role("button", name="创建团队").click()
    expect(phone.get_by_text("不得包含电话号码或网址").first).to_be_visible()
    phone.get_by_label("在本团队使用的昵称").fill("阿丽")
    phone.get_by_role("button", name="创建团队").click()
    expect(phone.get_by_text("团队已创建。")).to_be_visible()
    looked_at(phone, "team-invitation")
    link = urlsplit(phone.locator(".fingerprint").first.inner_text())

    sign_in(another_phone, bob).goto(f"{link.path}?{link.query}")
    looked_at(another_phone, "team-join")
    another_phone.get_by_label("年满 18 周岁").check()
    another_phone.get_by_role("button", name="加入团队").click()
    expect(another_phone.get_by_text("已加入。从今天起")).to_be_visible()

    friends = Team.objects.get(name="骑行小队")
    _months(friends)
    _last_month(friends)
    phone.reload()
    phone.get_by_text("我的本月数据").click()
    looked_at(phone, "team-month")
    _wide_dark_and_english(phone, "team-month")
    another_phone.goto("/teams/")
    another_phone.get_by_role("link", name="骑行小队").click()
    another_phone.get_by_role("link", name="成员").click()
    looked_at(another_phone, "team-members")
    another_phone.get_by_role("link", name="举报昵称").first.click()
    looked_at(another_phone, "team-report")
    another_phone.get_by_role("button", name="举报该名称").click()
    expect(another_phone.get_by_text("感谢举报")).to_be_visible()

    clerk = at_the_desk(desk)
    clerk.goto("/admin/")
    clerk.get_by_role("link", name="待处理的团队名称举报").click()
    clerk.locator("#result_list a").first.click()
    looked_at(clerk, "desk-name-report")
    clerk.locator("[name=reason]").fill("含有他人姓名")
    clerk.get_by_role("button", name="隐藏名称").click()
    expect(clerk.get_by_text("已隐藏，并已告知本人原因。")).to_be_visible()
    assert NameReport.objects.get().is_hidden
    clerk.goto("/admin/campaigns/team/add/")
    looked_at(clerk, "desk-team-new")
    clerk.locator("[name=name]").fill("树德中学")
    clerk.get_by_role("button", name="创建团队").click()
    expect(clerk.get_by_text("已创建。请把邀请码交给负责人").first).to_be_visible()
    looked_at(clerk, "desk-team")

    another_phone.goto("/teams/")
    looked_at(another_phone, "teams-mine")
    _wide_dark_and_english(another_phone, "teams-mine")
    another_phone.get_by_role("link", name="撤回授权并退出所有团队").click()
    looked_at(another_phone, "team-consent-end")
    another_phone.get_by_role("link", name="返回，暂不操作").click()
    another_phone.get_by_role("link", name="骑行小队").click()
    another_phone.get_by_role("link", name="退出团队").click()
    looked_at(another_phone, "team-leave")
    another_phone.get_by_role("button", name="退出团队").click()
    expect(another_phone.get_by_text("已退出")).to_be_visible()
    assert TeamMember.objects.get(citizen=bob).way_out == "left"


def test_a_parent_decides_for_a_child(phone: Page, another_phone: Page, alice: User, bob: User):
    team = school()
    sign_in(phone, alice).goto(f"/teams/join/?code={team.code}")
    phone.get_by_label("未满 18 周岁").check()
    phone.get_by_role("button", name="加入团队").click()
    looked_at(phone, "team-guardian")
    assert not TeamConsent.objects.exists()
    link = urlsplit(phone.locator(".fingerprint").first.inner_text())

    sign_in(another_phone, bob).goto(f"{link.path}?{link.query}")
    looked_at(another_phone, "team-decide")
    another_phone.get_by_role("button", name="同意孩子参加").click()
    expect(another_phone.get_by_text("未经您同意不会生效").first).to_be_visible()
    another_phone.get_by_label("我已年满 18 周岁").check()
    another_phone.get_by_role("button", name="同意孩子参加").click()
    looked_at(another_phone, "teams-of-a-parent")

    phone.goto(f"/teams/join/?code={team.code}")
    expect(phone.get_by_label("在本团队使用的昵称")).to_have_count(0)
    phone.get_by_role("button", name="加入团队").click()
    expect(phone.get_by_text("一律显示为“一位成员”").first).to_be_visible()
    another_phone.get_by_role("link", name="撤回授权，孩子将退出所有团队").click()
    looked_at(another_phone, "team-consent-end-child")
    expect(another_phone.get_by_text("孩子将立即退出 1 个团队")).to_be_visible()
    another_phone.get_by_role("button", name="撤回授权").click()
    expect(another_phone.get_by_text("已撤回").first).to_be_visible()
    assert TeamMember.objects.get(citizen=alice).way_out == "consent"
    looked_at(another_phone, "teams-of-a-parent-ended")
    another_phone.get_by_role("button", name="已满18周岁，或不再由我决定").click()
    expect(another_phone.get_by_role("button", name="已满18周岁，或不再由我决定")).to_have_count(0)
    assert not consenting.is_child(alice)


def _wide_dark_and_english(page: Page, name: str) -> None:
    size = page.viewport_size
    assert size
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(WIDE)
    page.get_by_role("button", name="English").click()
    looked_at(page, f"{name}-wide-dark-en")
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="中文").click()
    looked_at(page, f"{name}-wide")
    page.set_viewport_size(size)


def _months(team: Team) -> None:
    """Of both phones, and of others who joined."""
    now = timezone.now()
    month = city_day(now).replace(day=1)
    names = ["小李", "", "周末骑士", "绿道常客"]
    others = [joined(team, name, citizen=_adult(), now=now) for name in names]
    rows = [*TeamMember.objects.filter(team=team).exclude(pk__in=[one.pk for one in others]), *others]
    for place, member in enumerate(rows):
        grams, days = 18_400 - place * 2_700, 17 - place
        TeamMonth.objects.update_or_create(member=member, month=month, defaults={"grams": grams, "days": days})


def _last_month(*teams: Team) -> None:
    """Of these teams or, without any, of three of the desk's."""
    now = timezone.now()
    month = previous_month(city_day(now).replace(day=1))
    names = ("七中环保社", "石室中学", "天府软件园步行团")
    for place, team in enumerate(teams or [school(name=name, now=now) for name in names]):
        ToldMonth.objects.create(team=team, month=month, kilograms=1250 - 350 * place, told_at=now)


def _adult() -> User:
    citizen = make_citizen()
    consenting.give(citizen=citizen, now=timezone.now() - timedelta(days=90))
    return citizen
