"""What a merger does to the ledger: thought out of two accounts' balances, and made as postings under the locks.

What the ending account has goes over in the vintages in which it lies, so nothing lives longer or dies sooner. One
citizen is one debtor: what arrives repays what the staying account owes, as an award does, and what the ending one owes
is paid out of what can be spent then, the earliest first; the rest stays owed, by the one that stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from common.city_time import city_day
from credits.accounts import available_accounts, debt_account
from credits.ledger import Posting
from credits.models import TransferKind

Part = tuple[date, int]
"""So many credits of one vintage."""


@dataclass(frozen=True, slots=True)
class Held:
    """What one account can spend, by the day on which it expires, and what it owes."""

    vintages: Mapping[date, int] = field(default_factory=dict)
    owed: int = 0

    @property
    def credits(self) -> int:
        return sum(self.vintages.values())


@dataclass(frozen=True, slots=True)
class Moves:
    """What goes over: `arriving` from one account to the other, of which `repaying` goes to the debt of that.

    `paying` of the staying account pays what the ending one owes; `left_owed` is owed on by the one that stays.
    """

    arriving: Sequence[Part]
    repaying: Sequence[Part]
    paying: Sequence[Part]
    left_owed: int

    @property
    def credits(self) -> int:
        return _sum(self.arriving)

    @property
    def owed(self) -> int:
        return _sum(self.paying) + self.left_owed

    @property
    def repaid(self) -> int:
        """Of the debts of both."""
        return _sum(self.repaying) + _sum(self.paying)


def moves(ended: Held, stays: Held) -> Moves:
    """As it would be posted for these balances."""
    arriving = sorted((expires_on, amount) for expires_on, amount in ended.vintages.items() if amount)
    repaying = _earliest(arriving, stays.owed)
    together = dict(stays.vintages)
    for expires_on, amount in arriving:
        together[expires_on] = together.get(expires_on, 0) + amount
    for expires_on, amount in repaying:
        together[expires_on] -= amount
    paying = _earliest(sorted(together.items()), ended.owed)
    return Moves(arriving, repaying, paying, ended.owed - _sum(paying))


def after(ended: Held, stays: Held) -> Held:
    """What the account that stays has then."""
    done = moves(ended, stays)
    vintages = dict(stays.vintages)
    for sign, parts in ((1, done.arriving), (-1, done.repaying), (-1, done.paying)):
        for expires_on, amount in parts:
            vintages[expires_on] = vintages.get(expires_on, 0) + sign * amount
    left = {expires_on: amount for expires_on, amount in sorted(vintages.items()) if amount}
    return Held(left, stays.owed - _sum(done.repaying) + done.left_owed)


def held_by(owner_id: int, *, now: datetime) -> Held:
    """What an account can spend now, and owes; nothing is locked."""
    return _read([owner_id], city_day(now), "")[owner_id]


def lock(ended_id: int, stays_id: int, *, now: datetime) -> tuple[Held, Held]:
    """Of both, under the locks of their ledger accounts. The caller holds both citizens' locks."""
    found = _read([ended_id, stays_id], city_day(now), "FOR NO KEY UPDATE")
    return found[ended_id], found[stays_id]


def postings(done: Moves, ended_id: int, stays_id: int, *, reference: str, now: datetime) -> list[Posting]:
    """The transfers, in one batch. The caller holds the locks under which `done` was thought out."""
    made: list[Posting] = []
    theirs = {day: available_accounts([ended_id, stays_id], day) for day in _days(done)}
    for place, (day, amount) in enumerate(done.arriving):
        between = (theirs[day][ended_id], theirs[day][stays_id])
        made.append(Posting(*between, amount, TransferKind.MERGE, f"{reference}:{place}", now))
    repaid = dict(done.repaying)
    for arrival, (day, _amount) in zip(list(made), done.arriving, strict=True):
        if part := repaid.get(day):
            to = (arrival.credit_id, debt_account(stays_id), part)
            made.append(Posting(*to, TransferKind.REPAY, f"repay:{arrival.reference}", now))
    for place, (day, amount) in enumerate(done.paying):
        between = (theirs[day][stays_id], debt_account(ended_id))
        made.append(Posting(*between, amount, TransferKind.MERGE, f"{reference}:paid:{place}", now))
    if done.left_owed:
        between = (debt_account(stays_id), debt_account(ended_id))
        made.append(Posting(*between, done.left_owed, TransferKind.MERGE, f"{reference}:owed", now))
    return made


def _read(owner_ids: Sequence[int], today: date, locking: str) -> dict[int, Held]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT owner_id, expires_on, balance FROM credits_ledgeraccount
            WHERE owner_id = ANY (%s) AND kind IN ('available', 'debt') AND asset = 'credit'
            ORDER BY id {locking}
            """,  # noqa: S608, words of this module alone
            [list(owner_ids)],
        )
        rows = cursor.fetchall()
    return {owner_id: _held([row[1:] for row in rows if row[0] == owner_id], today) for owner_id in owner_ids}


def _held(rows: Sequence[tuple[date | None, int]], today: date) -> Held:
    vintages = {day: amount for day, amount in rows if day is not None and day >= today and amount}
    return Held(dict(sorted(vintages.items())), -sum(amount for day, amount in rows if day is None))


def _earliest(vintages: Sequence[Part], due: int) -> list[Part]:
    taken = []
    for expires_on, credits in vintages:
        part = min(credits, due)
        if part:
            taken.append((expires_on, part))
            due -= part
    return taken


def _days(done: Moves) -> set[date]:
    return {day for day, _amount in [*done.arriving, *done.paying]}


def _sum(parts: Sequence[Part]) -> int:
    return sum(amount for _day, amount in parts)
