"""What a day's seal covers of redeeming and settling: steps, what was agreed, refunds, the lines of statements, and the
accounts that merchants are paid into.
"""

from seals.sources import SealedRows

SEALED = [
    SealedRows(
        "merchants.bank_accounts",
        "bank account of a merchant",
        "merchants_bankaccount",
        "given_at",
        """
        SELECT account.id,
               jsonb_build_array(account.merchant_id, account.bank, account.holder, account.tail,
                                 account.pseudonym, account.given_by_id, account.given_at, account.in_force_at),
               NULL::bigint, NULL::text
        FROM merchants_bankaccount AS account
        WHERE account.given_at >= %(since)s AND account.given_at < %(until)s
        """,
    ),
    SealedRows(
        "merchants.steps",
        "step of a redemption",
        "merchants_redemptionstep",
        "happened_at",
        """
        SELECT step.id,
               jsonb_build_array(step.redemption_id, step.step, step.actor_id, step.membership_id, step.shop_id,
                                 step.key, step.happened_at, r.public_id, r.citizen_id, r.offer_id, r.merchant_id,
                                 r.price, r.settlement_fen, r.held_at, r.expires_at)
               || CASE WHEN r.value_fen > 0 THEN jsonb_build_array(r.part_of_id, r.value_fen) ELSE '[]' END,
               NULL::bigint, NULL::text
        FROM merchants_redemptionstep AS step
        LEFT JOIN merchants_redemption AS r ON r.id = step.redemption_id
        WHERE step.happened_at >= %(since)s AND step.happened_at < %(until)s
        """,
    ),
    SealedRows(
        "merchants.refunds",
        "refund",
        "merchants_refund",
        "happened_at",
        """
        SELECT refund.id,
               jsonb_build_array(refund.redemption_id, refund.merchant_id, refund.by_id, refund.membership_id,
                                 refund.taken_at, refund.credits, refund.expired, refund.fen, refund.happened_at),
               NULL::bigint, NULL::text
        FROM merchants_refund AS refund
        WHERE refund.happened_at >= %(since)s AND refund.happened_at < %(until)s
        """,
    ),
    SealedRows(
        "merchants.statement_lines",
        "line of a statement",
        "merchants_statementline",
        "written_at",
        """
        SELECT line.id,
               jsonb_build_array(line.statement_id, statement.merchant_id, statement.month, statement.until,
                                 statement.is_final, line.redemption_id, line.nth, line.kind, line.happened_at,
                                 line.credits, line.fen, line.written_at),
               NULL::bigint, NULL::text
        FROM merchants_statementline AS line
        LEFT JOIN merchants_statement AS statement ON statement.id = line.statement_id
        WHERE line.written_at >= %(since)s AND line.written_at < %(until)s
        """,
    ),
    SealedRows(
        "merchants.statement_steps",
        "step of a statement",
        "merchants_statementstep",
        "happened_at",
        """
        SELECT step.id,
               jsonb_build_array(step.statement_id, step.step, step.line_id, step.by_id,
                                 step.bank_reference, step.corrected_fen, step.fen, step.happened_at),
               NULL::bigint, NULL::text
        FROM merchants_statementstep AS step
        WHERE step.happened_at >= %(since)s AND step.happened_at < %(until)s
        """,
    ),
]
