"""A grove's report on two phones: a file that is wrong and mended, a finding, a new version, an answer, a statement."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from accounts.models import User
from common.city_time import city_day
from projects.models import MonitoringReport, Organisation, Part, ReportStatus, Seat, VerificationStatement
from projects.registry.issuing import issue
from tests.browser.test_merchants_door import enrol_an_app
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.browser.test_till import sign_in
from tests.common.test_documents import PDF
from tests.conftest import NOW, make_citizen
from tests.projects.conftest import make_organisation, make_project
from tests.projects.monitoring.conftest import GROVES

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "地块（小班）编号,起始日期,截止日期,面积 [亩],成活（保存）率 [%],不确定度（90% 置信水平，半宽 ÷ 均值）"


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def forest(db) -> Organisation:
    return make_organisation("林盘合作社", "91510100MA00000001")


@pytest.fixture
def verifier(db) -> Organisation:
    made = make_organisation("蓉城核查", "91510100MA00000009")
    made.is_verifier = True
    made.save()
    return made


@pytest.fixture
def another_phone(browser, browser_context_args) -> Page:
    page: Page = browser.new_context(**browser_context_args).new_page()
    page.goto("/")
    return page


def sitting(organisation: Organisation) -> User:
    user = make_citizen()
    Seat.objects.create(organisation=organisation, user=user, part=Part.OWNER, begun_at=NOW)
    return user


def entered(page: Page, organisation: Organisation) -> Page:
    """At the organisation's reports, with an app for the second factor."""
    sign_in(page, sitting(organisation)).goto(f"/enterprise/{organisation.public_id}/reports/")
    enrol_an_app(page)
    return page


def table(*rows: str) -> FilePayload:
    return {"name": "林盘.csv", "mimeType": "text/csv", "buffer": "\n".join([HEAD, *rows]).encode()}


def looked_at(page: Page, name: str) -> None:
    """No page is wider than the phone; with PICTURES a picture of it is kept there."""
    assert is_as_wide_as_the_screen(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_from_a_file_to_a_statement_on_two_phones(phone: Page, another_phone: Page, forest, verifier) -> None:
    project = make_project(forest, 7, parameters=GROVES)
    entered(phone, forest)
    looked_at(phone, "reports")
    phone.get_by_role("link", name="开始编写报告").click()
    for day, parts in (("starts_on", (2025, 1, 1)), ("ends_on", (2025, 12, 31))):
        for part, value in zip(("year", "month", "day"), parts, strict=True):
            phone.locator(f"[name={day}_{part}]").fill(str(value))
    looked_at(phone, "begin")
    phone.get_by_role("button", name="开始").click()
    phone.get_by_role("link", name="从文件导入").click()
    phone.locator("[name=file]").set_input_files(table("A,2025-01-01,2025-12-31,6,950,0", "B,昨天,2025-12-31,x,95,0"))
    phone.locator("[name=table]").select_option("areas")
    phone.get_by_role("button", name="导入").click()
    expect(phone.get_by_text("昨天").or_(phone.get_by_text("起始日期")).first).to_be_visible()
    looked_at(phone, "file-wrong")
    phone.locator("[name=file]").set_input_files(table("A,2025-01-01,2025-12-31,6,95,0"))
    phone.locator("[name=table]").select_option("areas")
    phone.get_by_role("button", name="导入").click()
    expect(phone.get_by_text("2,940 千克 CO₂e").first).to_be_visible()
    phone.locator("summary", has_text="逐步核算").click()
    looked_at(phone, "report-draft")
    phone.locator(".card-link", has_text="按株数").click()
    looked_at(phone, "lines")
    phone.go_back()
    phone.get_by_role("link", name="提交", exact=True).click()
    phone.locator("[name=verifier]").select_option(label="蓉城核查")
    looked_at(phone, "submit")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("审核机构核查报告").first).to_be_visible()

    entered(another_phone, verifier)
    looked_at(another_phone, "verifier-reports")
    another_phone.get_by_role("link", name=str(project)).click()
    another_phone.get_by_role("button", name="抽样").click()
    looked_at(another_phone, "verifier-report")
    another_phone.get_by_role("link", name="就第 1 行提出核查发现").click()
    another_phone.get_by_label("发现了什么？").fill("面积与测绘图不符：图上为 5 亩")
    due = city_day(timezone.now()) + timedelta(days=14)
    for part in ("year", "month", "day"):
        another_phone.locator(f"[name=due_on_{part}]").fill(str(getattr(due, part)))
    looked_at(another_phone, "new-finding")
    another_phone.get_by_role("button", name="发给业主").click()
    expect(another_phone.get_by_text("CAR 1").first).to_be_visible()

    phone.reload()
    looked_at(phone, "report-finding")
    phone.get_by_role("button", name="新建一版").click()
    phone.get_by_role("link", name="从文件导入").click()
    phone.locator("[name=file]").set_input_files(table("A,2025-01-01,2025-12-31,5,95,0"))
    phone.locator("[name=table]").select_option("areas")
    phone.get_by_role("button", name="导入").click()
    phone.get_by_role("link", name="提交", exact=True).click()
    phone.get_by_role("button", name="提交").click()
    phone.get_by_role("link", name="CAR 1").click()
    phone.get_by_label("说明").fill("已按测绘图更正，见第 2 版")
    phone.locator("[name=file]").set_input_files({"name": "map.pdf", "mimeType": "application/pdf", "buffer": PDF})
    looked_at(phone, "answer")
    phone.get_by_role("button", name="发送答复").click()
    expect(phone.get_by_text("已答复").first).to_be_visible()

    another_phone.reload()
    another_phone.get_by_role("link", name="CAR 1").first.click()
    another_phone.get_by_label("说明").fill("与图一致")
    looked_at(another_phone, "close")
    another_phone.get_by_role("button", name="关闭这项发现").click()
    another_phone.get_by_role("button", name="抽样").click()
    another_phone.get_by_role("link", name="出具核查声明").click()
    another_phone.get_by_label("声明编号").fill("核〔2026〕7号")
    another_phone.locator("[name=file]").set_input_files(
        {"name": "statement.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    looked_at(another_phone, "state")
    another_phone.get_by_role("button", name="出具声明").click()
    expect(another_phone.get_by_text("核〔2026〕7号").first).to_be_visible()
    looked_at(another_phone, "verified")

    report = MonitoringReport.objects.get()
    assert report.status == ReportStatus.VERIFIED
    [year] = VerificationStatement.objects.get().years.all()
    two = {"by": make_citizen(), "agreed_by": make_citizen(), "document": "成环〔2026〕7号", "now": timezone.now()}
    issue(project=project, vintage=year.year, kilograms=year.kilograms, report=report, **two)
    phone.goto(f"/registry/projects/{project.public_id}/")
    phone.get_by_text("蓉城核查").first.click()
    expect(phone.get_by_text("核〔2026〕7号").first).to_be_visible()
    looked_at(phone, "public")
