"""How an offer comes from one state to another, for those who may move it: its merchant and the desk.

Each works on an offer that the caller has locked, in the transaction in which that was done.
"""

from datetime import datetime

from common.city_time import city_day
from common.texts import Text
from merchants import absences, editions
from merchants.models import AT_ONCE, Cause, Merchant, Offer, OfferStatus
from merchants.refusals import MerchantLeaves, NotSubmitted, OutOfStanding, OverAlready, WithoutShop, WithoutStock


def lock(offer: Offer) -> Offer:
    """The offer, then who gives it: nobody suspends a merchant, closes its shops or rewrites a cause meanwhile."""
    locked = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    if locked.merchant_id is not None:
        locked.merchant = Merchant.objects.select_for_update(no_key=True).get(pk=locked.merchant_id)
    if locked.cause_id is not None:
        locked.cause = Cause.objects.select_for_update(no_key=True).get(pk=locked.cause_id)
    return locked


def check_publishable(offer: Offer, now: datetime) -> None:
    """Raises a `NotPublishable` where an offer could not be on show."""
    if offer.ends_on < city_day(now):
        raise OverAlready
    if offer.merchant is not None and not offer.merchant.is_approved:
        raise OutOfStanding
    if offer.merchant is not None and offer.merchant.is_leaving:
        raise MerchantLeaves
    if offer.kind not in AT_ONCE and not offer.open_shops():
        raise WithoutShop
    if offer.is_limited and not offer.releases.exists():
        raise WithoutStock


def check_seen(locked: Offer, offer: Offer, seen: str | None) -> None:
    """Raises `ChangedSince` where the edition that a page showed, or without a page that of `offer`, is another now."""
    editions.check_offer(locked, editions.of_offer(offer) if seen is None else seen)


def draft_again(locked: Offer, reason: Text, *, seen: str | None) -> Offer:
    """Its merchant may change it again. Raises `NotSubmitted`, and `ChangedSince` where `seen` is not its edition."""
    if locked.status != OfferStatus.SUBMITTED:
        raise NotSubmitted
    if seen is not None:
        editions.check_offer(locked, seen)
    locked.status, locked.submitted_at, locked.sent_back = OfferStatus.DRAFT, None, reason
    locked.save(update_fields=["status", "submitted_at", "sent_back"])
    return locked


def take_off(locked: Offer, *, now: datetime, seen: str | None) -> Offer:
    """Off the mall; twice changes nothing. Raises `ChangedSince` where `seen` is not its edition."""
    if seen is not None:
        editions.check_offer(locked, seen)
    if locked.status == OfferStatus.PUBLISHED:
        locked.status = OfferStatus.WITHDRAWN
        locked.save(update_fields=["status"])
        absences.note(Offer.objects.filter(pk=locked.pk), now=now)
    return locked
