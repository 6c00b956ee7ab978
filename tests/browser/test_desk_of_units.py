"""The desk redacts a certificate and reads a deal that was withdrawn, at both widths and in both languages."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from projects.models import BlockStatus, Part, Purpose, Redaction
from projects.registry.ordering import release, retire
from tests.browser.test_settlement import at_the_desk
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.conftest import NOW, make_citizen
from tests.projects.bulletin.conftest import Sides, accepted, make_sides, on_offer
from tests.projects.bulletin.test_retracting import retracted
from tests.projects.conftest import issued, make_organisation, make_project, seat

__all__ = ["at_the_desk"]

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "王小明 身份证 510104199001011234"
SIZES = {"phone": (390, 844), "wide": (1280, 900)}


def looked_at(page: Page, name: str) -> None:
    """At both widths nothing is wider than the screen; pictures are kept where somebody asks for them."""
    for called, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert is_as_wide_as_the_screen(page)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{called}.png", full_page=True)


def in_english(page: Page) -> None:
    """As whoever reads English chooses it; the page stays."""
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": page.url}])
    page.reload()


def test_a_certificate_is_shown_before_it_is_redacted(phone: Page, at_the_desk, desk: User) -> None:
    forest = make_organisation("林盘合作社", "91510100MA00000001")
    block = issued(make_project(forest, 7), 50_000, (make_citizen(), make_citizen())).blocks.get(
        status=BlockStatus.HELD
    )
    asked = {"by": seat(forest, Part.EDITOR), "words": f"为{NAME}", "now": NOW}
    order = retire(block=block, tonnes=20, beneficiary=NAME, purpose=Purpose.GIFT, **asked)
    used = release(order=order, by=seat(forest, Part.OWNER), now=NOW)

    clerk = at_the_desk(desk)
    clerk.goto("/admin/projects/redaction/add/")
    looked_at(clerk, "redaction-asked")
    clerk.locator("[name=number]").fill(f"{clerk.url.partition('/admin')[0]}/registry/retirements/{used.public_id}/")
    clerk.locator("[name=reason]").fill("含个人信息")
    clerk.get_by_role("button", name="查看").click()
    expect(clerk.get_by_text(NAME).first).to_be_visible()
    expect(clerk.get_by_role("link", name=used.public_id)).to_be_visible()
    looked_at(clerk, "redaction-shown")
    clerk.get_by_role("button", name="隐去").click()
    expect(clerk.get_by_text("含个人信息").first).to_be_visible()
    assert Redaction.objects.get().order == used
    looked_at(clerk, "redaction")
    in_english(clerk)
    expect(clerk.get_by_text("Number", exact=True).first).to_be_visible()
    looked_at(clerk, "redaction-en")

    phone.goto(f"/registry/retirements/{used.public_id}/")
    expect(phone.get_by_text("隐去").first).to_be_visible()
    expect(phone.get_by_text(NAME)).to_have_count(0)


def test_a_deal_that_was_withdrawn_says_who_and_why(at_the_desk, desk: User) -> None:
    sides: Sides = make_sides((make_citizen(), make_citizen()))
    deal = accepted(sides, on_offer(sides, 60), 20)
    retracted(deal, sides.owner)

    clerk = at_the_desk(desk)
    clerk.goto(f"/admin/projects/deal/{deal.pk}/change/")
    expect(clerk.get_by_text(f"预算调整 · {sides.buyer}")).to_be_visible()
    expect(clerk.get_by_role("button", name="终止")).to_have_count(0)
    looked_at(clerk, "deal-withdrawn")
    in_english(clerk)
    expect(clerk.get_by_text("Withdrawn before it was paid").first).to_be_visible()
    looked_at(clerk, "deal-withdrawn-en")
