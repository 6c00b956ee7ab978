"""The steps of redemptions: written once, and found again by the key under which somebody asked for one."""

from datetime import datetime

from accounts.models import User
from common.prepared import Prepared
from merchants.models import Redemption, RedemptionStep, Step

_HELD = Prepared(
    "redeemed_under_key",
    """
    SELECT redemption_id FROM merchants_redemptionstep
    WHERE actor_id = $1::bigint AND key = $2::text AND step = 'held'
    """,
)
_CAPTURED = Prepared(
    "captured_under_key",
    """
    SELECT id FROM merchants_redemptionstep
    WHERE membership_id = $1::bigint AND key = $2::text AND step = 'captured'
    """,
)
_TAKE = Prepared(
    "take_step",
    """
    INSERT INTO merchants_redemptionstep (redemption_id, step, actor_id, key, happened_at, membership_id, shop_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
    """,
)


def redeemed_before(citizen: User, key: str) -> Redemption | None:
    """What a citizen has redeemed under a key."""
    found = _HELD.row(citizen.pk, key)
    return Redemption.objects.select_related("offer", "shop").get(pk=found[0]) if found else None


def captured_before(membership_id: int, key: str) -> RedemptionStep | None:
    """The capture that a cashier has made under a key, also if it was undone since."""
    found = _CAPTURED.row(membership_id, key)
    steps = RedemptionStep.objects.select_related("redemption__offer", "redemption__shop", "redemption__part_of")
    return steps.get(pk=found[0]) if found else None


def undone_before(redemption: Redemption, key: str) -> bool:
    """Whether a use of this voucher was undone under a key."""
    return RedemptionStep.objects.filter(redemption=redemption, step=Step.UNDONE, key=key).exists()


def take(
    redemption_id: int,
    step: Step,
    *,
    actor_id: int | None,
    key: str,
    now: datetime,
    membership_id: int | None = None,
    shop_id: int | None = None,
) -> None:
    """Writes a step down, asked for by a user; the clock takes steps without one."""
    _TAKE.rows(redemption_id, step.value, actor_id, key, now, membership_id, shop_id)
