"""Credits taken back: from what is available, the earliest vintage first; what is spent already becomes a debt.

Every function makes postings and posts nothing, so that the caller posts a step whole and in one batch.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from common import pg_arrays
from common.city_time import city_day
from credits.accounts import debt_account, scheme_account
from credits.holds import spendable
from credits.ledger import Posting
from credits.models import AccountKind, TransferKind


@dataclass(slots=True)
class Debt:
    """What an owner still owes, and on which account."""

    account_id: int
    owed: int


Kinds = tuple[TransferKind, TransferKind]
"""Of what is taken from vintages, and of what is owed."""


def taken_back(
    owner_id: int,
    credits: int,
    *,
    reference: str,
    now: datetime,
    kinds: Kinds = (TransferKind.CLAWBACK, TransferKind.DEBT),
) -> list[Posting]:
    """Takes credits back from their owner: one CLAWBACK a vintage, and a DEBT for what is no longer there.

    What is set aside for a voucher stays. Locks the owner's accounts; the caller holds the citizen's lock.
    """
    issuance, due = scheme_account(AccountKind.ISSUANCE), credits
    postings = []
    for place, portion in enumerate(spendable(owner_id, credits, today=city_day(now))):
        back = (portion.account_id, issuance, portion.amount, kinds[0], f"{reference}:{place}", now)
        postings.append(Posting(*back))
        due -= portion.amount
    if due:
        owed = (debt_account(owner_id), issuance, due, kinds[1], f"{reference}:debt", now)
        postings.append(Posting(*owed))
    return postings


def debts_of(owner_ids: Collection[int]) -> dict[int, Debt]:
    """Who of these owes something, and how much; one statement. The caller holds the citizens' locks."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT owner_id, id, -balance FROM credits_ledgeraccount
            WHERE kind = 'debt' AND owner_id = ANY (%s::bigint[]) AND asset = 'credit' AND balance < 0
            """,
            [pg_arrays.numbers(owner_ids)],
        )
        return {owner_id: Debt(account_id, owed) for owner_id, account_id, owed in cursor.fetchall()}


def repaid(
    awards: Sequence[Posting], owners: Mapping[int, int], debts: Mapping[int, Debt], *, now: datetime
) -> list[Posting]:
    """A REPAY for each award to somebody in debt, as far as both go; `owners` are those of the awards' accounts.

    What is owed shrinks with each.
    """
    postings = []
    for award in awards:
        debt = debts.get(owners[award.credit_id])
        if debt is None or not debt.owed:
            continue
        amount = min(debt.owed, award.amount)
        debt.owed -= amount
        reference = f"repay:{award.reference}"
        postings.append(Posting(award.credit_id, debt.account_id, amount, TransferKind.REPAY, reference, now))
    return postings
