"""What a merchant does with its offers: sends a draft to the desk, takes it back, takes off what is on show.

The scheme pays an offer's settlement price, so that the desk decides. What citizens have redeemed already stays theirs.
"""

from datetime import datetime

from django.db import transaction

from merchants import offer_states
from merchants.models import Offer, OfferStatus
from merchants.refusals import NotADraft


@transaction.atomic
def submit(*, offer: Offer, now: datetime, seen: str | None = None) -> Offer:
    """A merchant sends a draft to the desk; nobody changes it while it waits.

    Raises `NotADraft`, a `NotPublishable`, and `ChangedSince` as `publish` does.
    """
    locked = offer_states.lock(offer)
    if not locked.is_draft:
        raise NotADraft
    offer_states.check_seen(locked, offer, seen)
    offer_states.check_publishable(locked, now)
    locked.status, locked.submitted_at, locked.sent_back = OfferStatus.SUBMITTED, now, {}
    locked.save(update_fields=["status", "submitted_at", "sent_back"])
    return locked


@transaction.atomic
def take_back(*, offer: Offer) -> Offer:
    """The merchant wants to change it after all. Raises `NotSubmitted`."""
    return offer_states.draft_again(offer_states.lock(offer), {}, seen=None)


@transaction.atomic
def withdraw(*, offer: Offer, now: datetime, seen: str | None = None) -> Offer:
    """A merchant takes its offer off the mall; it can be published again. Twice changes nothing.

    `seen` is the edition that a page has shown. Raises `ChangedSince` where it is another.
    """
    return offer_states.take_off(offer_states.lock(offer), now=now, seen=seen)
