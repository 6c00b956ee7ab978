"""Credits set aside: which vintages pay, the earliest first, and where the credits go from there.

Every function makes postings and posts nothing, so that the caller posts a step whole and in one batch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from common.city_time import city_day
from common.prepared import Prepared
from credits.accounts import open_held, party_account, scheme_account
from credits.ledger import Moved, Posting
from credits.models import AccountKind, Asset, Transfer, TransferKind
from credits.refusals import InsufficientCredits

Holds = Sequence[Moved | Posting]
"""What is set aside: posted before, or about to be."""
Held = Sequence[Transfer]
H = TypeVar("H", Moved | Posting, Transfer)


class Span(NamedTuple):
    """Of all that is set aside in order, the earliest vintage first, from so many credits on up to so many."""

    since: int = 0
    until: int | None = None


WHOLE = Span()


@dataclass(frozen=True, slots=True)
class Portion:
    """What one vintage contributes to a price."""

    account_id: int
    held_id: int | None
    """Where it is set aside; none where nothing of this vintage ever was."""
    expires_on: date
    amount: int


_WALLET = Prepared(
    "lock_wallet",
    """
    SELECT id, kind, expires_on, balance FROM credits_ledgeraccount
    WHERE owner_id = $1::bigint AND kind IN ('available', 'held') AND asset = 'credit'
    ORDER BY id
    FOR NO KEY UPDATE
    """,
)


def lock(owner_id: int) -> None:
    """For who posts oftener than once: a batch locks its accounts in order, and a second one those before them."""
    _WALLET.rows(owner_id)


def portions(owner_id: int, price: int, *, today: date) -> list[Portion]:
    """The vintages that pay a price, the earliest first; what has expired pays nothing.

    Locks the owner's available and held accounts until the transaction ends; the caller holds the citizen's lock.
    Raises `InsufficientCredits`.
    """
    chosen = spendable(owner_id, price, today=today)
    balance = sum(portion.amount for portion in chosen)
    if balance < price:
        raise InsufficientCredits(balance=balance, needed=price)
    return chosen


def spendable(owner_id: int, most: int, *, today: date) -> list[Portion]:
    """As `portions`, but of what is there where it is less than the most that is asked for."""
    wallet = _WALLET.rows(owner_id)
    held = {expires_on: account_id for account_id, kind, expires_on, _held in wallet if kind == AccountKind.HELD.value}
    available = [
        Portion(account_id, held.get(expires_on), expires_on, balance)
        for account_id, kind, expires_on, balance in wallet
        if kind == AccountKind.AVAILABLE.value and expires_on >= today
    ]
    return _earliest(available, most)


def overdue(held: Sequence[Transfer], *, today: date, span: Span = WHOLE) -> int:
    """How much of what was set aside would expire at once if it went back today."""
    pieces = _pieces(held, span)
    return sum(piece for _place, hold, piece in pieces if hold.debit.expires_on and hold.debit.expires_on < today)


def _pieces(holds: Sequence[H], span: Span) -> Iterator[tuple[int, H, int]]:
    """Of each hold its place and how much of it lies in a span, where something does."""
    begins = 0
    for place, hold in enumerate(holds):
        ends = begins + hold.amount
        piece = (ends if span.until is None else min(ends, span.until)) - max(begins, span.since)
        if piece > 0:
            yield place, hold, piece
        begins = ends


def _earliest(available: Sequence[Portion], price: int) -> list[Portion]:
    chosen, due = [], price
    for portion in sorted(available, key=lambda portion: portion.expires_on):
        amount = min(portion.amount, due)
        if amount:
            chosen.append(replace(portion, amount=amount))
            due -= amount
    return chosen


def held(owner_id: int, chosen: Sequence[Portion], *, reference: str, now: datetime) -> list[Posting]:
    """Sets the portions aside: one HOLD a vintage, under `{reference}:0`, `{reference}:1`, …"""
    opened = open_held(owner_id, [portion.expires_on for portion in chosen if portion.held_id is None])
    return [
        Posting(
            portion.account_id,
            portion.held_id or opened[portion.expires_on],
            portion.amount,
            TransferKind.HOLD,
            f"{reference}:{place}",
            now,
        )
        for place, portion in enumerate(chosen)
    ]


def donated(cause: str, chosen: Sequence[Portion], *, reference: str, now: datetime) -> list[Posting]:
    """Gives the portions to a cause, known by its public id: one DONATE a vintage."""
    account_id = party_account(AccountKind.CAUSE, cause, Asset.CREDIT)
    return [
        Posting(portion.account_id, account_id, portion.amount, TransferKind.DONATE, f"{reference}:{place}", now)
        for place, portion in enumerate(chosen)
    ]


def captured(holds: Holds, *, reference: str, now: datetime, span: Span = WHOLE) -> list[Posting]:
    """Spends what was set aside: one CAPTURE for each HOLD that it takes of."""
    redeemed = scheme_account(AccountKind.REDEEMED)
    return [
        Posting(hold.credit_id, redeemed, piece, TransferKind.CAPTURE, f"{reference}:{place}", now)
        for place, hold, piece in _pieces(holds, span)
    ]


def owed(merchant: str, fen: int, *, reference: str, now: datetime) -> list[Posting]:
    """What the scheme owes a merchant, known by its public id, for a capture; nothing where the price is nothing."""
    if fen == 0:
        return []
    payable = scheme_account(AccountKind.PAYABLE, Asset.FEN)
    receivable = party_account(AccountKind.RECEIVABLE, merchant, Asset.FEN)
    return [Posting(payable, receivable, fen, TransferKind.CAPTURE, f"{reference}:fen", now)]


def released(holds: Sequence[Transfer], *, reference: str, now: datetime, span: Span = WHOLE) -> list[Posting]:
    """Gives back what was set aside, a RELEASE for each HOLD; what returns into an expired vintage expires at once."""
    postings = []
    for place, hold, piece in _pieces(holds, span):
        back = Posting(hold.credit_id, hold.debit_id, piece, TransferKind.RELEASE, f"{reference}:{place}", now)
        postings.append(back)
        if hold.debit.expires_on is not None and hold.debit.expires_on < city_day(now):
            expired = scheme_account(AccountKind.EXPIRED)
            postings.append(
                Posting(hold.debit_id, expired, piece, TransferKind.EXPIRE, f"expire:{reference}:{place}", now)
            )
    return postings
