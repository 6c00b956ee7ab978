"""The ledger as the audits of other apps read it: relations for their statements, so that none names a table of ours.

What a statement does not use of a relation, PostgreSQL does not read.
"""

TRANSFERS = """(
    SELECT transfer.id, transfer.kind, transfer.asset, transfer.amount, transfer.reference, transfer.event_at,
        transfer.created_at,
        giving.kind AS from_kind, giving.owner_id AS from_owner, giving.party AS from_party, budget.code AS from_budget,
        taking.kind AS to_kind, taking.owner_id AS to_owner, taking.party AS to_party,
        taking.expires_on AS to_expire_on,
        reversal.transfer_id AS reversed_by
    FROM credits_transfer AS transfer
    LEFT JOIN credits_ledgeraccount AS giving ON giving.id = transfer.debit_id
    LEFT JOIN credits_budget AS budget ON budget.id = giving.budget_id
    LEFT JOIN credits_ledgeraccount AS taking ON taking.id = transfer.credit_id
    LEFT JOIN credits_transferkey AS reversal ON reversal.reference = 'reversal:' || transfer.id
)"""
"""Every transfer with the accounts it goes between: their kinds, citizens, parties and, of a budget, its code."""
