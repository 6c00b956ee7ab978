"""What a refund comes to: told before it is done, and what was told is what is done."""

from datetime import datetime
from typing import NamedTuple

from common.city_time import city_day
from merchants.mall.releasing import overdue_credits
from merchants.models import LineKind, MerchantStatus, Redemption, Statement


class Foreseen(NamedTuple):
    """What would come of it now; `statement` is the one that the capture is on, if any."""

    nth: int
    """Of its captures."""
    credits: int
    expiring: int
    """Of these, what is of a vintage that has run out: it expires as it returns."""
    fen: int
    statement: Statement | None
    has_left: bool
    """Its merchant, so that no further statement takes it off."""

    @property
    def returning(self) -> int:
        return self.credits - self.expiring

    @property
    def word(self) -> str:
        """What a page carries along; another one where something else would come of it."""
        stated = self.statement.public_id if self.statement else "none"
        return f"{self.nth}-{self.expiring}-{stated}{'-left' if self.has_left else ''}"


def foresee(voucher: Redemption, *, now: datetime) -> Foreseen:
    """Of a voucher that a till took. Sure only under the locks of its merchant and of its row."""
    expiring = overdue_credits(voucher, today=city_day(now))
    has_left = voucher.merchant is not None and voucher.merchant.status == MerchantStatus.LEFT
    return Foreseen(
        voucher.captures, voucher.price, expiring, voucher.settlement_fen, _statement_with(voucher), has_left
    )


def _statement_with(voucher: Redemption) -> Statement | None:
    lines = {"lines__redemption": voucher, "lines__nth": voucher.captures, "lines__kind": LineKind.TAKEN}
    return Statement.objects.filter(**lines).first()
