"""Proves each merger: approved, both accounts proven, as many credits as it says, and nothing left behind."""

from common.audit import AuditRule
from credits.merging.models import BETWEEN_THE_TWO, LARGE_MERGER, MERGER

RULES = [
    AuditRule(
        "merged_without_approval",
        "transfer {0} ({1}) of {2} credits: merger {3}",
        f"""
        SELECT t.id, t.reference, t.amount, coalesce(merger.id::text || ' is ' || merger.status, 'none')
        FROM credits_transfer AS t
        JOIN credits_ledgeraccount AS debit ON debit.id = t.debit_id
        JOIN credits_ledgeraccount AS credit ON credit.id = t.credit_id
        LEFT JOIN credits_merger AS merger ON merger.id = {MERGER}
        WHERE t.kind = 'merge' AND (
            merger.status = 'approved' AND {BETWEEN_THE_TWO} AND t.created_at >= merger.decided_at
            AND merger.decided_at >= merger.asked_at + interval '1 day'
        ) IS NOT TRUE
        """,  # noqa: S608, expressions of this program alone
    ),
    AuditRule(
        "merged_without_both_proofs",
        "merger {0}: {1} of its two accounts were proven within the hour before it was handed in",
        """
        SELECT m.id, count(DISTINCT proof.account_id) FROM credits_merger AS m
        LEFT JOIN credits_mergerproof AS proof ON proof.merger_id = m.id
            AND proof.account_id IN (m.ended_id, m.stays_id)
            AND proof.proven_at BETWEEN m.asked_at - interval '1 hour' AND m.asked_at
        GROUP BY m.id HAVING count(DISTINCT proof.account_id) <> 2
        """,
    ),
    AuditRule(
        "merged_by_an_owner",
        "merger {0} of {1} credits: agreed to by {2}, approved by {3}",
        """
        SELECT id, credits, coalesce(agreed_by_id::text, 'nobody'), coalesce(decided_by_id::text, 'nobody')
        FROM credits_merger
        WHERE status = 'approved' AND (
            decided_by_id IS NULL OR decided_by_id IN (ended_id, stays_id)
            OR agreed_by_id IN (ended_id, stays_id, decided_by_id) OR credits > %s AND agreed_by_id IS NULL
        )
        """,
        [LARGE_MERGER],
    ),
    AuditRule(
        "merger_is_not_its_transfers",
        "merger {0} says {1} credits and a debt of {2} went over; its transfers say {3} and {4}",
        f"""
        SELECT m.id, m.credits, m.owed, coalesce(moved.credits, 0), coalesce(moved.owed, 0)
        FROM credits_merger AS m
        LEFT JOIN (
            SELECT own.id, sum(t.amount) FILTER (WHERE credit.kind = 'available') AS credits,
                sum(t.amount) FILTER (WHERE credit.kind = 'debt') AS owed
            FROM credits_transfer AS t
            JOIN credits_ledgeraccount AS credit ON credit.id = t.credit_id
            JOIN credits_merger AS own ON own.id = {MERGER}
            WHERE t.kind = 'merge' AND t.created_at = own.decided_at AND t.reference !~ ':late:'
            GROUP BY own.id
        ) AS moved ON moved.id = m.id
        WHERE m.status = 'approved'
          AND (m.credits, m.owed) IS DISTINCT FROM (coalesce(moved.credits, 0), coalesce(moved.owed, 0))
        """,  # noqa: S608, expressions of this program alone
    ),
    AuditRule(
        "merged_account_is_open",
        "account {0} can be used, though it was merged into {1}",
        """
        SELECT m.ended_id, m.stays_id FROM credits_merger AS m
        JOIN accounts_user AS ended ON ended.id = m.ended_id
        WHERE m.status = 'approved' AND ended.is_active
        """,
    ),
    # A job forwards within minutes what arrives; a day is for a portal that stood still.
    AuditRule(
        "credits_left_on_a_merged_account",
        "account {0} ({1}) of {2}, who was merged into {3}, keeps {4}",
        """
        SELECT account.id, account.kind, m.ended_id, m.stays_id, account.balance
        FROM credits_merger AS m
        JOIN credits_ledgeraccount AS account ON account.owner_id = m.ended_id AND account.asset = 'credit'
        WHERE m.status = 'approved' AND account.balance <> 0 AND (
            account.kind = 'debt'
            OR account.kind = 'available' AND account.expires_on >= (now() AT TIME ZONE 'Asia/Shanghai')::date
        ) AND NOT EXISTS (
            SELECT FROM credits_transfer AS late
            WHERE late.credit_id = account.id AND late.created_at > now() - interval '1 day'
        ) AND NOT EXISTS (
            SELECT FROM credits_transfer AS late
            WHERE late.debit_id = account.id AND late.kind <> 'award' AND late.created_at > now() - interval '1 day'
        )
        """,
    ),
]
