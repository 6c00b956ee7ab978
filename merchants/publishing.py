"""Putting offers on show and taking them off; what citizens have redeemed already stays theirs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.city_time import city_day
from common.errors import DomainError
from merchants.models import Offer, OfferStatus


class NotPublishable(DomainError):
    code = "not_publishable"


class OverAlready(NotPublishable):
    code = "over_already"
    message = _("The last day of this offer has passed.")


class WithoutStock(NotPublishable):
    code = "without_stock"
    message = _("Nothing of this offer has been released to be taken. Add a release of stock first.")


class OutOfStanding(NotPublishable):
    code = "out_of_standing"
    message = _("The merchant is not approved.")


@transaction.atomic
def publish(*, offer: Offer, now: datetime) -> Offer:
    """Puts an offer on show from its first day on. Raises a `NotPublishable`; publishing twice changes nothing."""
    locked = _lock(offer)
    if locked.status == OfferStatus.PUBLISHED:
        return locked
    if locked.ends_on < city_day(now):
        raise OverAlready
    if locked.merchant is not None and not locked.merchant.is_approved:
        raise OutOfStanding
    if locked.is_limited and not locked.releases.exists():
        raise WithoutStock
    locked.status, locked.published_at = OfferStatus.PUBLISHED, now
    locked.save(update_fields=["status", "published_at"])
    return locked


@transaction.atomic
def withdraw(*, offer: Offer) -> Offer:
    """Takes an offer off the mall; it can be published again."""
    locked = _lock(offer)
    if locked.status == OfferStatus.PUBLISHED:
        locked.status = OfferStatus.WITHDRAWN
        locked.save(update_fields=["status"])
    return locked


def _lock(offer: Offer) -> Offer:
    offers = Offer.objects.select_related("merchant")
    return offers.select_for_update(of=("self",), no_key=True).get(pk=offer.pk)
