"""What a refund comes to: told before it is done, and what was told is what is done."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Sum

from common.city_time import city_day
from merchants.mall.releasing import overdue_credits
from merchants.models import LineKind, MerchantStatus, Redemption, Statement, StatementLine


class Foreseen(NamedTuple):
    """What would come of it now; `statement` is the one that the capture is on, if any."""

    nth: int
    """Of its captures."""
    credits: int
    expiring: int
    """Of these, what is of a vintage that has run out: it expires as it returns."""
    fen: int
    statement: Statement | None
    corrected_fen: int = 0
    """By so much its line was corrected after a dispute, which is taken back along with it."""
    has_left: bool = False
    """Its merchant, so that no further statement takes it off."""

    @property
    def returning(self) -> int:
        return self.credits - self.expiring

    @property
    def taken_off_fen(self) -> int:
        """By so much the merchant has less to come."""
        return self.fen if self.has_left else self.fen + self.corrected_fen

    @property
    def word(self) -> str:
        """What a page carries along; another one where something else would come of it."""
        on = self.statement.public_id if self.statement else "none"
        return f"{self.nth}-{self.expiring}-{self.corrected_fen}-{on}{'-left' if self.has_left else ''}"


def foresee(voucher: Redemption, *, now: datetime) -> Foreseen:
    """Of a voucher that a till took. Sure only under the locks of its merchant and of its row."""
    expiring = overdue_credits(voucher, today=city_day(now))
    came_to = (voucher.price, expiring, voucher.settlement_fen)
    has_left = voucher.merchant is not None and voucher.merchant.status == MerchantStatus.LEFT
    return Foreseen(voucher.captures, *came_to, _statement_with(voucher), _corrected(voucher), has_left)


def _statement_with(voucher: Redemption) -> Statement | None:
    lines = {"lines__redemption": voucher, "lines__nth": voucher.captures, "lines__kind": LineKind.TAKEN}
    return Statement.objects.filter(**lines).first()


def _corrected(voucher: Redemption) -> int:
    lines = StatementLine.objects.filter(redemption=voucher, nth=voucher.captures, kind=LineKind.CORRECTED)
    return int(lines.aggregate(fen=Sum("fen", default=0))["fen"])
