"""Takes a bonus back once its act was, or its check-in undone: whole, from what is there; what is spent is owed.

The scorer and the review know no campaign: this follows what they have revoked.
"""

from datetime import datetime

from django.db import transaction

from accounts import citizens
from accounts.inbox.telling import tell
from activities.models import Revocation
from campaigns.bonuses import telling
from campaigns.models import Bonus, BonusReturn
from credits import clawback, ledger
from credits.ledger import TransferKind


def return_due(*, now: datetime, limit: int) -> int:
    """Takes back at most `limit` bonuses of acts that were taken back; returns how many."""
    revoked = Revocation.objects.values("activity")
    due = Bonus.objects.filter(credits__gt=0, returned=None, activity__in=revoked)
    keys = list(due.order_by("pk").values_list("pk", flat=True)[:limit])
    return sum(_return(key, now) for key in keys)


@transaction.atomic
def _return(key: int, now: datetime) -> int:
    bonus = Bonus.objects.select_related("signup__campaign", "activity__scenario").get(pk=key)
    citizens.lock(bonus.signup.citizen_id)
    is_new = taken_back(bonus, now=now)
    if is_new:
        tell([telling.returned(bonus)], now=now)
    return int(is_new)


def taken_back(bonus: Bonus, *, now: datetime) -> bool:
    """Takes it back unless it was; the caller holds the citizen's lock, and tells them."""
    returned, is_new = BonusReturn.objects.get_or_create(
        bonus=bonus, defaults={"credits": bonus.credits, "returned_at": now}
    )
    if is_new:
        kinds = (TransferKind.BONUS, TransferKind.BONUS)
        whose, reference = bonus.signup.citizen_id, bonus.return_reference
        back = clawback.taken_back(whose, returned.credits, reference=reference, now=now, kinds=kinds)
        ledger.post_all(back, now=now)
    return is_new
