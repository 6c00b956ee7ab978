"""Putting offers on show and taking them off; what citizens have redeemed already stays theirs.

A merchant sends a draft to the desk, which publishes it or sends it back with a reason: the scheme pays its settlement
price. `by` is who decides at the desk, nobody where a program does; where the merchant is theirs, they raise
`OwnMerchant`.
"""

from datetime import datetime
from http import HTTPStatus

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.city_time import city_day
from common.errors import DomainError
from common.texts import Text
from merchants import absences, editions, mall, own_merchant, stock
from merchants.models import AT_ONCE, Cause, Merchant, Offer, OfferStatus


class NotPublishable(DomainError):
    code = "not_publishable"


class OverAlready(NotPublishable):
    code = "over_already"
    message = _("The last day of this offer has passed.")


class WithoutStock(NotPublishable):
    code = "without_stock"
    message = _("Nothing of this offer has been released to be taken. Add a release of stock first.")


class WithoutShop(NotPublishable):
    code = "without_shop"
    message = _("No open shop would take its vouchers. Open one first.")


class OutOfStanding(NotPublishable):
    code = "out_of_standing"
    message = _("The merchant is not approved.")


class NotADraft(DomainError):
    code = "not_a_draft"
    message = _("Only a draft can be sent to the desk.")
    status = HTTPStatus.CONFLICT


class NotSubmitted(DomainError):
    code = "not_submitted"
    message = _("This offer does not wait for the desk.")
    status = HTTPStatus.CONFLICT


@transaction.atomic
def submit(*, offer: Offer, now: datetime, seen: str | None = None) -> Offer:
    """A merchant sends a draft to the desk; nobody changes it while it waits.

    Raises `NotADraft`, a `NotPublishable`, and `ChangedSince` as `publish` does.
    """
    locked = _lock(offer)
    if not locked.is_draft:
        raise NotADraft
    _check_seen(locked, offer, seen)
    _check(locked, now)
    locked.status, locked.submitted_at, locked.sent_back = OfferStatus.SUBMITTED, now, {}
    locked.save(update_fields=["status", "submitted_at", "sent_back"])
    return locked


@transaction.atomic
def take_back(*, offer: Offer) -> Offer:
    """The merchant wants to change it after all. Raises `NotSubmitted`."""
    return _draft_again(offer, {})


@transaction.atomic
def send_back(*, offer: Offer, reason: Text, by: User | None, seen: str | None = None) -> Offer:
    """The desk says what to change. Raises `NotSubmitted`, and `ChangedSince` as `publish` does."""
    _lock_for(by, offer)
    return _draft_again(offer, reason, editions.of_offer(offer) if seen is None else seen)


@transaction.atomic
def publish(*, offer: Offer, by: User | None, now: datetime, seen: str | None = None) -> Offer:
    """Puts an offer on show from its first day on. Raises a `NotPublishable`; publishing twice changes nothing.

    `seen` is the edition that a page has shown; without a page it is that of `offer`, as the caller has it. One that is
    another meanwhile raises `ChangedSince`.
    """
    locked = _lock_for(by, offer)
    if locked.status == OfferStatus.PUBLISHED:
        return locked
    _check_seen(locked, offer, seen)
    if locked.published_at is None:
        stock.lapse(locked, now=now)
    _check(locked, now)
    locked.status, locked.published_at = OfferStatus.PUBLISHED, now
    locked.save(update_fields=["status", "published_at"])
    absences.note(Offer.objects.filter(pk=locked.pk), now=now)
    return locked


@transaction.atomic
def take_off(*, offer: Offer, by: User | None, now: datetime, seen: str | None = None) -> Offer:
    """The desk takes an offer off the mall, as `withdraw` does."""
    _lock_for(by, offer)
    return withdraw(offer=offer, now=now, seen=seen)


@transaction.atomic
def withdraw(*, offer: Offer, now: datetime, seen: str | None = None) -> Offer:
    """A merchant takes its offer off the mall; it can be published again. Twice changes nothing.

    `seen` is the edition that a page has shown. Raises `ChangedSince` where it is another.
    """
    locked = _lock(offer)
    if seen is not None:
        editions.check_offer(locked, seen)
    if locked.status == OfferStatus.PUBLISHED:
        locked.status = OfferStatus.WITHDRAWN
        locked.save(update_fields=["status"])
        absences.note(Offer.objects.filter(pk=locked.pk), now=now)
    return locked


def _check(offer: Offer, now: datetime) -> None:
    """Raises a `NotPublishable` where an offer could not be on show."""
    if offer.ends_on < city_day(now):
        raise OverAlready
    if offer.merchant is not None and not offer.merchant.is_approved:
        raise OutOfStanding
    if offer.kind not in AT_ONCE and not mall.shops_of(offer):
        raise WithoutShop
    if offer.is_limited and not offer.releases.exists():
        raise WithoutStock


def _check_seen(locked: Offer, offer: Offer, seen: str | None) -> None:
    editions.check_offer(locked, editions.of_offer(offer) if seen is None else seen)


def _draft_again(offer: Offer, reason: Text, seen: str | None = None) -> Offer:
    locked = _lock(offer)
    if locked.status != OfferStatus.SUBMITTED:
        raise NotSubmitted
    if seen is not None:
        _check_seen(locked, offer, seen)
    locked.status, locked.submitted_at, locked.sent_back = OfferStatus.DRAFT, None, reason
    locked.save(update_fields=["status", "submitted_at", "sent_back"])
    return locked


def _lock_for(by: User | None, offer: Offer) -> Offer:
    """As `_lock`, for a decision of somebody's at the desk. Raises `OwnMerchant`."""
    locked = _lock(offer)
    own_merchant.check(by, locked.merchant_id)
    return locked


def _lock(offer: Offer) -> Offer:
    """The offer, then who gives it: nobody suspends a merchant, closes its shops or rewrites a cause meanwhile."""
    locked = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    if locked.merchant_id is not None:
        locked.merchant = Merchant.objects.select_for_update(no_key=True).get(pk=locked.merchant_id)
    if locked.cause_id is not None:
        locked.cause = Cause.objects.select_for_update(no_key=True).get(pk=locked.cause_id)
    return locked
