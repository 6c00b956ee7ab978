"""Two officials: one lowers a cap in a copy of walking and rehearses it, the other puts it into force."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from activities.models import Assessment
from activities.scoring.rehearsing import run
from common.city_time import city_day
from desk import roles
from scenarios.models import RuleVersion, Scenario
from tests.conftest import record, score_everything, walk

pytestmark = pytest.mark.usefixtures("transactional_db", "catalogue", "budget")

ONE_DAY = timedelta(days=1)
LAST_OF_THE_CATALOGUE = date(2026, 12, 9)
SOURCE = {"title_zh": "规则通知", "title_en": "Notice", "publisher_zh": "主管部门", "publisher_en": "The authority"}


@pytest.fixture
def office(browser: Browser, live_server: LiveServer):
    """An official's own browser, by the role; what a page says wrong to the console fails the test."""
    roles.load()
    complaints: list[str] = []

    def open_office(name: str, role: str) -> Page:
        official = User.objects.create(username=name, is_staff=True)
        official.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(official, "django.contrib.auth.backends.ModelBackend")
        context = browser.new_context(base_url=live_server.url, locale="zh-CN", viewport={"width": 1280, "height": 900})
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        return page

    yield open_office
    assert complaints == []


def test_rule_is_copied_changed_rehearsed_approved_by_another_and_saves_what_was_said(office, alice, bob):
    tell_of_the_day_before(timezone.now(), alice, bob)
    author = office("drafter", "规则起草 · Rule drafting")
    approver = office("approver-1", "规则发布 · Rule publishing")
    day = max(city_day(timezone.now()) + ONE_DAY, LAST_OF_THE_CATALOGUE + ONE_DAY)
    walking = Scenario.objects.get(code="walking")
    current = walking.versions.latest("effective_from")

    author.goto(f"/admin/scenarios/scenario/{walking.pk}/versions/")
    author.locator(f"form[action$='/{current.pk}/copy/'] button").click()
    author.locator("#id_cap_grams_day").fill("100")
    author.locator("#id_standing").select_option("official")
    for name, words in SOURCE.items():
        author.locator(f"#id_{name}").fill(words)
    author.locator("#id_published_on").fill("2026-11-20")
    author.get_by_role("button", name="保存并核对").click()
    expect(author.get_by_role("row", name="每天最多计入")).to_contain_text("296 克")
    expect(author.get_by_role("row", name="每天最多计入")).to_contain_text("100 克")
    expect(author.get_by_role("button", name="批准这份草稿")).to_have_count(0)

    draft = walking.versions.latest("number")
    said = rehearse(author, draft)
    approver.goto(f"/admin/scenarios/ruleversion/{draft.pk}/publish/")
    approver.get_by_role("button", name="批准这份草稿").click()
    approver.locator("#id_effective_from").fill(f"{day:%Y-%m-%d}")
    approver.locator("#id_why_zh").fill("按主管部门要求调整。")
    approver.get_by_role("button", name="下一步：核对").click()
    expect(approver.get_by_text("已发布", exact=False)).to_have_count(0)
    approver.get_by_role("button", name="确认发布").click()
    expect(approver.get_by_text(f"已发布，{day:%Y-%m-%d} 起生效。")).to_be_visible()

    later = datetime.combine(day, time(4), UTC) + ONE_DAY
    tell_of_the_day_before(later - ONE_DAY, alice, bob)
    tell_of_the_day_before(later, alice, bob)
    assert scored_by(current) == [(60, 6), (160, 16)]
    assert scored_by(draft) == [(60, 6), (100, 10)]
    assert said == [6 + 16, 6 + 10]
    published = RuleVersion.objects.get(pk=draft.pk)
    assert [str(published.approved_by), str(published.published_by)] == ["approver-1", "approver-1"]
    assert published.authors == [User.objects.get(username="drafter").pk]


def tell_of_the_day_before(now: datetime, *citizens: User) -> None:
    """The first walks 8,000 steps, the second 3,000."""
    for citizen, steps in zip(citizens, (8000, 3000), strict=True):
        record(citizen, walk(steps, days_ago=1, now=now), now=now)
    score_everything(now)


def rehearse(page: Page, draft: RuleVersion) -> list[int]:
    """Credits paid, and by the draft, as the page says them."""
    page.goto(f"/admin/scenarios/ruleversion/{draft.pk}/rehearse/")
    page.get_by_role("button", name="开始试算").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    while run.go_on(clock=timezone.now):
        pass
    page.reload()
    figure = page.locator(".desk-figure-credits")
    expect(figure.locator("strong")).to_have_text("16")
    expect(figure).to_contain_text("22")
    return [22, int(figure.locator("strong").inner_text())]


def scored_by(version: RuleVersion) -> list[tuple[int, int]]:
    """Grams and credits of the acts of the version's last day."""
    scored = Assessment.objects.filter(version=version)
    last_day = scored.latest("activity__city_day").activity.city_day
    return sorted(scored.filter(activity__city_day=last_day).values_list("grams", "credits"))
