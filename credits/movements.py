"""Every movement of the ledger without its numbers: by whom, when, of which kind, how much.

Two books that tell the same are the same, whatever numbers their rows got.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from common.city_time import city_day
from credits.models import TransferKind

KINDS = [kind for kind in TransferKind if kind is not TransferKind.FUND]


class Movement(NamedTuple):
    """`owner_id` is whose account gave, else whose account received; none where neither is a citizen's."""

    owner_id: int | None
    posted_at: datetime
    kind: str
    asset: str
    amount: int
    expires_on: date | None
    is_gain: bool
    """Whether the owner received, rather than gave; of a movement between two accounts of theirs, that they gave."""

    @property
    def posted_on(self) -> date:
        return city_day(self.posted_at)


def movements(kinds: Collection[str] = KINDS) -> Iterator[Movement]:
    """Of some kinds, else all but what filled budgets, in no order. Read to its end in constant memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(debit.owner_id, credit.owner_id), transfer.created_at,
                   transfer.kind, transfer.asset, transfer.amount, coalesce(debit.expires_on, credit.expires_on),
                   debit.owner_id IS NULL AND credit.owner_id IS NOT NULL
            FROM credits_transfer AS transfer
            JOIN credits_ledgeraccount AS debit ON debit.id = transfer.debit_id
            JOIN credits_ledgeraccount AS credit ON credit.id = transfer.credit_id
            WHERE transfer.kind = ANY (%s::text[])
            """,
            [list(kinds)],
        )
        for row in cursor:
            yield Movement(*row)
