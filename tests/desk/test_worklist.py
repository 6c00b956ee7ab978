"""What waits stands on the desk's first page, the oldest first, for whoever may do it, by as few statements as ever."""

import html
import re
from collections import Counter
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import User
from channels.photo_reports.models import PhotoReport
from city.figures import figures_now
from city.keeping import keep
from city.models import ScenarioFigures
from common.city_time import at_city_time
from common.desk_worklist import MOST_COUNTED
from credits import budgets
from jobs.models import Outcome, Run
from lists import confirming
from lists.kinds import every_kind
from lists.models import Edition
from merchants.mall.releasing import give_back
from merchants.models import Merchant, MerchantStatus, Redemption
from merchants.till.taking import capture
from scenarios import approving, publishing
from scenarios.calendars import years
from scenarios.models import RuleVersion, Scenario
from seals import sealing
from tests import rules
from tests.channels.photo_reports.conftest import report
from tests.conftest import NOW, TODAY, record, ride, score_everything, walk
from tests.desk.test_timeline import as_role
from tests.merchants.conftest import code_of, give, make_member, make_merchant, make_offer, make_shop, text, voucher_of

FROM = re.compile(r'(?:FROM|JOIN|INTO|UPDATE) "?(\w+)')
pytestmark = pytest.mark.django_db

A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon_in_chinese(time_machine):
    time_machine.move_to(NOW, tick=False)
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _holidays_are_known(catalogue):
    """Of this year and the next."""
    said = Edition.objects.get(list_code=years.LIST, subject="2026").document
    confirming.begin(years.LIST, "2027", said, effective_from=None, now=NOW)


@pytest.fixture
def at_desk(client, desk):
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    return client


def worklist(browser: Client) -> list[tuple[str, str]]:
    """Each line with its address."""
    page = browser.get("/admin/").content.decode()
    [part] = re.findall(r'<section class="desk-card desk-worklist">(.*?)</section>', page, re.DOTALL)
    found = re.findall(r'<a href="([^"]+)">(.*?)</a>', part, re.DOTALL)
    return [(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words)).strip(), address) for address, words in found]


def results(browser: Client, address: str) -> list:
    """The rows of the list to which a line leads."""
    return list(browser.get(html.unescape(address)).context["cl"].result_list)


def applied(number: int, since=NOW) -> None:
    Merchant.objects.bulk_create(
        Merchant(name=text("茶舍"), status=MerchantStatus.APPLIED, status_at=since) for _number in range(number)
    )


