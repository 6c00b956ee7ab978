"""What a day's seal covers of redeeming: every step, with what its redemption was agreed to be."""

from seals.sources import SealedRows

SEALED = [
    SealedRows(
        "merchants.steps",
        "step of a redemption",
        "merchants_redemptionstep",
        "happened_at",
        """
        SELECT step.id,
               jsonb_build_array(step.redemption_id, step.step, step.actor_id, step.membership_id, step.shop_id,
                                 step.key, step.happened_at, r.public_id, r.citizen_id, r.offer_id, r.merchant_id,
                                 r.price, r.settlement_fen, r.held_at, r.expires_at),
               NULL::bigint, NULL::text
        FROM merchants_redemptionstep AS step
        LEFT JOIN merchants_redemption AS r ON r.id = step.redemption_id
        WHERE step.happened_at >= %(since)s AND step.happened_at < %(until)s
        """,
    )
]
