"""A citizen looks at their year, shows a picture of it, takes it back, and has it certified."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from activities.models import SharedPicture, YearCertificate
from merchants.desk import reporting
from merchants.models import Cause, CauseReport, OfferKind
from scenarios.rules import Evidence
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.browser.test_till import sign_in
from tests.conftest import filled_budget, make_citizen, record, ride, score_everything, walk
from tests.evidence.pictures import as_file, drawn
from tests.merchants.conftest import give, make_offer, text, voucher_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lively(catalogue):
    """A citizen since spring of last year, who gave to a cause that has reported and to one that has not."""
    filled_budget()
    now = timezone.now().replace(hour=4, minute=0, second=0, microsecond=0)
    citizen = make_citizen("+8613900000001", "张竹林")
    for days in range(600, 0, -7):
        then = now - days * DAY
        grade = Evidence.DEVICE if days % 3 else Evidence.SELF_DECLARED
        drafts = [walk(6000 + 10 * (600 - days), now=then)]
        if days % 2:
            drafts.append(ride(1500 + days, now=then))
        record(citizen, *drafts, evidence=grade, now=then)
    score_everything(now)
    give(citizen, 5000)
    forest, lake = (Cause.objects.create(name=text(name), summary=text(name)) for name in ("龙泉山植树", "兴隆湖水草"))
    gave = now - 20 * DAY
    tree, grass, meadow = (
        make_offer(
            None,
            kind=OfferKind.DONATION,
            cause=cause,
            settlement_fen=0,
            title=text(title),
            price=price,
            starts_on=(gave - DAY).date(),
            published_at=gave - DAY,
        )
        for cause, title, price in ((forest, "一棵树", 50), (lake, "一丛水草", 20), (lake, "一片水草", 20))
    )
    for giver in [citizen, *(make_citizen() for _each in range(5))]:
        if giver != citizen:
            give(giver, 500)
        voucher_of(giver, tree, gave)
    for offer in (grass, meadow):
        voucher_of(citizen, offer, gave)
    reported(forest, gave.date(), now)
    return citizen


def reported(cause, day, now) -> None:
    writer, publisher = make_citizen(), make_citizen()
    report = CauseReport.objects.create(
        cause=cause,
        from_on=day - 5 * DAY,
        to_on=day + 5 * DAY,
        text=text("在龙泉山城市森林公园丹景台旁种下香樟和银杏，由项目志愿者养护三年。"),
        place=text("龙泉山城市森林公园"),
        done_on=day + 8 * DAY,
        quantity=32,
        written_by=writer,
    )
    report = reporting.put_photo(report=report, content=as_file(drawn()), by=writer)
    reporting.publish(report=report, by=publisher, seen=reporting.edition_of(report), now=now)


def looked_at(page: Page, name: str) -> None:
    """No page is wider than the screen; with PICTURES a picture of it is kept there."""
    if folder := os.environ.get("PICTURES"):
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    assert is_as_wide_as_the_screen(page), name


def on_a_desktop_in_english(page: Page, address: str, name: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.set_extra_http_headers({"accept-language": "en"})
    page.emulate_media(color_scheme="dark")
    page.goto(address)
    looked_at(page, f"{name}-en-dark-1280")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_extra_http_headers({"accept-language": "zh-CN"})


def test_a_year_is_looked_at_shown_taken_back_and_certified(phone: Page, browser: Browser, lively) -> None:
    page = phone
    year = timezone.localtime().year
    sign_in(page, lively)
    page.goto(f"/reports/{year}/")
    expect(page.get_by_text("和自己比一比")).to_be_visible()
    expect(page.get_by_text("按捐赠比例，其中您的份额至少 1.6 棵树")).to_be_visible()
    expect(page.get_by_text("该项目还没有公布这些积分的使用成果。")).to_be_visible()
    looked_at(page, "year-390")
    page.emulate_media(color_scheme="dark")
    looked_at(page, "year-dark-390")
    page.emulate_media(color_scheme="light")

    page.get_by_role("link", name="生成分享图").click()
    looked_at(page, "picture-390")
    page.get_by_label("获得积分").check()
    page.get_by_label("昵称").fill("竹林")
    page.get_by_role("button", name="更新图片").click()
    image = page.locator(".year-picture img")
    expect(image).to_have_js_property("naturalWidth", 1080)
    assert "竹林" in str(image.get_attribute("alt"))
    page.get_by_role("button", name="分享这张图").click()
    expect(page.get_by_text("您随时可以收回")).to_be_visible()
    looked_at(page, "shared-own-390")

    shared = SharedPicture.objects.get()
    stranger = browser.new_page(base_url=page.evaluate("location.origin"), locale="zh-CN")
    stranger.goto(shared.get_absolute_url())
    expect(stranger.locator(".year-picture img")).to_have_js_property("naturalHeight", 1350)
    expect(stranger.get_by_text("张竹林")).to_have_count(0)
    page.get_by_role("button", name="收回分享图").click()
    expect(page.get_by_text("分享图已收回")).to_be_visible()
    assert stranger.goto(shared.get_absolute_url()).status == 404

    page.goto(f"/reports/{year}/certificate/")
    looked_at(page, "certify-390")
    page.get_by_role("button", name="出具证书").click()
    expect(page.get_by_text("证书已出具。")).to_be_visible()
    looked_at(page, "certified-390")
    stranger.goto(YearCertificate.objects.get().get_absolute_url())
    expect(stranger.get_by_text("证书真实有效。")).to_be_visible()
    looked_at(stranger, "proof-390")
    with page.expect_download() as paper:
        page.get_by_role("link", name="下载 PDF（署您的称呼）").click()
    if folder := os.environ.get("PICTURES"):
        paper.value.save_as(Path(folder) / "certificate.pdf")
    on_a_desktop_in_english(page, f"/reports/{year}/", "year")
    on_a_desktop_in_english(page, f"/reports/{year}/picture/", "picture")
    page.goto(f"/reports/{timezone.localtime():%Y-%m}/")
    looked_at(page, "month-390")
