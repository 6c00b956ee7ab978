"""One pooled month: agreed to on a phone, gathered and agreed to at the desk, looked at, issued, and sold for all."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from projects.models import MonitoringReport, Part, PoolConsent, PooledMonth, ReportStatus, UnitBlock
from projects.pooling import founding, gathering
from tests.browser.test_merchants_door import enrol_an_app
from tests.browser.test_monitoring import another_phone, looked_at
from tests.browser.test_settlement import at_the_desk
from tests.browser.test_till import sign_in
from tests.common.test_documents import PDF
from tests.conftest import filled_budget, make_citizen
from tests.projects.conftest import make_organisation, nothing_found, seat
from tests.projects.pooling.conftest import BEFORE, rider, rode
from tests.projects.pooling.test_course import worth

__all__ = ["another_phone", "at_the_desk"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _ground(catalogue, settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    filled_budget()


def test_a_month_of_many_comes_back_to_all(phone: Page, another_phone: Page, at_the_desk, alice: User, desk: User):
    other = User.objects.create_superuser("control", "correct horse battery staple")
    operator, verifier = (
        make_organisation("成都碳惠运营公司", "91510100MA00000101"),
        make_organisation("蓉城核查", "91510100MA00000009"),
    )
    verifier.is_verifier = True
    verifier.save()
    pool = founding.found(
        owner=operator,
        credited_from=date(2026, 1, 1),
        credited_until=date(2030, 12, 31),
        by=make_citizen(),
        agreed_by=make_citizen(),
        now=BEFORE,
    )

    sign_in(phone, alice).goto("/me/")
    phone.get_by_role("link", name="公众减排量汇集").click()
    looked_at(phone, "pooling-before")
    phone.get_by_label("我已年满 18 周岁").check()
    phone.get_by_role("button", name="参加汇集").click()
    expect(phone.get_by_text("起参加汇集").first).to_be_visible()
    looked_at(phone, "pooling-agreed")
    # She agreed before the month began, as the others did: a consent is never changed, so hers is given again then.
    PoolConsent.objects.standing().filter(citizen=alice).update(ended_at=timezone.now())
    PoolConsent.objects.create(citizen=alice, edition="2026-11", given_at=BEFORE)
    rode(alice, 9000, 9000)
    for citizen in [alice, *[rider(9000, 9000) for _ in range(5)]]:
        worth(citizen, 500_000)

    clerk = at_the_desk(desk)
    clerk.goto(f"/admin/projects/carbonproject/{pool.pk}/change/")
    clerk.locator("[name=year]").fill("2026")
    clerk.locator("[name=month]").fill("10")
    form = clerk.locator("form", has=clerk.locator("[name=month]"))
    form.locator("[name=document]").fill("成碳〔2026〕9号")
    form.get_by_role("button", name="归集一个月的公众行为").click()
    expect(clerk.get_by_text("正在归集，请稍后再来查看。")).to_be_visible()
    while gathering.go_on(now=timezone.now(), batches=5)[1]:
        pass
    month = PooledMonth.objects.get()
    control = at_the_desk(other)
    control.goto("/admin/")
    control.get_by_role("link", name="待复核的汇集月份").click()
    control.get_by_role("link", name="2026-10").first.click()
    looked_at(control, "pooled-month")
    control.get_by_role("button", name="同意并生成报告").click()
    expect(control.get_by_text("已同意，监测报告已生成")).to_be_visible()

    owner, auditor = seat(operator, Part.OWNER), seat(verifier, Part.OWNER)
    report = MonitoringReport.objects.get()
    room = f"/enterprise/{operator.public_id}/reports/"
    sign_in(another_phone, owner).goto(room)
    enrol_an_app(another_phone)
    another_phone.goto(f"{room}{report.public_id}/")
    looked_at(another_phone, "pooled-report")
    another_phone.get_by_role("link", name="提交", exact=True).click()
    another_phone.locator("[name=verifier]").select_option(label="蓉城核查")
    another_phone.get_by_role("button", name="提交").click()

    another_phone.context.clear_cookies()
    room = f"/enterprise/{verifier.public_id}/reports/"
    sign_in(another_phone, auditor).goto(room)
    enrol_an_app(another_phone)
    another_phone.goto(f"{room}{report.public_id}/")
    another_phone.get_by_role("button", name="抽样").click()
    another_phone.get_by_role("link", name="用同一种子抽中的行为及其凭证").click()
    expect(another_phone.get_by_text("抽中 5 次行为")).to_be_visible()
    looked_at(another_phone, "drawn-acts")
    another_phone.go_back()
    another_phone.get_by_role("link", name="出具核查声明").click()
    another_phone.get_by_label("声明编号").fill("核〔2026〕7号")
    another_phone.locator("[name=file]").set_input_files(
        {"name": "statement.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    another_phone.get_by_role("button", name="出具声明").click()
    expect(another_phone.get_by_text("核〔2026〕7号").first).to_be_visible()

    clerk.goto(f"/admin/projects/monitoringreport/{report.pk}/change/")
    clerk.locator("[name=document]").first.fill("成环〔2026〕31号")
    clerk.get_by_role("button", name="提议签发").first.click()
    control.goto("/admin/projects/proposal/")
    control.locator("#result_list a").first.click()
    control.get_by_role("button", name="同意并办理").click()
    assert UnitBlock.objects.get().tonnes == 3

    clerk.goto(f"/admin/projects/pooledmonth/{month.pk}/change/")
    form = clerk.locator("form", has=clerk.locator("[name=bank_reference]"))
    said = {"tonnes": "3", "fen": "180", "bank_reference": "B-7", "document": "成财环〔2026〕7号", "credits": "1800"}
    for name, value in said.items():
        form.locator(f"[name={name}]").fill(value)
    form.get_by_role("button", name="登记减排量所得").click()
    control.goto(f"/admin/projects/pooledmonth/{month.pk}/change/")
    looked_at(control, "proceeds")
    control.get_by_role("button", name="同意并拨入预算").click()
    expect(control.get_by_text("积分已拨入公众积分预算")).to_be_visible()

    phone.goto("/pooling/")
    expect(phone.get_by_text("至今所得 180.00 元")).to_be_visible()
    looked_at(phone, "pooling-share")
    report.refresh_from_db()
    assert report.status == ReportStatus.ISSUED
    nothing_found()
