"""People of two organisations on phones: offered, listed, taken up, paid, confirmed and delivered; then a year is
made good and shown."""

import os
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from common.city_time import city_day
from projects.models import Deal, DealStatus, Organisation, Part, YearStatement
from tests.browser.test_merchants_door import enrol_an_app
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.browser.test_till import sign_in
from tests.conftest import make_citizen
from tests.projects.conftest import issued, make_organisation, make_project, nothing_found, seat

pytestmark = pytest.mark.django_db(transaction=True)
BUYERS_LICENCE = "91350100M000100Y43"


@pytest.fixture
def forest() -> Organisation:
    made = make_organisation("林盘合作社", "91510100MA00000001")
    issued(make_project(made, 7, buffer_percent=0), 100_000, (make_citizen(), make_citizen()))
    return made


@pytest.fixture
def fair() -> Organisation:
    return make_organisation("锦江会展", BUYERS_LICENCE)


def room_of(organisation: Organisation, rest: str = "") -> str:
    return f"/enterprise/{organisation.public_id}/{rest}"


def looked_at(page: Page, name: str) -> None:
    """Nothing is wider than the screen; a picture is kept where somebody asks for them."""
    assert is_as_wide_as_the_screen(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def entered(phone: Page, by: User, organisation: Organisation, rest: str = "") -> Page:
    """At a page of the room, with an app for the second factor where the part asks for it."""
    sign_in(phone, by).goto(room_of(organisation))
    if "/enterprise/" not in phone.url.partition("?")[0]:
        enrol_an_app(phone)
    phone.goto(room_of(organisation, rest))
    return phone


def day_typed(phone: Page, name: str, day) -> None:
    for part, value in zip(("year", "month", "day"), (day.year, day.month, day.day), strict=True):
        phone.locator(f"[name={name}_{part}]").fill(str(value))


def test_offered_taken_up_paid_delivered_and_a_year_made_good(phone: Page, forest, fair) -> None:
    today = city_day(timezone.now())
    entered(phone, seat(forest, Part.EDITOR), forest, "units/")
    phone.get_by_role("link", name="转让信息").click()
    for name, value in {"tonnes": "60", "price": "43.5", "minimum": "10", "payment": "成都银行 1001"}.items():
        phone.locator(f"[name={name}]").fill(value)
    day_typed(phone, "until", today)
    looked_at(phone, "offer-form")
    phone.get_by_role("button", name="查看转让的编号").click()
    expect(phone.get_by_text("CN-CDCER-LINPAN-0007-2025-01-1-60", exact=True)).to_be_visible()
    expect(phone.get_by_text("2,610.00 元")).to_be_visible()
    looked_at(phone, "offer-preview")
    phone.get_by_role("button", name="提交第二人放行").click()

    entered(phone, seat(forest, Part.RELEASER), forest)
    phone.get_by_text("是否发布").click()
    looked_at(phone, "offer-asked")
    phone.get_by_role("button", name="发布", exact=True).click()
    expect(phone.get_by_text("已发布，现向社会公开")).to_be_visible()
    phone.goto("/registry/bulletin/")
    expect(phone.get_by_text("60 吨，每吨 43.50 元")).to_be_visible()
    expect(phone.get_by_text("林盘合作社", exact=True)).to_have_count(0)
    looked_at(phone, "bulletin-open")

    entered(phone, seat(fair, Part.OWNER), fair, "bulletin/")
    looked_at(phone, "room-bulletin")
    phone.get_by_role("link", name="受让", exact=True).click()
    phone.locator("[name=tonnes]").fill("20")
    looked_at(phone, "take-up-form")
    phone.get_by_role("button", name="查看编号和总价").click()
    expect(phone.get_by_text("870.00 元")).to_be_visible()
    looked_at(phone, "take-up-preview")
    phone.get_by_role("button", name="受让", exact=True).click()
    expect(phone.get_by_text("已成交")).to_be_visible()
    looked_at(phone, "deal-to-be-paid")
    phone.locator("[name=reference]").fill("ICBC20261130-1")
    day_typed(phone, "paid_on", today)
    phone.get_by_role("button", name="登记已付款").click()
    expect(phone.get_by_text("已告知转让方")).to_be_visible()

    entered(phone, seat(forest, Part.RELEASER), forest)
    phone.get_by_text("的价款是否到账").click()
    looked_at(phone, "deal-said-to-be-paid")
    phone.get_by_role("button", name="确认到账并交割").click()
    expect(phone.get_by_text("已交割，减排量已归买方")).to_be_visible()
    looked_at(phone, "deal-delivered")
    phone.goto("/registry/bulletin/")
    expect(phone.get_by_text("平均每吨 43.50 元")).to_be_visible()
    looked_at(phone, "bulletin-with-prices")

    entered(phone, seat(fair, Part.OWNER), fair, "years/state/")
    for name, value in {"year": str(today.year - 1), "tonnes": "12", "document": "核算报告", "scope": "范围一"}.items():
        phone.locator(f"[name={name}]").fill(value)
    looked_at(phone, "year-form")
    phone.get_by_role("button", name="保存").click()
    expect(phone.get_by_text("尚缺 12 吨")).to_be_visible()
    phone.locator("a[href*='/units/1/']").click()
    phone.get_by_role("button", name="查看变动的编号").click()
    looked_at(phone, "year-retire")
    phone.get_by_role("button", name="提交第二人放行").click()
    entered(phone, seat(fair, Part.RELEASER), fair)
    phone.get_by_text("是否放行").click()
    phone.get_by_role("button", name="放行", exact=True).click()
    entered(phone, seat(fair, Part.OWNER), fair, f"years/{today.year - 1}/")
    expect(phone.get_by_text("已实现碳中和")).to_be_visible()
    phone.get_by_role("button", name="公开", exact=True).click()
    looked_at(phone, "year")
    phone.goto(room_of(fair, "years/"))
    looked_at(phone, "years")
    phone.goto(f"/registry/years/{YearStatement.objects.get().public_id}/")
    expect(phone.get_by_text("12 吨已全部消纳")).to_be_visible()
    looked_at(phone, "year-statement")

    assert Deal.objects.get().status == DealStatus.DELIVERED
    nothing_found()
