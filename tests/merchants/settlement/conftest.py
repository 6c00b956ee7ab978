"""A tea shop in November: what it took, and who draws up, confirms and pays its statement."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from merchants import bank_accounts
from merchants.bank_accounts import Account
from merchants.models import BankAccount, Membership, Merchant, Redemption, Role, Statement
from merchants.settlement import closing, disputing, paying
from merchants.till.taking import capture
from tests.conftest import make_citizen
from tests.merchants.conftest import code_of, give, keys, make_member, make_offer, voucher_of

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
MORNING = datetime(2026, 11, 24, 2, tzinfo=UTC)
LAST_MINUTES = datetime(2026, 11, 30, 15, 57, tzinfo=UTC)
"""Three minutes before midnight in Chengdu."""
MONTHS_END = LAST_MINUTES + timedelta(minutes=3)
JUST_AFTER = LAST_MINUTES + timedelta(minutes=5)
NEXT_MONTH = datetime(2027, 1, 2, 2, tzinfo=UTC)

Take = Callable[..., Redemption]


@pytest.fixture
def owner(teahouse) -> Membership:
    return make_member(teahouse, Role.OWNER)


ACCOUNT = Account("中国建设银行成都春熙支行", "51050142123400000123")


@pytest.fixture
def account(owner, teahouse) -> BankAccount:
    """In force since long ago."""
    Merchant.objects.filter(pk=teahouse.pk).update(legal_name="成都蜀风茶舍有限公司")
    return bank_accounts.give(merchant=teahouse, account=ACCOUNT, by=owner.user, now=MORNING)


@pytest.fixture
def clerk(db) -> User:
    """Draws up and answers."""
    return make_citizen()


@pytest.fixture
def payer(db) -> User:
    return make_citizen()


@pytest.fixture
def take(cashier, till, alice, teahouse) -> Take:
    """Lets alice redeem an offer of a price in fen, and the cashier take it, at a moment."""
    give(alice, 10_000)

    def take(at: datetime, *, fen: int = 800, price: int = 30, offer=None) -> Redemption:
        offer = offer or make_offer(teahouse, settlement_fen=fen, price=price, ends_on=date(2027, 3, 1))
        code = code_of(voucher_of(alice, offer, at), at)
        taken = capture(user=cashier.user, shop=till.public_id, code=code, key=next(keys), now=at)
        return Redemption.objects.get(public_id=taken.public_id)

    return take


def closed(merchant: Merchant, month: date = NOVEMBER, now: datetime = JUST_AFTER) -> Statement:
    statement = closing.close(merchant=merchant, month=month, now=now)
    assert statement is not None
    return statement


def confirmed(statement: Statement, owner: Membership, now: datetime = JUST_AFTER) -> Statement:
    return disputing.confirm(statement=statement, owner=owner, fen=statement.fen, now=now)


def paid(statement: Statement, owner: Membership, by: User, now: datetime = JUST_AFTER) -> Statement:
    confirmed(statement, owner, now)
    return paying.pay(statement=statement, by=by, bank_reference="ICBC-1", fen=statement.fen, now=now)
