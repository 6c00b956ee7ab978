"""The limit of scoring: the very rows that it writes, by one set-based statement, with nothing to look up or to count.

The tables have the same columns and indexes as the portal's, and no foreign keys and no triggers.
"""

from collections.abc import Callable

from django.db import connection, transaction

from activities.models import SHARDS
from benchmarks.bench import Bench
from benchmarks.databases import PORTAL

PREFIX = "bare_"
BATCH = 1_000
TABLES = {
    "activities_activity": "fillfactor = 85",
    "activities_activitykey": "",
    "activities_queuedact": "",
    "activities_assessment": "",
    "credits_transfer": "",
    "credits_transferkey": "",
    "credits_ledgeraccount": "fillfactor = 70",
}
"""Each with what it is stored by."""
SCORE = """
WITH taken AS MATERIALIZED (
    DELETE FROM bare_activities_queuedact WHERE activity_id = ANY (ARRAY(
        SELECT activity_id FROM bare_activities_queuedact
        WHERE citizen_id %% %(shards)s = %(shard)s AND waits_since IS NULL ORDER BY activity_id LIMIT %(batch)s
    )) RETURNING activity_id, citizen_id
), scored AS (
    UPDATE bare_activities_activity AS act SET status = 'scored', refusal = '', status_at = now()
    FROM taken WHERE act.id = taken.activity_id RETURNING act.id, act.citizen_id, act.started_at
), assessed AS (
    INSERT INTO bare_activities_assessment (activity_id, version_id, grams, credits, facts, assessed_at)
    SELECT activity_id, 1, 160, 16, '{"quantified": "160.00"}', now() FROM taken RETURNING activity_id
), posted AS (
    INSERT INTO bare_credits_transfer (debit_id, credit_id, amount, asset, kind, reference, event_at, created_at)
    SELECT 0, account.id, 16, 'credit', 'award', 'act:' || assessed.activity_id, scored.started_at, now()
    FROM scored JOIN assessed ON assessed.activity_id = scored.id
    JOIN bare_credits_ledgeraccount AS account ON account.owner_id = scored.citizen_id AND account.kind = 'available'
    RETURNING id, reference, credit_id
), named AS (
    INSERT INTO bare_credits_transferkey (reference, transfer_id) SELECT reference, id FROM posted
), moved AS (
    UPDATE bare_credits_ledgeraccount AS account SET balance = balance + earned.amount
    FROM (SELECT credit_id, count(*) * 16 AS amount FROM posted GROUP BY credit_id) AS earned
    WHERE account.id = earned.credit_id
)
SELECT count(*) FROM taken
"""


def make_tables(bench: Bench) -> None:
    """Their owner is that of the portal's; whoever runs the portal may do everything with them."""
    with bench.databases.as_owner(PORTAL) as cursor:
        for name, stored in TABLES.items():
            cursor.execute(f"CREATE TABLE {PREFIX}{name} (LIKE {name} INCLUDING ALL)")
            cursor.execute(f"GRANT ALL ON {PREFIX}{name} TO PUBLIC")
            if stored:
                cursor.execute(f"ALTER TABLE {PREFIX}{name} SET ({stored})")


def open_accounts(citizen_ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO bare_credits_ledgeraccount (kind, asset, owner_id, expires_on, balance)
            SELECT 'available', 'credit', id, '2027-12-31', 0 FROM unnest(%s::bigint[]) AS id
            """,
            [citizen_ids],
        )


def batches(number: int, count: int) -> Callable[[], int]:
    """Writes all that waits in a worker's share."""

    def score() -> int:
        scored = 0
        while taken := sum(_batch(shard) for shard in range(number, SHARDS, count)):
            scored += taken
        return scored

    return score


def _batch(shard: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SCORE, {"shards": SHARDS, "shard": shard, "batch": BATCH})
        taken: int = cursor.fetchone()[0]
        return taken
