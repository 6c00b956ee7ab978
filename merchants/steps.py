"""The steps of redemptions: written once, and found again by the key under which somebody asked for one."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from merchants.models import Membership, Redemption, RedemptionStep, Shop, Step


def redeemed_before(citizen: User, key: str) -> Redemption | None:
    """What a citizen has redeemed under a key."""
    step = _with_redemption().filter(actor=citizen, step=Step.HELD, key=key).first()
    return step.redemption if step else None


def captured_before(cashier: Membership, key: str) -> RedemptionStep | None:
    """The capture that a cashier has made under a key, also if it was undone since."""
    return _with_redemption().filter(membership=cashier, step=Step.CAPTURED, key=key).first()


def undone_before(redemption: Redemption, key: str) -> bool:
    """Whether a use of this voucher was undone under a key."""
    return RedemptionStep.objects.filter(redemption=redemption, step=Step.UNDONE, key=key).exists()


def take(
    redemption: Redemption,
    step: Step,
    *,
    actor: User | None,
    key: str,
    now: datetime,
    membership: Membership | None = None,
    shop: Shop | None = None,
) -> RedemptionStep:
    """Writes a step down; the clock takes steps without an actor."""
    return RedemptionStep.objects.create(
        redemption=redemption, step=step, actor=actor, key=key, happened_at=now, membership=membership, shop=shop
    )


def _with_redemption() -> QuerySet[RedemptionStep]:
    return RedemptionStep.objects.select_related("redemption__offer", "redemption__shop")
