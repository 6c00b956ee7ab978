"""The desk answers what merchants sent: it puts an offer on show, or sends it back with a reason; and takes offers off.

What citizens have redeemed already stays theirs. `by` is who decides, nobody where a program does; where the merchant
is theirs, each raises `OwnMerchant`.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.texts import Text
from merchants import absences, editions, offer_states, stock
from merchants.desk import own_merchant
from merchants.models import Offer, OfferStatus


@transaction.atomic
def send_back(*, offer: Offer, reason: Text, by: User | None, seen: str | None = None) -> Offer:
    """The desk says what to change. Raises `NotSubmitted`, and `ChangedSince` as `publish` does."""
    locked = _lock_for(by, offer)
    return offer_states.draft_again(locked, reason, seen=editions.of_offer(offer) if seen is None else seen)


@transaction.atomic
def publish(*, offer: Offer, by: User | None, now: datetime, seen: str | None = None) -> Offer:
    """Puts an offer on show from its first day on. Raises a `NotPublishable`; publishing twice changes nothing.

    `seen` is the edition that a page has shown; without a page it is that of `offer`, as the caller has it. One that is
    another meanwhile raises `ChangedSince`.
    """
    locked = _lock_for(by, offer)
    if locked.status == OfferStatus.PUBLISHED:
        return locked
    offer_states.check_seen(locked, offer, seen)
    if locked.published_at is None:
        stock.lapse(locked, now=now)
    offer_states.check_publishable(locked, now)
    locked.status, locked.published_at = OfferStatus.PUBLISHED, now
    locked.save(update_fields=["status", "published_at"])
    absences.note(Offer.objects.filter(pk=locked.pk), now=now)
    return locked


@transaction.atomic
def take_off(*, offer: Offer, by: User | None, now: datetime, seen: str | None = None) -> Offer:
    """The desk takes an offer off the mall, as its merchant may."""
    return offer_states.take_off(_lock_for(by, offer), now=now, seen=seen)


def _lock_for(by: User | None, offer: Offer) -> Offer:
    """As `offer_states.lock`, for a decision of somebody's at the desk. Raises `OwnMerchant`."""
    locked = offer_states.lock(offer)
    own_merchant.check(by, locked.merchant_id)
    return locked
