"""Reports at the desk: a page with all that led to what was verified, for who may look, and what waits to be issued."""

import pytest
from django.test import Client
from django.urls import reverse

from projects.desk.proposing import decline, propose_issuance
from projects.models import FindingKind, ReportStatus
from tests.conftest import NOW
from tests.merchants.settlement.test_pages import official
from tests.projects.monitoring.conftest import sampled, verified
from tests.projects.monitoring.test_reports import issued, opened

pytestmark = pytest.mark.django_db
LIST = reverse("admin:projects_monitoringreport_changelist")


@pytest.fixture
def auditing(db) -> Client:
    return official("auditor", "审计 · Audit")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def of(report) -> str:
    return reverse("admin:projects_monitoringreport_change", args=[report.pk])


def test_the_desk_sees_what_is_reckoned_found_and_stated(auditing, submitted, auditor, clerks):
    opened(sampled(submitted, auditor), auditor, kind=FindingKind.FAR, words="下期补测样地")
    before = page(auditing, of(submitted))
    assert "尚未核定" in before
    verified(submitted, auditor, 4000, "两块地的面积有出入")

    shown = page(auditing, of(submitted))
    for words in ("4,440 千克", "4,000 千克", "两块地的面积有出入", "下期补测样地", "蓉城核查", "尚未签发"):
        assert words in shown
    issued(submitted, clerks, kilograms=4000)
    assert "CN-CDCER-LINPAN-0007-2025-01-1-4" in page(auditing, of(submitted))


def test_one_that_is_drawn_up_says_so(auditing, draft):
    assert "编写中" in page(auditing, of(draft))


def test_who_waits_comes_first_and_stands_on_the_first_page(auditing, submitted, auditor):
    assert "已核定的监测报告，待签发" not in page(auditing, "/admin/")
    verified(sampled(submitted, auditor), auditor, 4440)

    assert "项目 7" in page(auditing, LIST)
    assert "已核定的监测报告，待签发" in page(auditing, "/admin/")
    assert "项目 7" in page(auditing, f"{LIST}?issuing=awaited")


def test_what_is_proposed_waits_for_who_agrees_and_as_a_report_no_more(auditing, submitted, auditor, clerks):
    verified(sampled(submitted, auditor), auditor, 4440)
    asked = {"vintage": 2025, "kilograms": 4440, "document": "成环〔2026〕8号", "by": clerks[0], "now": NOW}
    proposal = propose_issuance(project=submitted.project, report=submitted, **asked)
    assert "已核定的监测报告，待签发" not in page(auditing, "/admin/")
    assert "项目 7" not in page(auditing, f"{LIST}?issuing=awaited")

    decline(proposal=proposal, answer="重写", by=clerks[1], now=NOW)
    assert "已核定的监测报告，待签发" in page(auditing, "/admin/")


def test_the_desk_gives_a_report_back_by_its_page(submitted, auditor):
    verified(sampled(submitted, auditor), auditor, 4440)
    clerk = official("registrar", "登记 · Registry")
    assert "退回监测报告" in page(clerk, of(submitted))

    clerk.post(reverse("admin:projects_monitoringreport_give_back", args=[submitted.pk]), {"words": "面积与底图不符"})

    assert "面积与底图不符" in page(clerk, of(submitted))
    submitted.refresh_from_db()
    assert submitted.status == ReportStatus.WITHDRAWN


def test_who_may_not_look_sees_nothing(submitted):
    paying = official("payer")

    assert paying.get(LIST).status_code == 403
    assert paying.get(of(submitted)).status_code == 403


@pytest.mark.parametrize("key", ["0", "999999", "x", "1" * 30])
def test_what_is_not_there_is_not_found(auditing, submitted, key):
    assert auditing.get(LIST + f"{key}/change/").status_code == 404
