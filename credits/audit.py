"""Proves the ledger from its transfers alone: sums, balances, signs, keys and reversals."""

from collections.abc import Iterator

from common.audit import AuditRule, Finding
from credits.models import KEPT_KINDS, MAY_BE_NEGATIVE

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
        "award_from_no_budget",
        "transfer {0} ({1})",
        """
        SELECT transfer.id, transfer.reference
        FROM credits_transfer AS transfer JOIN credits_ledgeraccount AS account ON account.id = transfer.debit_id
        WHERE transfer.kind = 'award' AND account.kind <> 'budget'
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
]


def findings() -> Iterator[Finding]:
    """Everything in the ledger that is not as it must be; nothing when it is sound."""
    for rule in RULES:
        yield from rule.findings()
