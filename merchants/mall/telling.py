"""What citizens are told of their vouchers: used, use undone, cancelled by the merchant, run out or about to."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import Concat
from django.urls import reverse

from accounts.inbox.telling import News
from accounts.models import Notice
from common.texts import Text
from merchants.models import Redemption, RedemptionStatus

USED = "voucher_used"
UNDONE = "voucher_use_undone"
REFUNDED = "voucher_refunded"
PART_USED = "voucher_part_used"
PART_UNDONE = "voucher_part_undone"
RAN_OUT = "voucher_ran_out"
CANCELLED = "voucher_cancelled"
MERCHANT_LEFT = "voucher_of_a_merchant_that_leaves"
RUNS_OUT_SOON = "voucher_runs_out_soon"
SOON = timedelta(days=3)
RELEASES = {RedemptionStatus.EXPIRED: RAN_OUT, RedemptionStatus.CANCELLED: CANCELLED}
"""What is told of which end; who gave one back themselves knows it."""


def used(citizen_id: int, public_id: str, *, capture: int, title: Text, shop: Text) -> News:
    """A till took it, for the so manieth time."""
    return _news(citizen_id, public_id, USED, f"used:{capture}", offer=title, shop=shop)


def part_used(part: Redemption, *, title: Text, shop: Text, left_fen: int) -> News:
    """A till took a part of a voucher, and so much is left of it; nothing where the rest came back."""
    return _of_part(part, PART_USED, "used", offer=title, shop=shop, credits=part.price, left_fen=left_fen)


def part_undone(part: Redemption, *, is_back: bool) -> News:
    """The latest part was undone: it is on the voucher again, or its credits came back."""
    return _of_part(part, PART_UNDONE, "undone", offer=part.offer.title, credits=part.price, is_back=is_back)


def _of_part(part: Redemption, code: str, event: str, **facts: object) -> News:
    return _news(part.citizen_id, part.public_id, code, event, fen=part.value_fen, **facts)


def undone(voucher: Redemption) -> News:
    """Its latest use was undone."""
    return _of(voucher, UNDONE, f"undone:{voucher.captures}")


def refunded(voucher: Redemption, *, returning: int, expired: int) -> News:
    """What was used is given back: so many credits, and so many that had run out."""
    return _of(voucher, REFUNDED, "refunded", credits=returning, expired=expired)


def released(voucher: Redemption, *, returning: int) -> list[News]:
    """It is over, and so many credits went back."""
    code = RELEASES.get(RedemptionStatus(voucher.status))
    if code == CANCELLED and voucher.merchant is not None and voucher.merchant.leaving_at is not None:
        code = MERCHANT_LEFT
    return [_of(voucher, code, "released", credits=returning)] if code else []


def running_out(*, now: datetime, limit: int) -> list[News]:
    """Those of three days more that nobody was told of. One that was given for less is no news."""
    told = Notice.objects.filter(citizen_id=OuterRef("citizen_id"), key=Concat(*_KEY_OF_SOON))
    soon = Redemption.objects.held().filter(expires_at__range=(now, now + SOON), held_at__lt=F("expires_at") - SOON)
    due = soon.filter(~Exists(told)).select_related("offer").order_by("expires_at")[:limit]
    return [_of(one, RUNS_OUT_SOON, "soon", until=one.expires_at.isoformat()) for one in due]


_KEY_OF_SOON = (Value("voucher:"), OuterRef("public_id"), Value(":soon"))


def _of(voucher: Redemption, code: str, event: str, **facts: object) -> News:
    return _news(voucher.citizen_id, voucher.public_id, code, event, offer=voucher.offer.title, **facts)


def _news(citizen_id: int, public_id: str, code: str, event: str, **facts: object) -> News:
    return News(citizen_id, code, f"voucher:{public_id}:{event}", reverse("merchants:voucher", args=[public_id]), facts)
