"""What a cashier's till shows: the shops where somebody works, and what they have taken there lately."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from merchants.models import Membership, Redemption, RedemptionStep, Shop, Step
from merchants.refusals import UnknownVoucher
from merchants.till.undoing import UNDO_WITHIN

LATEST = 8


@dataclass(frozen=True, slots=True)
class Capture:
    """One use of a voucher at a till; the same voucher may have been taken again since."""

    voucher: Redemption
    taken_at: datetime
    now: datetime

    @property
    def is_undone(self) -> bool:
        return self.voucher.captured_at != self.taken_at

    @property
    def can_be_undone(self) -> bool:
        return not self.is_undone and self.now < self.taken_at + UNDO_WITHIN


def latest(cashier: Membership, shop: Shop, *, now: datetime) -> list[Capture]:
    """What a cashier has taken at a shop, latest first."""
    return [_capture(step, now) for step in _steps(cashier, shop)[:LATEST]]


def capture_of(cashier: Membership, shop: Shop, voucher_id: str, *, now: datetime) -> Capture:
    """A cashier's latest use of one voucher at a shop. Raises `UnknownVoucher`, also for a colleague's."""
    step = _steps(cashier, shop).filter(redemption__public_id=voucher_id).first()
    if step is None:
        raise UnknownVoucher
    return _capture(step, now)


def _steps(cashier: Membership, shop: Shop) -> QuerySet[RedemptionStep]:
    taken = RedemptionStep.objects.filter(membership=cashier, shop=shop, step=Step.CAPTURED)
    return taken.select_related("redemption__offer").order_by("-pk")


def _capture(step: RedemptionStep, now: datetime) -> Capture:
    return Capture(step.redemption, step.happened_at, now)
