"""Proves the ledger from its transfers alone: sums, balances, signs, keys and reversals.

And that each adjustment has two people, a document, and its transfers.
"""

from collections.abc import Iterator

from common.audit import WHOLE, AuditRule, Extent, Finding, broken, since_migration
from credits.merging.auditing import RULES as MERGING
from credits.models import ADJUSTMENT, DECISION, GOES_ITS_WAY, KEPT_KINDS, LARGE_FUNDING, MAY_BE_NEGATIVE, UNDOING

RULES = [
    AuditRule(
        "balance_is_not_its_transfers",
        "account {0} ({1}) keeps {2}, its transfers give {3}",
        """
        SELECT account.id, account.kind, account.balance, coalesce(moved.amount, 0)
        FROM credits_ledgeraccount AS account
        LEFT JOIN (
            SELECT account_id, sum(amount) AS amount
            FROM (
                SELECT debit_id AS account_id, -amount AS amount FROM credits_transfer
                UNION ALL
                SELECT credit_id, amount FROM credits_transfer
            ) AS leg
            GROUP BY account_id
        ) AS moved ON moved.account_id = account.id
        WHERE account.kind = ANY(%s) AND account.balance <> coalesce(moved.amount, 0)
        """,
        [[str(kind) for kind in KEPT_KINDS]],
    ),
    AuditRule(
        "asset_does_not_sum_to_zero",
        "{0} sums to {1}",
        """
        SELECT asset, sum(amount)
        FROM (
            SELECT account.asset, -transfer.amount AS amount
            FROM credits_transfer AS transfer JOIN credits_ledgeraccount AS account ON account.id = transfer.debit_id
            UNION ALL
            SELECT account.asset, transfer.amount
            FROM credits_transfer AS transfer JOIN credits_ledgeraccount AS account ON account.id = transfer.credit_id
        ) AS leg
        GROUP BY asset
        HAVING sum(amount) <> 0
        """,
    ),
    AuditRule(
        "balance_below_zero",
        "account {0} ({1}) holds {2}",
        "SELECT id, kind, balance FROM credits_ledgeraccount WHERE balance < 0 AND NOT kind = ANY(%s)",
        [[str(kind) for kind in MAY_BE_NEGATIVE]],
    ),
    AuditRule(
        "debt_above_zero",
        "account {0} of citizen {1} was repaid {2} credits too many",
        "SELECT id, owner_id, balance FROM credits_ledgeraccount WHERE kind = 'debt' AND balance > 0",
    ),
    AuditRule(
        "repaid_without_an_award",
        "transfer {0} ({1}) of {2} credits",
        """
        SELECT repay.id, repay.reference, repay.amount
        FROM credits_transfer AS repay
        LEFT JOIN credits_transferkey AS key ON 'repay:' || key.reference = repay.reference
        LEFT JOIN credits_transfer AS award ON award.id = key.transfer_id
        WHERE repay.kind = 'repay' AND NOT EXISTS (
            SELECT WHERE award.kind IN ('award', 'bonus', 'adjust', 'merge') AND award.credit_id = repay.debit_id
            AND award.amount >= repay.amount AND award.created_at = repay.created_at
        )
        """,
    ),
    AuditRule(
        "transfer_goes_no_way",
        "transfer {0} ({1}): {2} of {3} from {4} to {5}",
        f"""
        SELECT t.id, t.reference, t.kind, t.asset, coalesce(debit.kind, 'nowhere'), coalesce(credit.kind, 'nowhere')
        FROM credits_transfer AS t
        LEFT JOIN credits_ledgeraccount AS debit ON debit.id = t.debit_id
        LEFT JOIN credits_ledgeraccount AS credit ON credit.id = t.credit_id
        WHERE t.kind <> 'reversal' AND (({GOES_ITS_WAY}) IS NOT TRUE OR t.kind = 'fund' AND NOT EXISTS (
            SELECT FROM credits_funding AS funding
            WHERE funding.reference = {DECISION} AND funding.budget_id = credit.budget_id
        ))
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "funding_is_not_its_transfers",
        "funding {0} ({1}) says {2} credits; its transfers into its budget are worth {3}",
        f"""
        SELECT funding.id, funding.reference, funding.amount, coalesce(sum(t.amount), 0)
        FROM credits_funding AS funding
        LEFT JOIN credits_transfer AS t ON t.kind = 'fund' AND t.asset = 'credit'
             AND {DECISION} = funding.reference
        LEFT JOIN credits_ledgeraccount AS slot ON slot.id = t.credit_id
        GROUP BY funding.id
        HAVING funding.amount <> coalesce(sum(t.amount) FILTER (WHERE slot.budget_id = funding.budget_id), 0)
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "large_funding_by_one",
        "funding {0} ({1}) issued {2} credits without two people",
        f"""
        SELECT id, reference, amount FROM credits_funding
        WHERE amount > %s AND (by_id IS NULL OR agreed_by_id IS NULL OR by_id = agreed_by_id)
          AND funded_at > {since_migration("credits", "0009_ways_and_fundings")}
        """,  # noqa: S608, an expression of this program alone
        [LARGE_FUNDING],
    ),
    # What a citizen did happened before it was paid; everything else is posted when it happens.
    AuditRule(
        "happened_at_another_time",
        "transfer {0} ({1}) happened {2} and was posted {3}; its decision is of {4}",
        f"""
        SELECT t.id, t.reference, t.event_at, t.created_at, coalesce(funding.funded_at::text, 'no time of its own')
        FROM credits_transfer AS t
        LEFT JOIN credits_funding AS funding ON funding.reference = CASE t.kind WHEN 'fund' THEN {DECISION} END
        WHERE t.kind <> 'award' AND (t.event_at <> t.created_at OR t.created_at <> funding.funded_at)
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "vintage_out_of_time",
        "transfer {0} ({1}): {2} on {3} of credits that can be used until {4}",
        """
        SELECT t.id, t.reference, t.kind, (t.created_at AT TIME ZONE 'Asia/Shanghai')::date, debit.expires_on
        FROM credits_transfer AS t
        JOIN credits_ledgeraccount AS debit ON debit.id = t.debit_id
        WHERE t.kind IN ('hold', 'donate', 'bonus', 'clawback', 'adjust', 'merge', 'expire')
        AND (t.kind = 'expire') <> (debit.expires_on < (t.created_at AT TIME ZONE 'Asia/Shanghai')::date)
        """,
    ),
    AuditRule(
        "adjustment_is_not_its_transfers",
        "adjustment {0} is {1} with {2} credits; {3} were given and {4} taken, {5} given back",
        f"""
        SELECT a.id, a.status, a.credits, coalesce(moved.given, 0), coalesce(moved.taken, 0), coalesce(moved.undone, 0)
        FROM credits_adjustment AS a
        LEFT JOIN (
            SELECT {ADJUSTMENT} AS adjustment_id,
                sum(t.amount) FILTER (
                    WHERE giving.budget_id = own.budget_id AND taking.owner_id = own.citizen_id
                    AND t.created_at = own.decided_at AND NOT {UNDOING}
                ) AS given,
                sum(t.amount) FILTER (
                    WHERE giving.owner_id = own.citizen_id AND t.created_at = own.decided_at AND NOT {UNDOING}
                ) AS taken,
                sum(t.amount) FILTER (
                    WHERE giving.budget_id = own.budget_id AND taking.owner_id = own.citizen_id
                    AND t.created_at = own.undone_at AND {UNDOING}
                ) AS undone,
                sum(t.amount) AS altogether
            FROM credits_transfer AS t
            JOIN credits_ledgeraccount AS giving ON giving.id = t.debit_id
            JOIN credits_ledgeraccount AS taking ON taking.id = t.credit_id
            JOIN credits_adjustment AS own ON own.id = {ADJUSTMENT}
            WHERE t.kind = 'adjust'
            GROUP BY 1
        ) AS moved ON moved.adjustment_id = a.id
        WHERE (coalesce(moved.given, 0), coalesce(moved.taken, 0), coalesce(moved.undone, 0)) <> (
            CASE WHEN a.status = 'approved' THEN greatest(a.credits, 0) ELSE 0 END,
            CASE WHEN a.status = 'approved' THEN greatest(-a.credits, 0) ELSE 0 END,
            CASE WHEN a.undone_at IS NOT NULL THEN -a.credits ELSE 0 END
        ) OR coalesce(moved.altogether, 0) <> coalesce(moved.given, 0) + coalesce(moved.taken, 0)
            + coalesce(moved.undone, 0)
        """,  # noqa: S608, expressions of this program alone
    ),
    AuditRule(
        "adjusted_without_two",
        "transfer {0} ({1}) of {2} credits: proposed by {3}, approved by {4}",
        f"""
        SELECT t.id, t.reference, t.amount, coalesce(a.proposed_by_id::text, 'nobody'),
            coalesce(a.decided_by_id::text, 'nobody')
        FROM credits_transfer AS t
        LEFT JOIN credits_adjustment AS a ON a.id = {ADJUSTMENT} AND a.status = 'approved'
        WHERE t.kind = 'adjust' AND (
            a.decided_by_id IS NULL OR a.decided_by_id IN (a.proposed_by_id, a.citizen_id)
            OR a.proposed_by_id = a.citizen_id
            OR {UNDOING} AND coalesce(a.undone_by_id IN (a.proposed_by_id, a.decided_by_id, a.citizen_id), true)
        )
        """,  # noqa: S608, expressions of this program alone
    ),
    AuditRule(
        "adjusted_without_a_document",
        "adjustment {0} is {1} and rests on no document",
        """
        SELECT a.id, a.status FROM credits_adjustment AS a
        WHERE NOT EXISTS (SELECT FROM credits_attachment AS file WHERE file.adjustment_id = a.id)
        """,
    ),
    AuditRule(
        "transfer_without_its_key",
        "transfer {0} ({1})",
        """
        SELECT transfer.id, transfer.reference
        FROM credits_transfer AS transfer
        LEFT JOIN credits_transferkey AS key ON key.transfer_id = transfer.id AND key.reference = transfer.reference
        WHERE key.reference IS NULL
        """,
    ),
    AuditRule(
        "key_without_its_transfer",
        "key {0} names transfer {1}",
        """
        SELECT key.reference, key.transfer_id
        FROM credits_transferkey AS key
        LEFT JOIN credits_transfer AS transfer
            ON transfer.id = key.transfer_id AND transfer.reference = key.reference
        WHERE transfer.id IS NULL
        """,
    ),
    AuditRule(
        "reversal_is_no_mirror",
        "transfer {0} ({1})",
        """
        SELECT mirror.id, mirror.reference
        FROM credits_transfer AS mirror
        LEFT JOIN credits_transfer AS original
            ON mirror.reference = 'reversal:' || original.id
            AND (mirror.debit_id, mirror.credit_id, mirror.amount)
                = (original.credit_id, original.debit_id, original.amount)
        WHERE mirror.kind = 'reversal' AND original.id IS NULL
        """,
    ),
    AuditRule(
        "kept_flow_is_not_its_sum",
        "{0}, {1} of {2} from {3} to {4}: kept are {5}, the transfers add up to {6} (transfers, amount, first, last)",
        """
        SELECT day, kind, asset, debit_kind, credit_kind,
            coalesce(kept.figures, '0 0'), coalesce(summed.figures, '0 0')
        FROM (
            SELECT day, kind, asset, debit_kind, credit_kind,
                concat_ws(' ', transfers, amount, first_id, last_id) AS figures
            FROM credits_dayflow
        ) AS kept
        FULL JOIN (
            SELECT (t.created_at AT TIME ZONE 'Asia/Shanghai')::date AS day, t.kind, t.asset,
                debit.kind AS debit_kind, credit.kind AS credit_kind,
                concat_ws(' ', count(*), sum(t.amount), min(t.id), max(t.id)) AS figures
            FROM credits_transfer AS t
            JOIN credits_ledgeraccount AS debit ON debit.id = t.debit_id
            JOIN credits_ledgeraccount AS credit ON credit.id = t.credit_id
            WHERE t.created_at < (SELECT (max(day) + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' FROM credits_dayflow)
            GROUP BY 1, 2, 3, 4, 5
        ) AS summed USING (day, kind, asset, debit_kind, credit_kind)
        WHERE kept.figures IS DISTINCT FROM summed.figures
        ORDER BY 1, 2, 3, 4, 5
        """,
    ),
    AuditRule(
        "kept_share_is_not_its_sum",
        "{0}, {1} of {2}, {3} {4}: kept are {5}, the transfers add up to {6} (transfers, amount, first, last)",
        """
        SELECT day, kind, asset, holder, CASE WHEN gained THEN 'received' ELSE 'gave' END,
            coalesce(kept.figures, '0 0'), coalesce(summed.figures, '0 0')
        FROM (
            SELECT day, kind, asset, concat_ws(' ', account_kind, budget_id, party, expires_on) AS holder, gained,
                concat_ws(' ', transfers, amount, first_id, last_id) AS figures
            FROM credits_dayshare
        ) AS kept
        FULL JOIN (
            SELECT (t.created_at AT TIME ZONE 'Asia/Shanghai')::date AS day, t.kind, t.asset,
                concat_ws(' ', account.kind, budget_id, party, expires_on) AS holder,
                account.id = t.credit_id AS gained,
                concat_ws(' ', count(*), sum(t.amount), min(t.id), max(t.id)) AS figures
            FROM credits_transfer AS t
            CROSS JOIN LATERAL (VALUES (t.debit_id), (t.credit_id)) AS leg (account_id)
            JOIN credits_ledgeraccount AS account ON account.id = leg.account_id
            WHERE coalesce(budget_id::text, party, expires_on::text) IS NOT NULL
            AND t.created_at < (SELECT (max(day) + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' FROM credits_dayshare)
            GROUP BY 1, 2, 3, 4, 5
        ) AS summed USING (day, kind, asset, holder, gained)
        WHERE kept.figures IS DISTINCT FROM summed.figures
        ORDER BY 1, 2, 3, 4, 5
        """,
    ),
]


RULES += MERGING


def findings(_extent: Extent = WHOLE) -> Iterator[Finding]:
    """Everything in the ledger that is not as it must be; nothing when it is sound."""
    return broken(RULES)
