"""What the bank is to pay now: every confirmed statement that comes to something, each with the account in force."""

from datetime import datetime
from typing import NamedTuple

from accounts.refusals import Unreadable
from merchants import bank_accounts
from merchants.models import BankAccount, Statement, StatementStatus


class Payable(NamedTuple):
    """A statement to be paid; without a number it cannot be in the bank's file."""

    statement: Statement
    account: BankAccount | None
    number: str


def all_of_them(*, now: datetime) -> list[Payable]:
    confirmed = Statement.objects.filter(status=StatementStatus.CONFIRMED, fen__gt=0).select_related("merchant")
    statements = list(confirmed.order_by("pk"))
    accounts = BankAccount.objects.filter(merchant__in={statement.merchant_id for statement in statements})
    in_force = {account.merchant_id: account for account in accounts.in_force(now)}
    return [_payable(statement, in_force.get(statement.merchant_id)) for statement in statements]


def _payable(statement: Statement, account: BankAccount | None) -> Payable:
    """One whose key is gone is as good as none: the others are paid."""
    try:
        return Payable(statement, account, bank_accounts.number_of(account) if account else "")
    except Unreadable:
        return Payable(statement, account, "")