def test_longest_waiting_comes_first_and_leads_to_its_list(at_desk, catalogue, alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sent = report(alice, place=None)
    PhotoReport.objects.filter(pk=sent.pk).update(sent_at=NOW - A_DAY)
    applied(2, NOW - 3 * A_DAY)

    [first, second] = worklist(at_desk)

    assert first[0].startswith("商家入驻申请 2 最早的已等待 3")
    assert first[1] == "/admin/merchants/merchant/?status__exact=applied"
    assert second[1] == "/desk/review/?kind=photo"
    assert all(at_desk.get(address).status_code == 200 for _words, address in (first, second))


def test_each_sees_what_they_may_do(db):
    applied(1)

    assert worklist(as_role("商家与奖励审核 · Mall approval")) != []
    assert worklist(as_role("题库编写 · Quiz questions")) == []


def test_more_than_a_hundred_are_not_counted(at_desk):
    applied(MOST_COUNTED + 5)

    [line] = worklist(at_desk)

    assert line[0].startswith("商家入驻申请 100+")


def test_budget_that_lasts_two_weeks_at_most_is_told_before_all_else(at_desk, catalogue):
    applied(1, NOW - 9 * A_DAY)
    budget = budgets.open_budget("citizens", text("市民"))
    budgets.fund(budget, 1000 * budgets.SLOTS, reference="fund:citizens:1", now=NOW)
    walking = Scenario.objects.get(code="walking")
    earned = ScenarioFigures.objects.create(day=TODAY - A_DAY, scenario=walking, acts=1, grams=1, credits=7 * 1000)

    [first, _applied] = worklist(at_desk)
    assert first == ("预算不足：市民 约还够 8 天", f"/admin/credits/budget/{budget.pk}/change/")

    ScenarioFigures.objects.filter(pk=earned.pk).update(credits=7 * 500)
    assert len(worklist(at_desk)) == 1
    ScenarioFigures.objects.filter(pk=earned.pk).update(credits=7 * 1000, day=TODAY - 8 * A_DAY)
    assert len(worklist(at_desk)) == 1


def test_job_that_failed_and_one_that_is_late_are_told(at_desk):
    Run.objects.create(
        job="city.keep_figures",
        due_at=NOW - A_DAY,
        started_at=NOW - A_DAY,
        ended_at=NOW - A_DAY,
        outcome=Outcome.FAILED,
    )
    Run.objects.create(job="city.keep_figures", due_at=NOW - timedelta(hours=2))

    [failed, late] = worklist(at_desk)

    assert failed[0].startswith("失败的任务 1")
    assert failed[1] == late[1] == "/admin/jobs/scheduled/"
    assert late[0].startswith("延误的任务 1")
    assert worklist(as_role("运营 · Operator")) == []


def test_rule_waits_for_whoever_did_not_write_it_and_then_for_who_publishes(at_desk, desk, catalogue):
    walking = RuleVersion.objects.get(scenario__code="walking", number=1)
    draft = publishing.copy_version(walking, now=NOW, by=desk)
    listed = "/admin/scenarios/ruleversion/?state="
    publisher = as_role("规则发布 · Rule publishing")
    [line] = worklist(at_desk)
    assert (line[0][:10], line[1]) == (
        "待试算的规则草稿 1",
        f"{listed}draft&amp;rehearsed=no",
    )
    assert results(at_desk, line[1]) == [draft]
    assert worklist(publisher) == []

    rules.rehearse(draft, now=NOW)
    assert worklist(at_desk) == []
    [line] = worklist(publisher)
    assert (line[0][:10], line[1]) == (
        "待批准的规则草稿 1",
        f"{listed}draft&amp;by=others&amp;rehearsed=yes",
    )
    assert results(publisher, line[1]) == [draft]
    assert results(at_desk, line[1]) == []

    rules.approve(draft, now=NOW)
    [line] = worklist(at_desk)
    assert (line[0][:12], line[1]) == ("已批准、待发布的规则 1", "/admin/scenarios/ruleversion/?state=approved")

    approving.send_back(draft, why="上限太高", by=rules.make_approver(), now=NOW)
    [line] = worklist(at_desk)
    assert (line[0][:10], line[1]) == ("被退回的规则草稿 1", "/admin/scenarios/ruleversion/?state=returned")
    assert worklist(publisher) == []


def test_list_waits_for_whoever_did_not_enter_it(at_desk, desk):
    said = Edition.objects.get(list_code=years.LIST, subject="2026").document
    kind = every_kind()[years.LIST]
    confirming.enter(kind, subject="2028", document=said, effective_from=None, by=desk, now=NOW)

    confirming.enter(kind, subject="2029", document=said, effective_from=None, by=rules.make_approver(), now=NOW)

    publisher = as_role("规则发布 · Rule publishing")
    [line] = worklist(publisher)
    assert len(results(publisher, line[1])) == 2
    [line] = worklist(at_desk)
    assert [str(edition.subject) for edition in results(at_desk, line[1])] == ["2029"]
    assert (line[0][:8], line[1]) == ("待确认的清单 1", "/admin/lists/edition/?state=for_me")


def test_holidays_are_asked_for_once_they_should_be_known(at_desk, desk, time_machine):
    assert worklist(at_desk) == []

    time_machine.move_to(NOW + 365 * A_DAY, tick=False)
    at_desk.force_login(desk, "django.contrib.auth.backends.ModelBackend")

    assert worklist(at_desk) == [("2028 年节假日 尚未录入", "/admin/lists/edition/add/?list=calendar")]


@pytest.mark.usefixtures("books_are_trusted")
def test_first_page_asks_as_much_with_much_as_with_little(at_desk, catalogue):
    applied(1)
    few = statements(at_desk)
    applied(200)
    scenarios = Scenario.objects.all()
    ScenarioFigures.objects.bulk_create(
        ScenarioFigures(day=TODAY - A_DAY * ago, scenario=scenario, acts=1, grams=1, credits=1)
        for ago in range(1, 20)
        for scenario in scenarios
    )

    many = statements(at_desk)
    assert many == few, "\n".join((many - few) + (few - many))


def statements(browser: Client) -> Counter[str]:
    """Which tables each statement asks, and how many of these there are."""
    browser.get("/admin/")
    with CaptureQueriesContext(connection) as captured:
        assert browser.get("/admin/").status_code == 200
    return Counter(" ".join([sql["sql"][:9], *FROM.findall(sql["sql"])]) for sql in captured.captured_queries)


def taken_at(citizen: User, now) -> Redemption:
    """A voucher that a till took, beside one that was given back."""
    give(citizen, 1000)
    teahouse = make_merchant("茶舍")
    shop, cashier, offer = (
        make_shop(teahouse, "店"),
        make_member(teahouse).user,
        make_offer(teahouse, starts_on=TODAY - A_DAY),
    )
    returned, taken = voucher_of(citizen, offer, now), voucher_of(citizen, offer, now)
    give_back(citizen=citizen, redemption=returned, key=f"back {now}", now=now)
    capture(user=cashier, shop=shop.public_id, code=code_of(taken, now), key=f"take {now}", now=now)
    return taken


def results_of(browser: Client, page: str, words: str) -> list:
    """The rows to which the link of these words leads."""
    [address] = re.findall(rf'<a class="desk-link"\s+href="([^"]+)">{words}</a>', page)
    return results(browser, address)


@pytest.mark.django_db(transaction=True)
def test_each_figure_leads_to_just_what_it_counts(at_desk, catalogue, budget, alice, bob):
    """Acts of another day, of no gram, taken back, and vouchers given back or taken today are in no figure."""
    yesterday = NOW - A_DAY
    record(alice, walk(8000, now=yesterday), ride(2000, now=yesterday), now=yesterday)
    record(bob, walk(10, now=yesterday), now=yesterday)
    score_everything(yesterday)
    record(bob, walk(8000), now=NOW)
    score_everything()
    taken = taken_at(alice, yesterday)
    sealing.close(TODAY - A_DAY, now=at_city_time(TODAY, sealing.SEALED_AT))
    keep()
    taken_at(bob, NOW)

    page = at_desk.get("/admin/").content.decode()

    [walked] = results_of(at_desk, page, "步行")
    assert (walked.citizen_id, walked.assessment.grams) == (alice.pk, 160)
    assert [row.scenario.code for row in results_of(at_desk, page, "共享单车")] == ["bike-share"]
    vouchers = re.findall(r'href="(/admin/merchants/redemption/[^"]+)"', page)
    assert [results(at_desk, address) for address in vouchers] == [[taken], [taken]]
    proofs = re.findall(r'href="(/admin/activities/activity/\?evidence=[^"]+)"', page)
    counted = {evidence.value: sums.acts for evidence, sums in figures_now(NOW).by_evidence.items()}
    found = {parse_qs(urlsplit(html.unescape(address)).query)["evidence"][0]: address for address in proofs}
    assert {evidence: len(results(at_desk, address)) for evidence, address in found.items()} == counted


def test_figures_by_scenario_lead_to_their_acts_for_who_may_look_at_them(at_desk, catalogue):
    walking = Scenario.objects.get(code="walking")
    ScenarioFigures.objects.create(day=TODAY - A_DAY, scenario=walking, acts=3, grams=480, credits=48)
    ScenarioFigures.objects.create(day=TODAY - 31 * A_DAY, scenario=walking, acts=1000, grams=1, credits=1)
    address = f"/admin/activities/activity/?scenario__id__exact={walking.pk}"

    page = at_desk.get("/admin/").content.decode()

    assert f'href="{address}' in page
    assert "1,000" not in page
    assert address not in as_role("题库编写 · Quiz questions").get("/admin/").content.decode()
    assert User.objects.count() == 2
