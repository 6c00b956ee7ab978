"""What still arrives on an account that was merged: a late award, a refund, an appeal granted, or a debt of old acts.

Each goes to the account that stays as the merger itself did, under its reference. Locks: both citizens, then their
ledger accounts.
"""

from datetime import datetime

from django.db import connection, transaction

from accounts import citizens
from common.city_time import city_day
from credits import ledger
from credits.merging import moving
from credits.merging.models import Merger
from credits.merging.preview import pair_of

MERGERS_A_RUN = 200


def forward(*, now: datetime, limit: int = MERGERS_A_RUN) -> int:
    """Forwards for at most `limit` mergers what is there; returns for how many."""
    found = _with_something(now, limit)
    for merger in Merger.objects.filter(pk__in=found).order_by("pk"):
        _forward(merger, now)
    return len(found)


@transaction.atomic
def _forward(merger: Merger, now: datetime) -> None:
    pair = pair_of(merger)
    citizens.lock_each(pair[:2])
    ended, stays = moving.lock(*pair[:2], now=now)
    done = moving.moves(ended, stays)
    reference = f"{merger.reference}:late:{_last_transfer(merger.ended_id)}"
    ledger.post_all(moving.postings(done, *pair[:2], reference=reference, now=now), now=now)


def _with_something(now: datetime, limit: int) -> list[int]:
    """Whose ended account has something that can be spent, or owes something."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT merger.id
            FROM credits_merger AS merger
            JOIN credits_ledgeraccount AS account ON account.owner_id = merger.ended_id
            WHERE merger.status = 'approved' AND account.asset = 'credit'
              AND (account.kind = 'available' AND account.balance > 0 AND account.expires_on >= %s
                   OR account.kind = 'debt' AND account.balance < 0)
            ORDER BY merger.id LIMIT %s
            """,
            [city_day(now), limit],
        )
        return [merger_id for (merger_id,) in cursor.fetchall()]


def _last_transfer(owner_id: int) -> int:
    """The number of the last transfer that touched what an account can spend or owes."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT max(t.id) FROM credits_ledgeraccount AS account
            CROSS JOIN LATERAL (
                SELECT max(id) AS id FROM credits_transfer WHERE credit_id = account.id
                UNION ALL
                SELECT max(id) FROM credits_transfer WHERE debit_id = account.id AND kind <> 'award'
            ) AS t
            WHERE account.owner_id = %s AND account.kind IN ('available', 'debt') AND account.asset = 'credit'
            """,
            [owner_id],
        )
        [(last,)] = cursor.fetchall()
        return int(last)
