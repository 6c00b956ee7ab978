"""The audit trail says who changed what, from what to what, in the words of an office and in Chinese."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import User
from activities.ways_in import doors_of
from channels.photo_reports import reviewing
from channels.photo_reports.words import REASONS
from common.desk_lines import Change
from common.desk_trail import EventAdmin
from credits.models import Budget
from merchants.models import Merchant, MerchantStatus, Offer, Role
from scenarios import publishing
from scenarios.drafting import numbers_of
from scenarios.models import RuleVersion, Venue
from tests import rules
from tests.channels.photo_reports.conftest import report
from tests.conftest import NOW, TODAY
from tests.desk import full_desk
from tests.desk_pages import confirmed, decide
from tests.merchants.conftest import make_member, make_merchant, make_offer, text
from tests.second_factors import browser_of_leader, show_factor

pytestmark = pytest.mark.django_db

CHINESE = re.compile(r"[一-鿿]")


@pytest.fixture(autouse=True)
def _noon_in_chinese(time_machine):
    time_machine.move_to(NOW, tick=False)
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def at_desk(client, desk):
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    return client


def told(label: str, **wanted) -> list[list[Change]]:
    """The changes of each event of a table, earliest first."""
    model = apps.get_model(label)
    desk = admin.site._registry[model]
    events = list(desk.get_queryset(None).filter(**wanted).order_by("pk"))
    desk.look_up(events)
    return [desk.changes(event) for event in events]


def page_of(client, label: str) -> str:
    """The page of the last event of a table."""
    model = apps.get_model(label)
    address = f"/admin/{label.lower().replace('.', '/')}/{model.objects.latest('pk').pk}/change/"
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(address).content.decode()))


def test_decision_on_a_photo_report_is_told_from_its_first_step(catalogue, budget, alice, desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sent, other = report(alice), report(alice, 2, place=None)
    reviewing.take_up(report=sent, by=desk, now=NOW)
    reviewing.accept(report=sent, by=desk, now=NOW)
    reviewing.refuse(report=other, reason="unclear", note="", by=desk, now=NOW)

    assert told("photo_reports.PhotoReportEvent") == [
        [Change("状态", "已收到", "正在查看")],
        [Change("状态", "正在查看", "已采纳"), Change("审核人", "—", "desk")],
        [
            Change("状态", "已收到", "未采纳"),
            Change("原因", "—", REASONS["unclear"]["zh-hans"]),
            Change("审核人", "—", "desk"),
        ],
    ]


def test_closed_account_is_told_from_what_to_what_and_by_whom(at_desk, alice, desk):
    profile = {"profile-TOTAL_FORMS": "1", "profile-INITIAL_FORMS": "1", "profile-0-user": alice.pk}
    decide(at_desk, f"/admin/accounts/user/{alice.pk}/change/", profile)

    assert told("accounts.UserEvent", pgh_obj=alice.pk) == [[Change("启用", "是", "否")]]
    page = page_of(at_desk, "accounts.UserEvent")
    assert "操作人 desk" in page
    assert "启用 是 否" in page


def test_filling_of_a_budget_is_told_with_amount_and_number(at_desk, desk, budget, time_machine):
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    show_factor(at_desk, desk)
    filling = {"amount": "1000000", "reference": "2026-成办发-7"}
    assert confirmed(at_desk, f"/admin/credits/budget/{budget.pk}/fund/", filling).status_code == 302
    time_machine.move_to(NOW + timedelta(hours=2), tick=False)
    call_command("fund_budget", "citizens", "500", reference="2026-q4", stdout=open("/dev/null", "w"))  # noqa: SIM115, PTH123

    Budget.objects.filter(pk=budget.pk).update(name=text("公众"))

    _made, first, by_desk, by_command, renamed = told("credits.BudgetEvent")

    assert first[:2] == [Change("注入的积分", "—", "10,000,000"), Change("批复文号", "—", "test")]
    assert by_desk == [
        Change("注入的积分", "—", "1,000,000"),
        Change("批复文号", "—", "2026-成办发-7"),
        Change("最近注入", "2026-11-23 12:00:00", "2026-11-23 13:00:00"),
    ]
    assert [change.label for change in renamed] == ["名称（中文）", "名称（英文）"]
    assert by_command[:2] == [Change("注入的积分", "—", "500"), Change("批复文号", "—", "2026-q4")]
    assert (
        "注入的积分：1,000,000；批复文号：2026-成办发-7" in at_desk.get("/admin/credits/budgetevent/").content.decode()
    )


def test_rule_is_told_line_by_line_as_the_rule_says_itself(at_desk, catalogue, budget):
    current = RuleVersion.objects.get(scenario__code="walking", number=1)
    draft = publishing.copy_version(current, now=NOW)
    numbers = numbers_of(draft.document, draft.scenario.methodology)
    told_to_form = {
        name: "on" if value is True else value for name, value in numbers.items() if value not in (None, False)
    }
    source = {
        "standing": "official",
        "title_zh": "规则通知",
        "title_en": "Notice",
        "publisher_zh": "主管部门",
        "publisher_en": "The authority",
        "published_on": "2026-11-20",
    }
    ways = [way.code for way in doors_of(draft.scenario.code)]
    changed = {**told_to_form, "ways": ways, "grams_per_credit": 5, **source}
    decide(at_desk, f"/admin/scenarios/ruleversion/{draft.pk}/edit/", changed)
    day = TODAY + timedelta(days=1)
    rules.publish(RuleVersion.objects.get(pk=draft.pk), effective_from=day, now=NOW)
    publishing.withdraw(RuleVersion.objects.get(pk=draft.pk), now=NOW)

    _made, edited, approved, published, withdrawn = told("scenarios.RuleVersionEvent", pgh_obj=draft.pk)

    assert edited == [Change("多少克换 1 个碳积分", "10 克", "5 克")]
    assert set(approved) == {Change("批准时间", "—", "2026-11-23 12:00:00"), Change("批准人", "—", "approver")}
    assert published == [Change("发布时间", "—", "2026-11-23 12:00:00")]
    assert withdrawn == [Change("撤回时间", "—", "2026-11-23 12:00:00")]


def test_merchant_and_offer_are_told_in_the_words_of_their_pages(at_desk, db):
    merchant = Merchant.objects.create(name=text("茶舍"), status=MerchantStatus.APPLIED, status_at=NOW)
    offer = make_offer(make_merchant("书店"))
    decide(at_desk, f"/admin/merchants/merchant/{merchant.pk}/approve/", page="../change/")
    Offer.objects.filter(pk=offer.pk).update(
        title={"zh-hans": "一杯红茶", "en": "一杯绿茶"}, price=40, weekdays=[1, 7], status="withdrawn"
    )

    assert told("merchants.MerchantEvent", pgh_obj=merchant.pk)[-1] == [Change("状态", "待审核", "已通过")]
    assert told("merchants.OfferEvent", pgh_obj=offer.pk)[-1] == [
        Change("标题（中文）", "一杯绿茶", "一杯红茶"),
        Change("所需积分", "30", "40"),
        Change("可用星期", "周一、周二、周三、周四、周五、周六、周日", "周一、周日"),
        Change("状态", "已上架", "已下架"),
    ]


def test_change_of_a_row_that_the_trail_did_not_know_says_so(venues):
    venue = Venue.objects.get(code="demo-mall-jinjiang")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; DELETE FROM scenarios_venueevent")
        cursor.execute("SET session_replication_role = origin")
    Venue.objects.filter(pk=venue.pk).update(district="gaoxin")

    [changes] = told("scenarios.VenueEvent", pgh_obj=venue.pk)

    assert Change("所在区域", "没有记录", "高新区") in changes
    assert {change.before for change in changes} == {"没有记录"}


def test_what_a_merchant_or_citizen_changes_names_them_and_not_the_system(db, desk):
    owner = make_member(make_merchant("茶舍"), Role.OWNER)
    offer = make_offer(owner.merchant)
    browser = browser_of_leader(owner.user)

    decide(browser, f"/merchant/{owner.merchant.public_id}/offers/{offer.public_id}/withdraw/")

    event = apps.get_model("merchants.OfferEvent").objects.latest("pk")
    assert (event.status, event.pgh_context.metadata["user"]) == ("withdrawn", owner.user.pk)


def test_no_event_of_any_table_reads_as_empty_or_in_the_words_of_the_program(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    full_desk.begin(tmp_path)
    trails = {model: each for model, each in admin.site._registry.items() if isinstance(each, EventAdmin)}
    assert len(trails) >= 12

    for model, each in trails.items():
        events = list(each.get_queryset(None))
        each.look_up(events)
        assert events, model
        for event in events:
            changes = each.changes(event)
            assert changes or each.untold == ("id", "user"), f"{model}: an event of it says nothing"
            for change in changes:
                assert CHINESE.search(change.label), f"{model}: {change}"
                for words in (change.before, change.after):
                    assert "{" not in words, f"{model}: {change}"
                    assert not re.fullmatch("[a-z]+(_[a-z]+)+|in_review|approved|draft|published", words), (
                        f"{model}: {change}"
                    )


def test_list_of_changes_asks_as_much_for_fifty_as_for_five(at_desk, teahouse_of_changes):
    first = apps.get_model("merchants.MerchantEvent").objects.earliest("pk").pk
    few = queries_of(at_desk, f"/admin/merchants/merchantevent/?older_than={first + 5}")
    many = queries_of(at_desk, "/admin/merchants/merchantevent/")

    assert few == many


@pytest.fixture
def teahouse_of_changes(at_desk):
    merchant = Merchant.objects.create(pk=1, name=text("茶舍"), status=MerchantStatus.APPLIED, status_at=NOW)
    for verb in ("approve", "suspend") * 30:
        decide(at_desk, f"/admin/merchants/merchant/{merchant.pk}/{verb}/", page="../change/")
    assert User.objects.count() == 1


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
