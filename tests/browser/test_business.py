"""A merchant as a business, on its owner's phone: an account waits, an offer is copied, a shop shuts, they leave."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from merchants import bank_accounts
from merchants.bank_accounts import Account
from merchants.jobs import let_leave
from merchants.models import BankAccount, Membership, Merchant, Offer, OfferStatus, Redemption, RedemptionStatus, Role
from tests.browser.test_merchants_door import enrol_an_app
from tests.browser.test_sign_in import is_as_wide_as_the_screen
from tests.browser.test_till import sign_in
from tests.gallery.shoot import axe
from tests.merchants.conftest import give, make_member, make_merchant, make_offer, make_shop, voucher_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner() -> Membership:
    merchant = make_merchant("蜀风茶舍")
    Merchant.objects.update(legal_name="成都蜀风茶舍有限公司", licence_number="91350100M000100Y43")
    merchant.refresh_from_db()
    made = make_member(merchant, Role.OWNER)
    Membership.objects.update(accepted_at=timezone.now() - timedelta(days=60))
    account = Account("中国建设银行成都春熙支行", "51050142123400000123")
    bank_accounts.give(merchant=merchant, account=account, by=made.user, now=timezone.now() - timedelta(days=30))
    return made


@pytest.fixture
def room(phone: Page, owner: Membership) -> Page:
    """The owner's phone, let in."""
    sign_in(phone, owner.user).goto(f"/merchant/{owner.merchant.public_id}/")
    enrol_an_app(phone)
    return phone


def test_another_bank_account_waits_and_is_withdrawn(room: Page) -> None:
    room.get_by_role("link", name="经营主体与收款账户").click()
    expect(room.get_by_text("****0123")).to_be_visible()
    room.get_by_role("link", name="更换银行账户").click()
    room.get_by_label("开户银行").fill("成都银行锦江支行")
    room.get_by_label("账号", exact=True).fill("1001 3000 0045 6789")
    room.get_by_label("再次填写账号").fill("1001300000456789")
    assert is_as_wide_as_the_screen(room)
    assert axe(room) == []
    room.get_by_role("button", name="提交账户").click()
    expect(room.get_by_text("****6789")).to_be_visible()
    expect(room.get_by_text("****0123")).to_be_visible()
    assert is_as_wide_as_the_screen(room)
    assert axe(room) == []

    room.get_by_role("button", name="撤回这个账户").click()

    expect(room.get_by_text("已撤回，仍付款到原账户。")).to_be_visible()
    expect(room.get_by_text("****6789")).to_be_hidden()
    assert BankAccount.objects.latest("pk").withdrawn_at is not None


def test_an_offer_is_copied_with_one_tap(room: Page, owner: Membership) -> None:
    offer = make_offer(owner.merchant, settlement_fen=850)
    room.goto(f"/merchant/{owner.merchant.public_id}/offers/{offer.public_id}/")

    room.get_by_role("button", name="复制为新草稿").click()

    expect(room.get_by_text("已复制为草稿。")).to_be_visible()
    expect(room.get_by_text("8.50 元")).to_be_visible()
    copied = Offer.objects.latest("pk")
    assert (copied.status, copied.settlement_fen) == (OfferStatus.DRAFT, 850)


def test_owner_leaves_shuts_a_shop_and_vouchers_go_back(room: Page, owner: Membership, alice: User) -> None:
    merchant, today = owner.merchant, timezone.localdate()
    shop = make_shop(merchant, "春熙路店")
    offer = make_offer(merchant, starts_on=today, ends_on=today + timedelta(days=30))
    give(alice, 100)
    voucher_of(alice, offer, timezone.now())
    room.goto(f"/merchant/{merchant.public_id}/business/")
    room.get_by_role("link", name="退出平台").click()
    expect(room.get_by_text("1 张兑换券仍然有效")).to_be_visible()
    assert is_as_wide_as_the_screen(room)
    assert axe(room) == []
    room.get_by_role("button", name="退出", exact=True).click()
    expect(room.get_by_text("正在退出")).to_be_visible()

    room.goto(f"/merchant/{merchant.public_id}/shops/{shop.public_id}/close/")
    expect(room.get_by_text("积分将退还给市民")).to_be_visible()
    assert is_as_wide_as_the_screen(room)
    room.get_by_role("button", name="关闭门店").click()
    expect(room.get_by_text("已关闭：春熙路店")).to_be_visible()

    assert let_leave().facts == {"released": 1, "left": 1}
    assert Redemption.objects.get().status == RedemptionStatus.CANCELLED
    room.goto(f"/merchant/{merchant.public_id}/")
    expect(room.get_by_text("您已退出")).to_be_visible()
    citizen = sign_in(room, alice)
    citizen.goto("/inbox/")
    expect(citizen.get_by_text("已无处可用：商家退出了")).to_be_visible()
