"""An adjustment by two people: refused where both are one, approved by another; its citizen reads why, and appeals."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from credits.adjusting.models import Adjustment
from tests.browser.test_settlement import at_the_desk
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.browser.test_till import sign_in
from tests.conftest import filled_budget
from tests.credits.adjusting.conftest import PDF
from tests.merchants.conftest import assert_books_are_sound, give

__all__ = ["at_the_desk"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_proposes_and_another_approves(phone: Page, at_the_desk, alice: User, desk: User, tmp_path: Path) -> None:
    filled_budget()
    give(alice, 100)
    letter = tmp_path / "决定.pdf"
    letter.write_bytes(PDF)
    clerk = at_the_desk(desk)
    clerk.goto(f"/admin/accounts/user/{alice.pk}/citizen/")
    clerk.get_by_role("link", name="调整积分").click()
    clerk.get_by_text("扣减积分", exact=True).click()
    clerk.locator("[name=credits]").fill("30")
    clerk.get_by_text("同一笔积分重复发放").click()
    clerk.locator("[name=words]").fill("11 月 20 日重复发放了 30 分。")
    clerk.locator("[name=internal_note]").fill("工单 42")
    clerk.locator("[name=documents]").set_input_files(letter)
    assert is_as_wide_as_the_screen(clerk)
    clerk.get_by_role("button", name="下一步：核对").click()
    expect(clerk.get_by_text("按现在计算的结果")).to_be_visible()
    expect(clerk.get_by_text("决定.pdf")).to_be_visible()
    assert is_as_wide_as_the_screen(clerk)
    clerk.get_by_role("button", name="提交给同事审批").click()
    expect(clerk.get_by_text("这是您自己提出的，须由另一个人审批。")).to_be_visible()
    expect(clerk.get_by_role("button", name="批准，扣减 30 积分")).to_have_count(0)

    adjustment = Adjustment.objects.get()
    other = at_the_desk(User.objects.create_superuser("finance", "correct horse battery staple"))
    other.goto("/admin/")
    other.get_by_role("link", name="待审批的积分调整").click()
    other.get_by_role("link", name=adjustment.public_id).click()
    other.get_by_role("button", name="批准，扣减 30 积分").click()
    expect(other.get_by_text("已批准并入账，已通知市民。")).to_be_visible()

    sign_in(phone, alice).goto("/inbox/")
    phone.get_by_text("您的积分扣减了 30 分。").click()
    expect(phone.get_by_text("11 月 20 日重复发放了 30 分。")).to_be_visible()
    assert is_as_wide_as_the_screen(phone)
    phone.get_by_role("link", name="觉得不对").click()
    phone.locator("[name=words]").fill("我没有多得")
    assert is_as_wide_as_the_screen(phone)
    phone.get_by_role("button").last.click()
    expect(phone.get_by_text("我没有多得")).to_be_visible()
    assert_books_are_sound()
