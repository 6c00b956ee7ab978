"""The cast of the mall: a tea shop with two tills, a bookshop, a metro operator, a cause, and citizens with credits."""

from datetime import date, timedelta
from itertools import count

import pytest

from accounts.models import User
from common import step_codes
from credits import audit as credits_audit
from credits import budgets, ledger, statements
from credits.accounts import available_accounts
from merchants import audit as merchants_audit
from merchants import tickets
from merchants.mall.redeeming import redeem
from merchants.models import (
    AT_ONCE,
    Cause,
    Membership,
    Merchant,
    MerchantStatus,
    Offer,
    OfferKind,
    OfferStatus,
    Redemption,
    Role,
    Shop,
    StockRelease,
)
from tests.conftest import NOW, TODAY, make_citizen

THIS_VINTAGE, NEXT_VINTAGE = date(2026, 12, 31), date(2027, 12, 31)
PRICE, FEN = 30, 800
keys = map(str, count())


def text(words: str) -> dict[str, str]:
    return {"zh-hans": words, "en": words}


def give(citizen: User, amount: int, expires_on: date = NEXT_VINTAGE) -> None:
    """Pays credits of one vintage to a citizen out of a budget, past acts."""
    account_id, key = available_accounts([citizen.pk], expires_on)[citizen.pk], next(keys)
    gifts = budgets.open_budget("gifts", text("gifts"))
    budgets.fund(gifts, amount * budgets.SLOTS, reference=f"fund:gifts:{key}", now=NOW)
    slot_id = budgets.lock_slots("gifts", amount).take(amount)
    posting = ledger.Posting(slot_id, account_id, amount, ledger.TransferKind.AWARD, f"gift:{key}", NOW)
    ledger.post([posting], now=NOW)


def make_merchant(name: str) -> Merchant:
    return Merchant.objects.create(name=text(name), status=MerchantStatus.APPROVED, status_at=NOW)


def make_shop(merchant: Merchant, name: str, district: str = "jinjiang") -> Shop:
    return Shop.objects.create(merchant=merchant, name=text(name), district=district, address=text("春熙路 1 号"))


def make_member(merchant: Merchant, role: Role = Role.CASHIER) -> Membership:
    return Membership.objects.create(merchant=merchant, user=make_citizen(), role=role, invited_at=NOW, accepted_at=NOW)


def make_offer(merchant: Merchant | None, *, stock: int | None = None, **named) -> Offer:
    """On show from today for a month; with `stock`, so many pieces from now on. A merchant without a shop gets one."""
    if merchant is not None and named.get("kind") not in AT_ONCE and not merchant.shops.exists():
        make_shop(merchant, "总店", "pidu")
    first = NOW.date()
    values = {
        "kind": OfferKind.GOODS,
        "title": text("一杯绿茶"),
        "terms": text("每券一杯"),
        "price": PRICE,
        "settlement_fen": FEN,
        "starts_on": first,
        "ends_on": first + timedelta(days=30),
        "status": OfferStatus.PUBLISHED,
        "published_at": NOW,
        "is_limited": stock is not None,
    }
    offer = Offer.objects.create(merchant=merchant, **{**values, **named})
    if stock is not None:
        StockRelease.objects.create(offer=offer, opens_at=NOW, quantity=stock)
    return offer


@pytest.fixture
def teahouse(db) -> Merchant:
    return make_merchant("蜀风茶舍")


@pytest.fixture
def till(teahouse) -> Shop:
    return make_shop(teahouse, "春熙路店")


@pytest.fixture
def cashier(teahouse) -> Membership:
    return make_member(teahouse)


@pytest.fixture
def manager(teahouse) -> Membership:
    return make_member(teahouse, Role.MANAGER)


@pytest.fixture
def bookshop(db) -> Merchant:
    return make_merchant("浣花书店")


@pytest.fixture
def tea(teahouse, till) -> Offer:
    return make_offer(teahouse, stock=100)


@pytest.fixture
def ticket(db) -> Offer:
    """A metro ticket, two codes of which are there."""
    offer = make_offer(make_merchant("地铁"), kind=OfferKind.TRANSIT, is_limited=True)
    tickets.import_codes(offer, ["METRO-1", "METRO-2"], opens_at=NOW, now=NOW)
    return offer


@pytest.fixture
def cause(db) -> Cause:
    return Cause.objects.create(name=text("龙泉山植树"), summary=text("种一棵树"))


@pytest.fixture
def donation(cause) -> Offer:
    return make_offer(None, kind=OfferKind.DONATION, cause=cause, settlement_fen=0)


@pytest.fixture
def rich_alice(alice) -> User:
    """Alice with 100 credits: 20 expire this year, 80 the next."""
    give(alice, 80)
    give(alice, 20, THIS_VINTAGE)
    return alice


def voucher_of(citizen: User, offer: Offer, now=NOW) -> Redemption:
    return redeem(citizen=citizen, offer=offer, price=offer.price, key=next(keys), now=now)


def code_of(voucher: Redemption, moment=NOW) -> str:
    """The 12 digits that the citizen's screen shows at a moment."""
    return voucher.number + step_codes.code_at(bytes(voucher.secret), moment)


def available(citizen: User) -> int:
    return statements.available(citizen.pk, today=TODAY)


def assert_books_are_sound() -> None:
    assert [*credits_audit.findings(), *merchants_audit.findings()] == []
