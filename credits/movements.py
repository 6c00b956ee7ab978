"""Every movement of the ledger without its numbers: by whom, on which day, of which kind, how much.

Two books that tell the same are the same, whatever numbers their rows got.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection


class Movement(NamedTuple):
    """`owner_id` is whose account gave, else whose account received; none where neither is a citizen's."""

    owner_id: int | None
    posted_on: date
    kind: str
    asset: str
    amount: int
    expires_on: date | None


def movements() -> Iterator[Movement]:
    """In no order. Read to its end in constant memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(debit.owner_id, credit.owner_id),
                   (transfer.created_at AT TIME ZONE 'Asia/Shanghai')::date,
                   transfer.kind, transfer.asset, transfer.amount, coalesce(debit.expires_on, credit.expires_on)
            FROM credits_transfer AS transfer
            JOIN credits_ledgeraccount AS debit ON debit.id = transfer.debit_id
            JOIN credits_ledgeraccount AS credit ON credit.id = transfer.credit_id
            WHERE transfer.kind <> 'fund'
            """
        )
        for row in cursor:
            yield Movement(*row)
