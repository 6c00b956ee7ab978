"""Proves that the ledger and the vouchers agree: every hold is captured or released once, and paid for if captured."""

from collections.abc import Iterator

from common.audit import WHOLE, AuditRule, Extent, Finding, broken
from credits.reading import TRANSFERS
from merchants.settlement import audit as settlement

_REDEMPTION = """
    CASE split_part(transfer.reference, ':', 1) WHEN CASE transfer.kind WHEN 'donate' THEN 'hold' ELSE transfer.kind END
    THEN split_part(transfer.reference, ':', 2) END
"""
"""The number of the redemption that a transfer is for; none where its reference begins with another kind's word."""

RULES = [
    AuditRule(
        "redemption_is_not_its_transfers",
        "redemption {0} is {1} for {2} credits; {3} were held, {4} spent, {5} given back, {6} donated, {7} fen owed",
        f"""
        WITH moved AS (
            SELECT {_REDEMPTION} AS redemption_id,
                coalesce(sum(amount) FILTER (WHERE kind = 'hold'), 0) AS held,
                coalesce(sum(amount) FILTER (WHERE kind = 'capture' AND asset = 'credit'), 0) AS captured,
                coalesce(sum(amount) FILTER (WHERE kind = 'release'), 0) AS released,
                coalesce(sum(amount) FILTER (WHERE kind = 'donate'), 0) AS donated,
                coalesce(sum(amount) FILTER (WHERE kind = 'capture' AND asset = 'fen'), 0) AS fen
            FROM {TRANSFERS} AS transfer
            WHERE transfer.kind IN ('hold', 'capture', 'release', 'donate') AND transfer.reversed_by IS NULL
            GROUP BY 1
        )
        SELECT redemption.id, redemption.status, redemption.price, coalesce(moved.held, 0), coalesce(moved.captured, 0),
            coalesce(moved.released, 0), coalesce(moved.donated, 0), coalesce(moved.fen, 0)
        FROM merchants_redemption AS redemption
        JOIN merchants_offer AS offer ON offer.id = redemption.offer_id
        LEFT JOIN moved ON moved.redemption_id = redemption.id::text
        WHERE (coalesce(moved.held, 0), coalesce(moved.captured, 0), coalesce(moved.released, 0),
            coalesce(moved.donated, 0), coalesce(moved.fen, 0)) <> (
            CASE WHEN offer.kind = 'donation' OR redemption.part_of_id IS NOT NULL THEN 0 ELSE redemption.price END,
            CASE WHEN offer.kind <> 'donation' AND redemption.status = 'redeemed' THEN redemption.price ELSE 0 END,
            CASE WHEN redemption.status IN ('returned', 'expired', 'cancelled', 'refunded')
                OR redemption.status IN ('used_up', 'undone') AND redemption.released_at IS NOT NULL
                THEN redemption.price - redemption.taken_price ELSE 0 END,
            CASE WHEN offer.kind = 'donation' THEN redemption.price ELSE 0 END,
            CASE WHEN redemption.status = 'redeemed' THEN redemption.settlement_fen ELSE 0 END
        )
        """,  # noqa: S608, an expression of this program alone
    ),
    # What needs no till has no step of being taken.
    AuditRule(
        "voucher_is_not_its_steps",
        "redemption {0} is {1}, redeemed {2}, taken {3} times, last {4} in shop {5};"
        " its steps say redeemed {6}, taken {7} times, undone {8}, given back {9}, last taken {10} in shop {11};"
        " it was given back {12}, its step says {13}",
        """
        SELECT redemption.id, redemption.status, redemption.held_at, redemption.captures, redemption.captured_at,
            redemption.shop_id, steps.held_at, steps.captured, steps.undone, steps.released, steps.captured_at,
            steps.shop_id, redemption.released_at, steps.released_at
        FROM merchants_redemption AS redemption
        JOIN merchants_offer AS offer ON offer.id = redemption.offer_id AND offer.kind NOT IN ('donation', 'transit')
        LEFT JOIN (
            SELECT redemption_id, min(happened_at) FILTER (WHERE step = 'held') AS held_at,
                count(*) FILTER (WHERE step = 'captured') AS captured,
                count(*) FILTER (WHERE step = 'undone') AS undone,
                count(*) FILTER (WHERE step = 'released') AS released,
                max(happened_at) FILTER (WHERE step = 'released') AS released_at,
                (array_agg(happened_at ORDER BY id DESC) FILTER (WHERE step = 'captured'))[1] AS captured_at,
                (array_agg(shop_id ORDER BY id DESC) FILTER (WHERE step = 'captured'))[1] AS shop_id
            FROM merchants_redemptionstep
            GROUP BY 1
        ) AS steps ON steps.redemption_id = redemption.id
        WHERE (CASE WHEN redemption.part_of_id IS NULL THEN redemption.held_at END, redemption.captures,
            redemption.released_at) IS DISTINCT FROM (steps.held_at, steps.captured, steps.released_at)
        OR (redemption.status = 'redeemed')::int <> steps.captured - steps.undone
        OR (redemption.status IN ('returned', 'expired', 'cancelled', 'refunded')
            OR redemption.status IN ('used_up', 'undone') AND redemption.released_at IS NOT NULL)::int
            <> steps.released
        OR redemption.status = 'redeemed'
            AND (redemption.captured_at, redemption.shop_id) IS DISTINCT FROM (steps.captured_at, steps.shop_id)
        """,
    ),
    AuditRule(
        "step_of_somebody_else",
        "step {0}: redemption {1} of citizen {2} and merchant {3} was {4} by user {5}, in the name of merchant {6},"
        " in a shop of merchant {7}",
        """
        SELECT step.id, redemption.id, redemption.citizen_id, redemption.merchant_id, step.step, step.actor_id,
            membership.merchant_id, shop.merchant_id
        FROM merchants_redemptionstep AS step
        JOIN merchants_redemption AS redemption ON redemption.id = step.redemption_id
        LEFT JOIN merchants_membership AS membership ON membership.id = step.membership_id
        LEFT JOIN merchants_shop AS shop ON shop.id = step.shop_id
        LEFT JOIN merchants_refund AS refund ON refund.redemption_id = redemption.id
            AND (refund.happened_at, refund.by_id) = (step.happened_at, step.actor_id)
        WHERE step.step = 'held' AND step.actor_id IS DISTINCT FROM redemption.citizen_id
        OR membership.user_id <> step.actor_id
        OR step.step IN ('captured', 'undone') AND (step.actor_id IS NULL OR (membership.merchant_id, shop.merchant_id)
            IS DISTINCT FROM (
                CASE WHEN step.step = 'captured' OR refund.id IS NULL OR step.membership_id IS NOT NULL
                THEN redemption.merchant_id END, redemption.merchant_id))
        OR step.step = 'released' AND (
            redemption.status = 'returned' AND step.actor_id IS DISTINCT FROM redemption.citizen_id
            OR redemption.status = 'cancelled' AND membership.merchant_id IS DISTINCT FROM redemption.merchant_id
            OR redemption.status = 'expired' AND (step.actor_id IS NOT NULL OR step.membership_id IS NOT NULL)
            OR redemption.status = 'refunded' AND refund.id IS NULL
        )
        """,
    ),
    # Each part is reckoned from where the voucher stood before it, so they sum to the whole.
    AuditRule(
        "parts_are_not_their_voucher",
        "voucher {0}: parts are said to take {1} credits, {2} fen; part {3} takes {4} credits, {5} fen, {6} fen owed",
        """
        WITH standing AS (
            SELECT part.*, sum(part.value_fen) OVER (voucher ORDER BY part.id) AS up_to,
                sum(part.value_fen) OVER voucher AS taken, sum(part.price) OVER voucher AS spent
            FROM merchants_redemption AS part
            WHERE part.part_of_id IS NOT NULL AND NOT (part.status = 'undone' AND part.released_at IS NULL)
            WINDOW voucher AS (PARTITION BY part.part_of_id)
        )
        SELECT whole.id, whole.taken_price, whole.taken_fen, part.id, part.price, part.value_fen, part.settlement_fen
        FROM merchants_redemption AS whole
        JOIN merchants_offer AS offer ON offer.id = whole.offer_id
        LEFT JOIN standing AS part ON part.part_of_id = whole.id
        WHERE whole.part_of_id IS NULL AND (
            (whole.taken_price, whole.taken_fen) IS DISTINCT FROM (coalesce(part.spent, 0), coalesce(part.taken, 0))
            OR (offer.kind = 'bill') <> (whole.value_fen > 0)
            OR offer.kind = 'bill' AND whole.status IN ('redeemed', 'refunded')
            OR whole.status = 'used_up' AND whole.taken_fen < whole.value_fen AND whole.released_at IS NULL
            OR whole.status = 'held' AND whole.value_fen > 0 AND whole.taken_fen = whole.value_fen
            OR part.id IS NOT NULL AND (
                (part.citizen_id, part.offer_id, part.merchant_id, part.held_at)
                    IS DISTINCT FROM (whole.citizen_id, whole.offer_id, whole.merchant_id, whole.held_at)
                OR part.price <> ceil(whole.price::numeric * part.up_to / whole.value_fen)
                    - ceil(whole.price::numeric * (part.up_to - part.value_fen) / whole.value_fen)
                OR part.settlement_fen <> floor(whole.settlement_fen::numeric * part.up_to / whole.value_fen)
                    - floor(whole.settlement_fen::numeric * (part.up_to - part.value_fen) / whole.value_fen)
            )
        )
        """,
    ),
    AuditRule(
        "refund_is_not_its_voucher",
        "redemption {0} is {1} for {2} credits and {3} fen of merchant {4}; its refund says {5}, {6}, {7}, by user {8}",
        """
        SELECT redemption.id, redemption.status, redemption.price, redemption.settlement_fen, redemption.merchant_id,
            refund.credits, refund.fen, refund.merchant_id, refund.by_id
        FROM merchants_redemption AS redemption
        FULL JOIN merchants_refund AS refund ON refund.redemption_id = redemption.id
        LEFT JOIN merchants_membership AS owner ON owner.id = refund.membership_id
        WHERE (redemption.status = 'refunded') <> (refund.id IS NOT NULL)
        OR (refund.credits, refund.fen, refund.merchant_id, refund.happened_at) IS DISTINCT FROM
            (redemption.price, redemption.settlement_fen, redemption.merchant_id, redemption.released_at)
            AND refund.id IS NOT NULL
        OR refund.by_id = redemption.citizen_id
        OR (owner.user_id, owner.merchant_id) <> (refund.by_id, refund.merchant_id)
        OR refund.id IS NOT NULL AND NOT EXISTS (
            SELECT FROM merchants_redemptionstep AS step WHERE step.redemption_id = redemption.id
            AND step.step = 'captured' AND step.happened_at = refund.taken_at
        )
        OR refund.id IS NOT NULL AND NOT EXISTS (
            SELECT FROM merchants_redemptionstep AS step WHERE step.redemption_id = redemption.id
            AND step.step = 'undone' AND (step.happened_at, step.actor_id) = (refund.happened_at, refund.by_id)
            AND step.membership_id IS NOT DISTINCT FROM refund.membership_id
        )
        """,
    ),
    AuditRule(
        "spent_while_frozen",
        "redemption {0} of citizen {1} was made {2}, amid freeze {3}",
        """
        SELECT redemption.id, redemption.citizen_id, redemption.held_at, frozen.id
        FROM accounts_freeze AS frozen
        JOIN merchants_redemption AS redemption ON redemption.citizen_id = frozen.citizen_id
        WHERE frozen.spending
        AND redemption.held_at > frozen.begun_at + interval '1 minute'
        AND redemption.held_at < least(frozen.over_at, frozen.ends_at) - interval '1 minute'
        """,
    ),
    AuditRule(
        "transfer_without_its_redemption",
        "transfer {0} ({1})",
        f"""
        SELECT transfer.id, transfer.reference
        FROM {TRANSFERS} AS transfer
        LEFT JOIN merchants_redemption AS redemption ON redemption.id::text = {_REDEMPTION}
        WHERE transfer.kind IN ('hold', 'capture', 'release', 'donate') AND redemption.id IS NULL
        """,  # noqa: S608, an expression of this program alone
    ),
    # A ticket is taken with its hold. Undoing reverses every transfer of a capture, the nth time those of the nth.
    AuditRule(
        "posted_at_another_time",
        "transfer {0} ({1}) was posted {2}; redemption {3} says {4} for the {5}. time {6}",
        f"""
        WITH said AS (
            SELECT redemption_id, step, happened_at,
                row_number() OVER (PARTITION BY redemption_id, step ORDER BY id)::text AS nth
            FROM merchants_redemptionstep
        ), moved AS (
            SELECT transfer.id, transfer.reference, transfer.created_at, {_REDEMPTION} AS redemption_id,
                CASE transfer.kind WHEN 'capture' THEN 'captured' WHEN 'release' THEN 'released' ELSE 'held' END
                    AS step,
                CASE transfer.kind WHEN 'capture' THEN split_part(transfer.reference, ':', 3) ELSE '1' END AS nth
            FROM {TRANSFERS} AS transfer
            WHERE transfer.kind IN ('hold', 'capture', 'release', 'donate')
            UNION ALL
            SELECT mirror.id, mirror.reference, mirror.created_at, {_REDEMPTION}, 'undone',
                split_part(transfer.reference, ':', 3)
            FROM {TRANSFERS} AS mirror
            JOIN {TRANSFERS} AS transfer ON mirror.reference = 'reversal:' || transfer.id
            WHERE mirror.kind = 'reversal' AND transfer.kind = 'capture'
        )
        SELECT moved.id, moved.reference, moved.created_at, redemption.id, moved.step, moved.nth,
            coalesce(said.happened_at::text, 'nothing')
        FROM moved
        JOIN merchants_redemption AS redemption ON redemption.id::text = moved.redemption_id
        JOIN merchants_offer AS offer ON offer.id = redemption.offer_id
        LEFT JOIN said ON said.redemption_id = redemption.id AND said.nth = moved.nth
            AND said.step = CASE WHEN offer.kind = 'transit' THEN 'held' ELSE moved.step END
        WHERE said.happened_at IS DISTINCT FROM moved.created_at
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "hold_is_not_its_citizens",
        "transfer {0} ({1})",
        f"""
        SELECT transfer.id, transfer.reference
        FROM {TRANSFERS} AS transfer
        JOIN merchants_redemption AS redemption ON redemption.id::text = {_REDEMPTION}
        WHERE transfer.kind IN ('hold', 'donate') AND transfer.from_owner <> redemption.citizen_id
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "fen_owed_is_not_its_captures",
        "merchant {0} is owed {1} fen; its vouchers in use are worth {2}",
        f"""
        WITH owed AS (
            SELECT leg.party, sum(leg.amount) AS fen
            FROM (
                SELECT to_party AS party, amount, kind
                FROM {TRANSFERS} AS transfer WHERE asset = 'fen' AND to_kind = 'receivable'
                UNION ALL
                SELECT from_party, -amount, kind
                FROM {TRANSFERS} AS transfer WHERE asset = 'fen' AND from_kind = 'receivable'
            ) AS leg
            WHERE leg.kind IN ('capture', 'reversal')
            GROUP BY 1
        ), used AS (
            SELECT merchant.id, merchant.public_id, coalesce(sum(redemption.settlement_fen), 0) AS fen
            FROM merchants_merchant AS merchant
            LEFT JOIN merchants_redemption AS redemption
                ON redemption.merchant_id = merchant.id AND redemption.status = 'redeemed'
            GROUP BY 1
        )
        SELECT coalesce(used.id::text, owed.party), coalesce(owed.fen, 0), coalesce(used.fen, 0)
        FROM used FULL JOIN owed ON owed.party = used.public_id
        WHERE coalesce(owed.fen, 0) <> coalesce(used.fen, 0)
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "donated_is_not_its_cause",
        "cause {0} has {1} credits; its donations are worth {2}",
        f"""
        WITH given AS (
            SELECT transfer.to_party AS party, sum(transfer.amount) AS credits
            FROM {TRANSFERS} AS transfer
            WHERE transfer.to_kind = 'cause'
            GROUP BY 1
        ), said AS (
            SELECT cause.id, cause.public_id, coalesce(sum(redemption.price), 0) AS credits
            FROM merchants_cause AS cause
            LEFT JOIN merchants_offer AS offer ON offer.cause_id = cause.id
            LEFT JOIN merchants_redemption AS redemption ON redemption.offer_id = offer.id
            GROUP BY 1
        )
        SELECT coalesce(said.id::text, given.party), coalesce(given.credits, 0), coalesce(said.credits, 0)
        FROM said FULL JOIN given ON given.party = said.public_id
        WHERE coalesce(given.credits, 0) <> coalesce(said.credits, 0)
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "stock_is_not_its_redemptions",
        "release {0} counts {1} pieces taken; {2} redemptions have one",
        """
        SELECT release.id, release.taken, count(redemption.id)
        FROM merchants_stockrelease AS release
        LEFT JOIN merchants_redemption AS redemption
            ON redemption.release_id = release.id AND (redemption.status IN ('held', 'redeemed', 'used_up')
                OR redemption.status IN ('returned', 'expired') AND redemption.taken_price > 0)
        GROUP BY release.id
        HAVING release.taken <> count(redemption.id)
        """,
    ),
    AuditRule(
        "ticket_is_not_its_redemption",
        "redemption {0} of a transit ticket has {1} codes of its offer",
        """
        SELECT redemption.id, count(ticket.id)
        FROM merchants_redemption AS redemption
        JOIN merchants_offer AS offer ON offer.id = redemption.offer_id
        LEFT JOIN merchants_transitcode AS ticket
            ON ticket.redemption_id = redemption.id AND ticket.offer_id = offer.id
        WHERE offer.kind = 'transit'
        GROUP BY redemption.id
        HAVING count(ticket.id) <> 1
        """,
    ),
    *settlement.RULES,
]


def findings(_extent: Extent = WHOLE) -> Iterator[Finding]:
    """Everything about redemptions, statements and bank accounts that is not as it must be; nothing when sound."""
    yield from broken(RULES)
    yield from settlement.numbers_of_others()
