"""Offers: one person of a holder writes what is offered, another lists it; it stands until its day or is withdrawn.

Of a block are offered the first units that wait for nothing else. `shown` are those that a page has shown.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from accounts.models import User
from common.city_time import city_day
from common.editions import ChangedMeanwhile
from merchants.fen import yuan
from projects.bulletin.stepping import locked_offer, step
from projects.bulletin.terms import terms
from projects.models import STANDING, Offer, OfferStatus, Part, TradeStepKind, UnitBlock
from projects.organisations.access import check_acts
from projects.refusals import (
    HowToPayMissing,
    LeastPartTooBig,
    NeedsAnother,
    NoPrice,
    OfferDayOut,
    PriceTooHigh,
    WordsMissing,
)
from projects.registry.moving import as_range, block_of, lock_holder
from projects.registry.ordering import for_all, foresee
from projects.serials import Numbers

WRITES = (Part.OWNER, Part.EDITOR)
LISTS = (Part.OWNER, Part.RELEASER)
DEAREST_FEN = 100_000_000
"""For a tonne: a million yuan. More is a slip of the finger."""


class Wanted(NamedTuple):
    """How an offer shall be: `price_fen` for a tonne, parts of at least `minimum_tonnes`, until the end of a day.

    `payment` is for the buyer alone, `words` are for everybody.
    """

    tonnes: int
    price_fen: int
    minimum_tonnes: int
    until: date
    payment: str
    words: str = ""
    names_holder: bool = False


@transaction.atomic
def ask(*, block: UnitBlock, wanted: Wanted, by: User, now: datetime, shown: Numbers | None = None) -> Offer:
    """Writes an offer; its units wait with it from now on.

    Raises `NotYourPart`, `NotApproved`, `NotTheirUnits`, `UnitsFrozen`, `TooFewUnits`, `UnitsWait`,
    `ChangedMeanwhile` and as `check`.
    """
    assert block.holder_id is not None
    holder = lock_holder(block.holder_id)
    check_acts(holder, by, *WRITES)
    check(wanted, now=now)
    there = block_of(holder, Numbers.of(block.numbers))
    going = foresee(there, wanted.tonnes)
    if shown is not None and shown != going:
        raise ChangedMeanwhile
    made = Offer.objects.create(
        holder=holder,
        issuance=there.issuance,
        numbers=as_range(going),
        price_fen=wanted.price_fen,
        minimum_tonnes=wanted.minimum_tonnes,
        until=wanted.until,
        payment=wanted.payment.strip(),
        words=wanted.words.strip(),
        names_holder=wanted.names_holder,
        by=by,
        asked_at=now,
    )
    step(made, TradeStepKind.ASKED, by=by, now=now)
    return made


def check(wanted: Wanted, *, now: datetime) -> None:
    """Raises `NoPrice`, `PriceTooHigh`, `LeastPartTooBig`, `OfferDayOut`, `HowToPayMissing`, `PersonalNumber`."""
    if wanted.price_fen <= 0:
        raise NoPrice
    if wanted.price_fen > DEAREST_FEN:
        raise PriceTooHigh(yuan=yuan(DEAREST_FEN))
    if not 0 < wanted.minimum_tonnes <= wanted.tonnes:
        raise LeastPartTooBig(tonnes=wanted.tonnes)
    today, days = city_day(now), terms().longest_offer_days
    if not today <= wanted.until <= today + timedelta(days=days):
        raise OfferDayOut(days=days)
    if not wanted.payment.strip():
        raise HowToPayMissing
    for_all(wanted.words)


@transaction.atomic
def publish(*, offer: Offer, by: User, now: datetime) -> Offer:
    """The second person lists it. Raises `OfferStands`, `NotYourPart`, `NotApproved`, `NeedsAnother`, `OfferDayOut`,
    `NotTheirUnits`, `UnitsFrozen`.
    """
    found = locked_offer(offer, OfferStatus.ASKED)
    check_acts(found.holder, by, *LISTS)
    if by.pk == found.by_id:
        raise NeedsAnother
    if found.until < city_day(now):
        raise OfferDayOut(days=terms().longest_offer_days)
    block_of(lock_holder(found.holder_id), Numbers.of(found.numbers))
    found.status, found.listed_by, found.listed_at = OfferStatus.OPEN, by, now
    found.save(update_fields=["status", "listed_by", "listed_at"])
    step(found, TradeStepKind.LISTED, by=by, now=now)
    return found


@transaction.atomic
def refuse(*, offer: Offer, words: str, by: User, now: datetime) -> Offer:
    """The second person says no, and why.

    Raises `OfferStands`, `NotYourPart`, `NotApproved`, `NeedsAnother`, `WordsMissing`.
    """
    found = locked_offer(offer, OfferStatus.ASKED)
    check_acts(found.holder, by, *LISTS)
    if by.pk == found.by_id:
        raise NeedsAnother
    if not words.strip():
        raise WordsMissing
    return _over(found, OfferStatus.REFUSED, TradeStepKind.REFUSED, by, now, words.strip())


@transaction.atomic
def withdraw(*, offer: Offer, by: User, now: datetime) -> Offer:
    """No more of it is sold; what is under a deal stays so. Who is suspended may, too: it frees what waits.

    Raises `OfferStands`, `NotYourPart`.
    """
    found = locked_offer(offer, *STANDING)
    check_acts(found.holder, by, *WRITES, *LISTS, even_suspended=True)
    return _over(found, OfferStatus.WITHDRAWN, TradeStepKind.WITHDRAWN, by, now)


def expire(*, now: datetime, limit: int) -> list[Offer]:
    """Offers whose day is over end, each by itself; those that a second person never listed, too."""
    over = Offer.objects.filter(status__in=STANDING, until__lt=city_day(now)).order_by("until", "pk")
    return [ended for offer in over[:limit] if (ended := _expire(offer, now))]


@transaction.atomic
def _expire(offer: Offer, now: datetime) -> Offer | None:
    found = locked_offer(offer, *OfferStatus)
    if found.status not in STANDING:
        return None
    return _over(found, OfferStatus.EXPIRED, TradeStepKind.EXPIRED, None, now)


def _over(
    offer: Offer, status: OfferStatus, kind: TradeStepKind, by: User | None, now: datetime, words: str = ""
) -> Offer:
    offer.status = status
    offer.save(update_fields=["status"])
    step(offer, kind, by=by, now=now, words=words)
    return offer
