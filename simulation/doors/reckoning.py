"""A month's statements reckoned a second time: by SQL of its own over what tills did, and by the ledger's transfers."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from common.city_time import day_span
from credits.reading import TRANSFERS
from merchants.models import Merchant

# A capture counts that stood when the statement was drawn up. Tickets are taken as they are redeemed, without a till.
# A merchant that has left has a final statement amid a month, and may have one more of what it took after.
RECKONED = f"""
    WITH drawn AS (
        SELECT statement.id, statement.merchant_id, statement.fen, statement.credits, statement.taken, statement.undone,
            statement.status, step.happened_at AS drawn_at, statement.until,
            coalesce(
                (SELECT max(before.until) FROM merchants_statement AS before
                 WHERE before.merchant_id = statement.merchant_id AND before.until < statement.until),
                %(since)s
            ) AS since,
            (SELECT coalesce(sum(answer.corrected_fen), 0) FROM merchants_statementstep AS answer
             WHERE answer.statement_id = statement.id) AS corrected
        FROM merchants_statement AS statement
        JOIN merchants_statementstep AS step ON step.statement_id = statement.id AND step.step = 'closed'
        WHERE statement.month = %(month)s
    ), capture AS (
        SELECT voucher.merchant_id, step.happened_at AS at, voucher.price, voucher.settlement_fen AS fen,
            (SELECT undone.happened_at FROM merchants_redemptionstep AS undone
             WHERE undone.redemption_id = voucher.id AND undone.step = 'undone' AND undone.id > step.id
             ORDER BY undone.id LIMIT 1) AS undone_at
        FROM merchants_redemptionstep AS step
        JOIN merchants_redemption AS voucher ON voucher.id = step.redemption_id
        WHERE step.step = 'captured'
        UNION ALL
        SELECT voucher.merchant_id, voucher.held_at, voucher.price, voucher.settlement_fen, NULL
        FROM merchants_redemption AS voucher JOIN merchants_offer AS offer ON offer.id = voucher.offer_id
        WHERE offer.kind = 'transit'
    ), of_tills AS (
        SELECT drawn.id, count(*) AS captured,
            sum(capture.fen) AS captured_fen, sum(capture.price) AS captured_credits,
            count(*) FILTER (WHERE undone_at <= drawn_at) AS undone,
            coalesce(sum(capture.fen) FILTER (WHERE undone_at <= drawn_at), 0) AS undone_fen,
            coalesce(sum(capture.price) FILTER (WHERE undone_at <= drawn_at), 0) AS undone_credits
        FROM drawn JOIN capture ON capture.merchant_id = drawn.merchant_id
            AND capture.at >= drawn.since AND capture.at < drawn.until
        GROUP BY 1
    ), moved AS (
        SELECT transfer.*, original.event_at AS captured_at
        FROM {TRANSFERS} AS transfer
        LEFT JOIN {TRANSFERS} AS original ON original.reversed_by = transfer.id
        WHERE transfer.asset = 'fen' AND transfer.kind IN ('capture', 'reversal')
    ), of_ledger AS (
        SELECT drawn.id, coalesce(sum(moved.amount) FILTER (WHERE moved.kind = 'capture'), 0)
            - coalesce(sum(moved.amount) FILTER (WHERE moved.kind = 'reversal'), 0) AS fen
        FROM drawn JOIN merchants_merchant AS merchant ON merchant.id = drawn.merchant_id
        LEFT JOIN moved ON coalesce(moved.to_party, moved.from_party) = merchant.public_id
            AND coalesce(moved.captured_at, moved.event_at) >= drawn.since
            AND coalesce(moved.captured_at, moved.event_at) < drawn.until
            AND (moved.kind = 'capture' OR moved.event_at <= drawn.drawn_at)
        GROUP BY 1
    )
    SELECT drawn.id, drawn.merchant_id, drawn.status,
        of_tills.captured, of_tills.captured_credits, of_tills.captured_fen,
        of_tills.undone, of_tills.undone_credits, of_tills.undone_fen, of_ledger.fen,
        drawn.taken, drawn.credits, drawn.fen - drawn.corrected, drawn.corrected
    FROM drawn
    JOIN of_tills ON of_tills.id = drawn.id
    JOIN of_ledger ON of_ledger.id = drawn.id
    ORDER BY drawn.merchant_id, drawn.until
"""  # noqa: S608, an expression of this program alone


class Reckoned(NamedTuple):
    """A merchant's month: what tills took and undid until it was drawn up, what the ledger moved, what is stated."""

    statement_id: int
    merchant_id: int
    status: str
    captured: int
    captured_credits: int
    captured_fen: int
    undone: int
    undone_credits: int
    undone_fen: int
    ledger_fen: int
    stated: int
    stated_credits: int
    stated_fen: int
    """Without `corrected_fen`, which the desk's answers changed."""
    corrected_fen: int

    @property
    def is_right(self) -> bool:
        stands = (
            self.captured - self.undone,
            self.captured_credits - self.undone_credits,
            self.captured_fen - self.undone_fen,
        )
        return stands == (self.stated, self.stated_credits, self.stated_fen) and self.ledger_fen == self.stated_fen


def reckoned(month: date) -> Iterator[Reckoned]:
    """Every statement of a month before which merchants had none: nothing of an earlier one is taken off."""
    with connection.cursor() as cursor:
        cursor.execute(RECKONED, {"month": month, "since": day_span(month)[0]})
        for row in cursor.fetchall():
            yield Reckoned(int(row[0]), int(row[1]), row[2], *map(int, row[3:]))


def name_of(merchant_id: int) -> str:
    return str(Merchant.objects.get(pk=merchant_id))
