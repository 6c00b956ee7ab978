"""Proves the bulletin: what waits is what offers and deals say, they stand where their steps say, and what was
delivered is its move."""

from common.audit import AuditRule
from projects.models.waiting import BOUND

RULES = [
    AuditRule(
        "units_wait_otherwise",
        "order {0} or offer {1}: {2} wait, {3} should",
        f"""
        WITH said AS (
            SELECT id AS order_id, NULL::bigint AS offer_id, numbers FROM projects_order WHERE status = 'waiting'
            UNION ALL
            SELECT NULL, offer.id, offer.numbers FROM ({BOUND} GROUP BY o.id) AS offer
        ), should AS (
            SELECT order_id, offer_id, range_agg(numbers) AS numbers FROM said GROUP BY 1, 2
        ), waits AS (
            SELECT order_id, offer_id, range_agg(numbers) AS numbers FROM projects_boundunits GROUP BY 1, 2
        )
        SELECT coalesce(should.order_id, waits.order_id), coalesce(should.offer_id, waits.offer_id), waits.numbers,
            should.numbers
        FROM should FULL JOIN waits ON coalesce(waits.order_id, 0) = coalesce(should.order_id, 0)
            AND coalesce(waits.offer_id, 0) = coalesce(should.offer_id, 0)
        WHERE waits.numbers IS DISTINCT FROM should.numbers
        """,  # noqa: S608, an expression of this program alone
    ),
    # What the desk cancels is gone, whatever waits for it; a deal of it is refused.
    AuditRule(
        "offered_by_another",
        "offer {0} of {1}: units {2} of it are {3} with {4}",
        """
        SELECT o.id, o.holder_id, block.numbers, block.status, block.holder_id
        FROM projects_boundunits AS bound
        JOIN projects_offer AS o ON o.id = bound.offer_id
        JOIN projects_unitblock AS block ON block.numbers && bound.numbers AND block.status <> 'cancelled'
        WHERE block.holder_id IS DISTINCT FROM o.holder_id OR block.issuance_id <> o.issuance_id
        """,
    ),
    AuditRule(
        "deal_is_not_its_move",
        "deal {0} of offer {1} is {2}: {3} from {4} to {5}; its move {6} is of {7} from {8} to {9}",
        """
        SELECT deal.id, deal.offer_id, deal.status, deal.numbers, o.holder_id, deal.buyer_id, move.id, move.numbers,
            move.giver_id, move.taker_id
        FROM projects_deal AS deal
        JOIN projects_offer AS o ON o.id = deal.offer_id
        LEFT JOIN projects_unitmove AS move ON move.id = deal.move_id
        LEFT JOIN projects_tradestep AS step ON step.deal_id = deal.id AND step.kind = 'delivered'
        WHERE NOT o.numbers @> deal.numbers
        OR (deal.status = 'delivered') <> (move.id IS NOT NULL)
        OR move.id IS NOT NULL
        AND (move.kind, move.numbers, move.giver_id, move.taker_id, move.by_id, move.agreed_by_id, move.happened_at)
            IS DISTINCT FROM ('transferred', deal.numbers, o.holder_id, deal.buyer_id, o.by_id, step.by_id,
                step.happened_at)
        """,
    ),
    AuditRule(
        "sum_is_not_tonnes_by_price",
        "deal {0}: {1} t at {2} fen are not {3} fen; its offer says {4} fen",
        """
        SELECT deal.id, deal.tonnes, deal.price_fen, deal.fen, o.price_fen
        FROM projects_deal AS deal JOIN projects_offer AS o ON o.id = deal.offer_id
        WHERE (deal.tonnes, deal.price_fen, deal.fen) IS DISTINCT FROM
            (upper(deal.numbers) - lower(deal.numbers), o.price_fen, deal.tonnes::bigint * deal.price_fen)
        """,
    ),
    AuditRule(
        "offer_is_not_as_its_steps_say",
        "offer {0} is {1}, by {2} and {3}; its last step says {4}, and {5} of {6} t are delivered",
        """
        SELECT o.id, o.status, o.by_id, o.listed_by_id, last.kind, coalesce(sold.tonnes, 0),
            upper(o.numbers) - lower(o.numbers)
        FROM projects_offer AS o
        LEFT JOIN LATERAL (
            SELECT kind FROM projects_tradestep
            WHERE offer_id = o.id AND deal_id IS NULL AND kind <> 'hidden' ORDER BY id DESC LIMIT 1
        ) AS last ON true
        LEFT JOIN LATERAL (
            SELECT sum(tonnes) AS tonnes FROM projects_deal WHERE offer_id = o.id AND status = 'delivered'
        ) AS sold ON true
        LEFT JOIN projects_tradestep AS asked ON asked.offer_id = o.id AND asked.kind = 'asked'
        LEFT JOIN projects_tradestep AS listed ON listed.offer_id = o.id AND listed.kind = 'listed'
        WHERE o.status IS DISTINCT FROM CASE last.kind WHEN 'listed' THEN
            CASE WHEN sold.tonnes = upper(o.numbers) - lower(o.numbers) THEN 'sold' ELSE 'open' END
            ELSE last.kind END
        OR (o.by_id, o.asked_at, o.listed_by_id, o.listed_at)
            IS DISTINCT FROM (asked.by_id, asked.happened_at, listed.by_id, listed.happened_at)
        """,
    ),
    AuditRule(
        "deal_is_not_as_its_steps_say",
        "deal {0} is {1}; its last step says {2}",
        """
        SELECT deal.id, deal.status, last.kind
        FROM projects_deal AS deal
        LEFT JOIN LATERAL (
            SELECT kind, happened_at FROM projects_tradestep WHERE deal_id = deal.id ORDER BY id DESC LIMIT 1
        ) AS last ON true
        LEFT JOIN projects_tradestep AS accepted ON accepted.deal_id = deal.id AND accepted.kind = 'accepted'
        WHERE (deal.status, deal.moved_at, deal.by_id, deal.accepted_at)
            IS DISTINCT FROM (last.kind, last.happened_at, accepted.by_id, accepted.happened_at)
        """,
    ),
    AuditRule(
        "confirmed_by_the_buyer",
        "deal {0}: {1} confirmed its money, and accepted it, said that it is paid, or sat with its buyer {2}",
        """
        SELECT deal.id, done.by_id, deal.buyer_id
        FROM projects_deal AS deal
        JOIN projects_tradestep AS done ON done.deal_id = deal.id AND done.kind = 'delivered'
        WHERE EXISTS (
            SELECT FROM projects_tradestep AS said
            WHERE said.deal_id = deal.id AND said.kind IN ('accepted', 'paid') AND said.by_id = done.by_id
        ) OR EXISTS (
            SELECT FROM projects_seat AS seat
            WHERE seat.organisation_id = deal.buyer_id AND seat.user_id = done.by_id
              AND seat.begun_at <= done.happened_at AND coalesce(seat.ended_at >= deal.accepted_at, true)
        )
        """,
    ),
]
CODES = [rule.code for rule in RULES]
