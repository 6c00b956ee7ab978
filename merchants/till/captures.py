"""What a cashier's till shows: the shops where somebody works, and what they have taken there lately."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from merchants.models import Membership, Redemption, RedemptionStep, Shop, Step
from merchants.refusals import UnknownVoucher
from merchants.set_aside import BACK_ON_THE_VOUCHER
from merchants.till.undoing import UNDO_WITHIN

LATEST = 8


@dataclass(frozen=True, slots=True)
class Capture:
    """One use of a voucher at a till; the same voucher may have been taken again since."""

    voucher: Redemption
    taken_at: datetime
    now: datetime
    is_latest_part: bool
    """Nothing was taken of the same voucher since, and stays taken; of a voucher that is taken whole, too."""

    @property
    def is_undone(self) -> bool:
        return self.voucher.captured_at != self.taken_at

    @property
    def can_be_undone(self) -> bool:
        return not self.is_undone and self.is_latest_part and self.now < self.taken_at + UNDO_WITHIN


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
    later = Redemption.objects.filter(part_of=OuterRef("redemption__part_of"), pk__gt=OuterRef("redemption_id"))
    is_latest_part = ~Exists(later.exclude(BACK_ON_THE_VOUCHER))
    return taken.select_related("redemption__offer").annotate(is_latest_part=is_latest_part).order_by("-pk")


def _capture(step: Any, now: datetime) -> Capture:
    return Capture(step.redemption, step.happened_at, now, step.is_latest_part)
