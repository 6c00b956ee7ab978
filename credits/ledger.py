"""Posting: the only code that writes transfers, many at once or one, always by the same path.

The path is the database's function `credits_post` (migration 0005), for one transfer `credits_post_one` (0008), so that
any number of transfers is one round trip.
Locks are taken in one order everywhere: citizens (`activities.scoring`), budget slots (`credits.budgets`), then there
the accounts: slots first, in the order of their budgets' codes, then all others, by id.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from common import pg_arrays
from common.errors import DomainError
from common.prepared import Prepared
from credits.models import Transfer, TransferKey
from credits.models import TransferKind as TransferKind
from credits.refusals import InsufficientCredits, NotReversible, ReferenceReused

Placed = tuple[int, bool]
"""The transfer of a posting, and whether it is new."""


class Posting(NamedTuple):
    """A transfer to be made: `amount` whole units of the accounts' one asset, from `debit_id` to `credit_id`."""

    debit_id: int
    credit_id: int
    amount: int
    kind: TransferKind
    reference: str
    event_at: datetime


class Moved(NamedTuple):
    """What a transfer moved, and between which accounts."""

    debit_id: int
    credit_id: int
    amount: int


def post(postings: Sequence[Posting], *, now: datetime) -> list[Transfer]:
    """Posts as `post_all` does, and returns the transfers in the postings' order."""
    placed = post_all(postings, now=now)
    transfers = Transfer.objects.in_bulk([transfer_id for transfer_id, _is_new in placed])
    return [transfers[transfer_id] for transfer_id, _is_new in placed]


def post_all(postings: Sequence[Posting], *, now: datetime) -> list[Placed]:
    """Posts all or none, in one call to the database; returns where each posting stands, in their order.

    A reference that was posted before stands where it first did and moves nothing. Raises `ReferenceReused` where that
    one had other content, `InsufficientCredits` where a balance would fall below zero.
    """
    single = _single(postings)
    if not single:
        return []
    placed = _call(list(single.values()), now)
    if len(single) == len(postings):
        return placed
    by_reference = dict(zip(single, placed, strict=True))
    return [by_reference[posting.reference] for posting in postings]


def reverse(transfer: Transfer, *, now: datetime) -> Transfer:
    """Posts the mirror of an earlier transfer, in full and once; asked again, returns the first mirror.

    Raises `InsufficientCredits` where what was given is no longer there, `NotReversible` for a reversal.
    """
    return reverse_all([transfer], now=now)[0]


def reverse_all(transfers: Sequence[Transfer], *, now: datetime) -> list[Transfer]:
    """Reverses several transfers, all or none; otherwise as `reverse`."""
    return post([_mirror(transfer, now) for transfer in transfers], now=now)


def find(reference: str) -> Transfer | None:
    """The transfer that a reference stands for."""
    key = TransferKey.objects.filter(reference=reference).first()
    return None if key is None else Transfer.objects.get(pk=key.transfer_id)


def find_all(prefix: str) -> list[Transfer]:
    """The transfers whose references begin with `prefix` and a colon, in the order in which they were posted."""
    keys = TransferKey.objects.filter(reference__startswith=f"{prefix}:").values("transfer_id")
    return list(Transfer.objects.filter(pk__in=keys).select_related("debit", "credit").order_by("pk"))


_MOVED = Prepared(
    "moved_under_prefix",
    """
    SELECT debit_id, credit_id, amount
    FROM credits_transferkey AS key JOIN credits_transfer AS transfer ON transfer.id = key.transfer_id
    WHERE key.reference >= $1::text AND key.reference < $2::text
    ORDER BY transfer.id
    """,
)


def moved_under(prefix: str) -> list[Moved]:
    """What the transfers of `find_all` moved."""
    # References are sorted by bytes, and a semicolon follows the colon.
    return [Moved(*row) for row in _MOVED.rows(f"{prefix}:", f"{prefix};")]


def _mirror(transfer: Transfer, now: datetime) -> Posting:
    if transfer.kind == TransferKind.REVERSAL:
        raise NotReversible
    return Posting(
        debit_id=transfer.credit_id,
        credit_id=transfer.debit_id,
        amount=transfer.amount,
        kind=TransferKind.REVERSAL,
        reference=f"reversal:{transfer.pk}",
        event_at=now,
    )


def _single(postings: Sequence[Posting]) -> dict[str, Posting]:
    """Each reference with its one posting. Raises `ReferenceReused` where two of them differ."""
    single: dict[str, Posting] = {}
    for posting in postings:
        first = single.setdefault(posting.reference, posting)
        if first is not posting and not _same_content(first, posting):
            raise ReferenceReused(reference=posting.reference)
    return single


def _same_content(one: Posting, other: Posting) -> bool:
    return all(getattr(one, part) == getattr(other, part) for part in ("debit_id", "credit_id", "amount", "kind"))


_POST = Prepared("post_transfers", "SELECT * FROM credits_post($1, $2, $3, $4, $5, $6, $7)")
_POST_ONE = Prepared("post_transfer", "SELECT * FROM credits_post_one($1, $2, $3, $4, $5, $6, $7)")


def _call(postings: Sequence[Posting], now: datetime) -> list[Placed]:
    """One round trip: the function locks, looks, checks and writes, or writes nothing and says why."""
    if len(postings) == 1:
        transfer_id, is_new = _answer(_POST_ONE.rows(*postings[0], now))
        return [(transfer_id, is_new)]
    columns = (
        pg_arrays.numbers([posting.debit_id for posting in postings]),
        pg_arrays.numbers([posting.credit_id for posting in postings]),
        pg_arrays.numbers([posting.amount for posting in postings]),
        pg_arrays.texts([posting.kind for posting in postings]),
        pg_arrays.texts([posting.reference for posting in postings]),
        pg_arrays.moments([posting.event_at for posting in postings]),
    )
    transfer_ids, are_new = _answer(_POST.rows(*columns, now))
    return list(zip(transfer_ids, are_new, strict=True))


def _answer(rows: Sequence[tuple[Any, ...]]) -> tuple[Any, Any]:
    [(problem, facts, transfers, are_new)] = rows
    if problem:
        raise _refusal(problem, facts)
    return transfers, are_new


def _refusal(problem: str, facts: Sequence[str]) -> DomainError:
    if problem == ReferenceReused.code:
        return ReferenceReused(reference=facts[0])
    assert problem == InsufficientCredits.code, problem
    return InsufficientCredits(balance=int(facts[0]), needed=int(facts[1]))
