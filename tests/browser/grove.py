"""What each person of a grove's story does on their screen; each page is looked at on the way."""

import json
import os
from datetime import date
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from common import pdf
from common.qr import qr_drawing
from projects.models import Order, Organisation
from tests.browser.test_merchants_door import enrol_an_app
from tests.browser.test_sign_in import is_as_wide_as_the_screen

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[103.9, 30.8], [103.91, 30.8], [103.91, 30.81], [103.9, 30.81], [103.9, 30.8]]],
}
HEAD = "地块（小班）编号,起始日期,截止日期,面积 [亩],成活（保存）率 [%],不确定度（90% 置信水平，半宽 ÷ 均值）"


def looked_at(page: Page, name: str) -> None:
    """No page is wider than its screen; with PICTURES a picture of it is kept there."""
    assert is_as_wide_as_the_screen(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def paper(words: str, tmp_path: Path) -> FilePayload:
    """A document as offices print it."""
    template = tmp_path / "paper.typ"
    template.write_text(f'#set text(font: "Noto Sans SC")\n= {words}\n')
    return {"name": f"{words}.pdf", "mimeType": "application/pdf", "buffer": pdf.made(template, {})}


def table(*rows: str) -> FilePayload:
    return {"name": "林盘.csv", "mimeType": "text/csv", "buffer": "\n".join([HEAD, *rows]).encode()}


def fill_day(page: Page, name: str, day: date) -> None:
    for part in ("year", "month", "day"):
        page.locator(f"[name={name}_{part}]").fill(str(getattr(day, part)))


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def drafts(phone: Page, room: str, tmp_path: Path) -> None:
    """Page by page; what it covers and its papers last."""
    phone.goto(room)
    looked_at(phone, "01-room")
    phone.get_by_role("link", name="申报中的项目").click()
    looked_at(phone, "02-designs")
    phone.get_by_role("link", name="新建项目").click()
    phone.locator("[name=name]").fill("袁家湾林盘")
    phone.locator("[name=summary]").fill("两处林盘的管护：补植、防火、防虫。")
    phone.locator("[name=method]").select_option("linpan")
    phone.locator("[name=district]").select_option("pidu")
    fill_day(phone, "credited_from", date(2025, 1, 1))
    fill_day(phone, "credited_until", date(2029, 12, 31))
    looked_at(phone, "03-basics")
    button(phone, "保存并继续").click()
    phone.locator("[name=address]").fill("郫都区唐昌镇袁家湾 3 组")
    phone.locator("[name=boundary]").fill(json.dumps(SQUARE))
    looked_at(phone, "04-place")
    button(phone, "保存并继续").click()
    phone.locator("[name=baseline]").fill("没有项目时林木缺少管护，逐年衰退。")
    phone.locator("[name=additionality]").fill("管护没有其他资金来源。")
    phone.locator("[name=monitoring]").fill("每年按小班抽样一次，记录面积与成活率。")
    looked_at(phone, "05-reasons")
    button(phone, "保存并继续").click()
    for name, value in (("area_rate", "9"), ("anyway", "1.2")):
        field = phone.locator(f"[name='{name}.value']")
        if not field.is_visible():
            phone.locator("details", has=field).locator("summary").click()
        field.fill(value)
        phone.locator(f"[name='{name}.document']").fill("样地调查 2025")
    looked_at(phone, "06-parameters")
    button(phone, "保存并继续").click()
    phone.locator(".card-link", has_text="按面积").click()
    phone.locator("[name=source]").fill("袁家湾 A")
    fill_day(phone, "starts_on", date(2025, 1, 1))
    fill_day(phone, "ends_on", date(2025, 12, 31))
    phone.locator("[name='area.value']").fill("600")
    phone.locator("[name='area.unit']").select_option("mu")
    phone.locator("[name='survival.value']").fill("95")
    phone.locator("[name='survival.unit']").select_option("percent")
    phone.locator("[name='uncertainty.value']").fill("0.1")
    looked_at(phone, "07-line")
    button(phone, "添加这一行").click()
    expect(phone.get_by_text("294,000 千克 CO₂e")).to_be_visible()
    looked_at(phone, "08-expected")
    phone.get_by_role("link", name="继续填写").click()
    phone.locator("[name=plot]").fill("YJW-A\nYJW-B")
    looked_at(phone, "09-things")
    button(phone, "保存并继续").click()
    for title, is_public in (("项目设计文件", True), ("林权证明", False)):
        phone.locator("[name=title]").fill(title)
        phone.locator("[name=file]").set_input_files(paper(title, tmp_path))
        phone.locator("[name=is_public]").set_checked(is_public)
        button(phone, "收存这份文件").click()
        expect(phone.get_by_role("link", name="第 1 版")).to_have_count(1 if is_public else 2)
        expect(phone.locator("[name=title]")).to_have_value("")
    looked_at(phone, "10-documents")
    phone.get_by_role("link", name="返回总览").click()
    expect(phone.get_by_text("由单位负责人提交")).to_be_visible()
    looked_at(phone, "11-complete")


def submits(phone: Page, verifier: Organisation) -> None:
    """The owner looks it over, hands it in and says who might validate it."""
    enrol_an_app(phone)
    looked_at(phone, "12-owners-room")
    phone.get_by_role("link", name="申报中的项目").click()
    phone.locator(".card-link", has_text="袁家湾林盘").click()
    phone.get_by_role("link", name="检查并提交").click()
    looked_at(phone, "13-submit")
    button(phone, "提交给主管部门").click()
    expect(phone.get_by_text("完整性审查").first).to_be_visible()
    phone.get_by_role("link", name="建议审核机构").click()
    phone.locator("[name=verifier]").select_option(label=str(verifier))
    phone.locator("main button[type=submit]").click()
    looked_at(phone, "14-submitted")


def publishes(desk: Page) -> None:
    desk.goto("/admin/")
    looked_at(desk, "15-desk-start")
    desk.goto("/admin/projects/projectdesign/")
    looked_at(desk, "16-desk-designs")
    desk.get_by_role("link", name="袁家湾林盘").first.click()
    looked_at(desk, "17-desk-submitted")
    button(desk, "材料齐全，予以公示").click()
    expect(desk.get_by_text("已公示").first).to_be_visible()
    looked_at(desk, "18-desk-published")


def comments(phone: Page) -> None:
    phone.goto("/registry/")
    looked_at(phone, "19-registry")
    phone.locator("main").get_by_role("link", name="袁家湾林盘").first.click()
    looked_at(phone, "20-published")
    phone.get_by_role("link", name="提意见").click()
    phone.locator("[name=words]").fill("竹林也算在面积里吗？")
    looked_at(phone, "21-comment")
    button(phone, "公布意见").click()
    expect(phone.get_by_text("竹林也算在面积里吗？")).to_be_visible()


def answers(phone: Page) -> None:
    looked_at(phone, "22-commented")
    phone.get_by_role("link", name="答复").click()
    phone.locator("[name=words]").fill("不算，只计乔木林盘。")
    looked_at(phone, "23-answer")
    button(phone, "公布答复").click()
    expect(phone.get_by_text("不算，只计乔木林盘。")).to_be_visible()


def assigns(desk: Page, verifier: Organisation) -> None:
    looked_at(desk, "24-desk-closed")
    desk.locator("[name=verifier]").select_option(label=str(verifier))
    button(desk, "委派审核机构").click()
    expect(desk.get_by_text("已委派").first).to_be_visible()


def validates(screen: Page, tmp_path: Path) -> None:
    enrol_an_app(screen)
    looked_at(screen, "25-verifiers-room")
    screen.get_by_role("link", name="袁家湾林盘").first.click()
    looked_at(screen, "26-validation")
    screen.get_by_label("同意：符合方法学").check()
    screen.locator("[name=words]").fill("边界与权属清楚，参数有据。")
    screen.locator("[name=file]").set_input_files(paper("审定报告", tmp_path))
    button(screen, "提交审定意见").click()
    expect(screen.get_by_text("同意登记").first).to_be_visible()
    looked_at(screen, "27-validated")


def registers(desk: Page) -> None:
    looked_at(desk, "28-desk-deciding")
    desk.locator("[name=register-words]").fill("成环〔2026〕7号")
    button(desk, "登记项目").click()
    expect(desk.get_by_text("已登记").first).to_be_visible()
    looked_at(desk, "29-desk-registered")


def reports(phone: Page) -> None:
    """The editor draws the report up by a file."""
    looked_at(phone, "30-reports")
    phone.get_by_role("link", name="开始编写报告").click()
    fill_day(phone, "starts_on", date(2025, 1, 1))
    fill_day(phone, "ends_on", date(2025, 12, 31))
    button(phone, "开始").click()
    uploads(phone, "YJW-A,2025-01-01,2025-12-31,600,95,0.1")
    expect(phone.get_by_text("294,000 千克 CO₂e").first).to_be_visible()
    looked_at(phone, "31-report")


def uploads(phone: Page, row: str) -> None:
    phone.get_by_role("link", name="从文件导入").click()
    phone.locator("[name=file]").set_input_files(table(row))
    phone.locator("[name=table]").select_option("areas")
    button(phone, "导入").click()


def hands_in(phone: Page, verifier: Organisation | None = None) -> None:
    phone.get_by_role("link", name="提交", exact=True).click()
    if verifier:
        phone.locator("[name=verifier]").select_option(label=str(verifier))
    looked_at(phone, "32-submit-report")
    button(phone, "提交").click()
    expect(phone.get_by_text("294,000 千克").or_(phone.get_by_text("286,650 千克")).first).to_be_visible()


def finds(screen: Page) -> None:
    """Samples, and asks for a correction."""
    looked_at(screen, "33-verifiers-reports")
    screen.get_by_role("link", name="袁家湾林盘").click()
    button(screen, "抽样").click()
    looked_at(screen, "34-sampled")
    screen.get_by_role("link", name="就第 1 行提出核查发现").click()
    screen.get_by_label("发现了什么？").fill("面积与测绘图不符：图上为 585 亩。")
    fill_day(screen, "due_on", date(2026, 12, 30))
    looked_at(screen, "35-new-finding")
    button(screen, "发给业主").click()
    expect(screen.get_by_text("CAR 1").first).to_be_visible()


def mends(phone: Page) -> None:
    """A new version of fewer mu."""
    looked_at(phone, "36-finding")
    button(phone, "新建一版").click()
    uploads(phone, "YJW-A,2025-01-01,2025-12-31,585,95,0.1")
    expect(phone.get_by_text("286,650 千克 CO₂e").first).to_be_visible()


def explains(phone: Page, tmp_path: Path) -> None:
    phone.get_by_role("link", name="CAR 1").click()
    phone.get_by_label("说明").fill("已按测绘图更正，见第 2 版。")
    phone.locator("[name=file]").set_input_files(paper("测绘图", tmp_path))
    looked_at(phone, "37-explains")
    button(phone, "发送答复").click()
    expect(phone.get_by_text("已答复").first).to_be_visible()


def states(screen: Page, tmp_path: Path) -> None:
    screen.get_by_role("link", name="CAR 1").first.click()
    screen.get_by_label("说明").fill("与测绘图一致。")
    looked_at(screen, "38-close")
    button(screen, "关闭这项发现").click()
    button(screen, "抽样").click()
    screen.get_by_role("link", name="出具核查声明").click()
    screen.get_by_label("声明编号").fill("核〔2026〕7号")
    screen.locator("[name=file]").set_input_files(paper("核查报告", tmp_path))
    looked_at(screen, "39-state")
    button(screen, "出具声明").click()
    expect(screen.get_by_text("核〔2026〕7号").first).to_be_visible()
    looked_at(screen, "40-stated")


def proposes(desk: Page) -> None:
    looked_at(desk, "41-desk-report")
    desk.locator("[name=document]").fill("成环〔2026〕12号")
    button(desk, "提议签发").click()
    looked_at(desk, "42-desk-proposed")


def agrees(desk: Page) -> None:
    desk.locator("#result_list a", has_text="签发").first.click()
    expect(desk.get_by_text("原结转 0 千克，新结转 650 千克")).to_be_visible()
    looked_at(desk, "43-desk-proposal")
    button(desk, "同意并办理").click()
    expect(desk.get_by_text("CN-CDCER-LINPAN-0001-2025-01-1-286").first).to_be_visible()
    looked_at(desk, "44-desk-issued")


def orders(phone: Page) -> None:
    looked_at(phone, "45-units")
    phone.get_by_role("link", name="消纳").click()
    phone.locator("[name=tonnes]").fill("100")
    phone.locator("[name=beneficiary]").fill("郫都区乡村马拉松")
    looked_at(phone, "46-retire")
    button(phone, "查看变动的编号").click()
    expect(phone.get_by_text("CN-CDCER-LINPAN-0001-2025-01-1-100", exact=True)).to_be_visible()
    looked_at(phone, "47-which-units")
    button(phone, "提交第二人放行").click()
    expect(phone.get_by_text("已提交")).to_be_visible()


def releases(phone: Page) -> None:
    looked_at(phone, "48-waits-for-the-owner")
    phone.get_by_text("是否放行").click()
    looked_at(phone, "49-order")
    button(phone, "放行").click()
    expect(phone.get_by_text("已放行，办理完成")).to_be_visible()


def reads_the_certificate(page: Page, name: str, order: Order, live_server: LiveServer) -> None:
    """Nobody is signed in; the code leads to this very page, and the paper says the same."""
    address = f"/registry/retirements/{order.public_id}/"
    page.goto(address)
    for words in ("100 吨 CO₂e", "郫都区乡村马拉松", "袁家湾林盘", "CN-CDCER-LINPAN-0001-2025-01-1-100"):
        expect(page.get_by_text(words).first).to_be_visible()
    dots = str(qr_drawing(f"{live_server.url}{address}")).partition(' d="')[2].partition('"')[0]
    expect(page.locator(".retirement-code path")).to_have_attribute("d", dots)
    looked_at(page, name)
    paper = page.request.get(f"{address}certificate.pdf")
    assert (paper.headers["content-type"], paper.body()[:5]) == ("application/pdf", b"%PDF-")
