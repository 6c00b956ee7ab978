"""Deals: a buyer takes up an offer, says that it has paid, and the seller's second person confirms the money.

With the confirmation go exactly the deal's units, in one transaction. The portal moves no money: it keeps who said
what of it, and when.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from common import editions
from common.city_time import city_day
from common.editions import ChangedMeanwhile
from common.texts import day_shown
from common.typed.codes import code
from projects.bulletin import parts, telling
from projects.bulletin.related import acted_for_buyer, are_related
from projects.bulletin.stepping import locked_deal, locked_offer, stand, step
from projects.bulletin.terms import terms
from projects.desk import own_organisation
from projects.models import (
    PENDING,
    BlockStatus,
    Deal,
    DealStatus,
    MoveKind,
    Offer,
    OfferStatus,
    Organisation,
    Part,
    TradeStep,
    TradeStepKind,
)
from projects.organisations.access import check_acts, seats_of
from projects.refusals import (
    ActedForBuyer,
    NeedsAnother,
    NotAHolder,
    NotSaidPaid,
    NotYourPart,
    OfferOver,
    PaidBeforeDeal,
    PaidInFuture,
    PayDayOver,
    ReferenceUsed,
    SameHolder,
    TooManyUnpaid,
    WordsMissing,
)
from projects.registry.moving import Deed, Going, as_range, block_of, cut, lock_holder, move
from projects.serials import Numbers

ACCEPTS = (Part.OWNER,)
SAYS_PAID = (Part.OWNER, Part.EDITOR)
CONFIRMS = (Part.OWNER, Part.RELEASER)


@transaction.atomic
def accept(
    *,
    offer: Offer,
    buyer: Organisation,
    tonnes: int,
    by: User,
    now: datetime,
    names_buyer: bool = False,
    shown: Numbers | None = None,
) -> Deal:
    """An owner of another organisation takes up an offer, whole or a part: the first units of it that are free.

    Raises `OfferStands`, `OfferOver`, `SameHolder`, `NotYourPart`, `NotApproved`, `TooManyUnpaid`, `NotAHolder`,
    `NotTheirUnits`, `UnitsFrozen`, `ChangedMeanwhile` and as `parts.foresee`.
    """
    found = locked_offer(offer, OfferStatus.OPEN)
    if found.until < city_day(now):
        raise OfferOver
    if buyer.pk == found.holder_id:
        raise SameHolder
    check_acts(buyer, by, *ACCEPTS)
    if buyer.deals.filter(status=DealStatus.ACCEPTED).count() >= terms().most_unpaid:
        raise TooManyUnpaid(most=terms().most_unpaid)
    seller = _approved(lock_holder(found.holder_id))
    going = parts.foresee(found, tonnes)
    if shown is not None and shown != going:
        raise ChangedMeanwhile
    block_of(seller, going)
    made = Deal.objects.create(
        offer=found,
        buyer=buyer,
        numbers=as_range(going),
        tonnes=going.tonnes,
        price_fen=found.price_fen,
        fen=going.tonnes * found.price_fen,
        names_buyer=names_buyer,
        is_related=are_related(seller, buyer),
        pay_by=city_day(now) + timedelta(days=terms().pay_within_days),
        moved_at=now,
        by=by,
        accepted_at=now,
    )
    step(made, TradeStepKind.ACCEPTED, by=by, now=now)
    telling.stands(made, [seller], now=now)
    return made


@transaction.atomic
def say_paid(*, deal: Deal, bank_reference: str, paid_on: date, by: User, now: datetime) -> Deal:
    """The buyer says that it has paid: by which reference of its bank, and when.

    Raises `DealStands`, `NotYourPart`, `NotApproved`, `WordsMissing`, `PaidInFuture`, `PaidBeforeDeal`, `PayDayOver`,
    `ReferenceUsed`.
    """
    found = locked_deal(deal, DealStatus.ACCEPTED)
    check_acts(found.buyer, by, *SAYS_PAID)
    if city_day(now) > found.pay_by:
        raise PayDayOver
    if not bank_reference.strip():
        raise WordsMissing
    if paid_on > city_day(now):
        raise PaidInFuture
    if paid_on < city_day(found.accepted_at):
        raise PaidBeforeDeal(on=day_shown(city_day(found.accepted_at)))
    if _is_used(bank_reference.strip(), found.offer.holder):
        raise ReferenceUsed
    stand(found, DealStatus.PAID, now=now)
    step(found, TradeStepKind.PAID, by=by, now=now, bank_reference=bank_reference.strip(), paid_on=paid_on)
    telling.stands(found, [found.offer.holder], now=now)
    return found


def _is_used(reference: str, seller: Organisation) -> bool:
    """Whether another payment to the seller, still said or confirmed, has the reference, however it is written."""
    said = TradeStep.objects.filter(kind=TradeStepKind.PAID, deal__offer__holder=seller)
    standing = said.exclude(deal__status__in=(DealStatus.ENDED, DealStatus.LAPSED, DealStatus.RETRACTED))
    return code(reference) in map(code, standing.values_list("bank_reference", flat=True))


@transaction.atomic
def confirm(*, deal: Deal, by: User, now: datetime) -> Deal:
    """The seller's second person, who did not write the offer and never acted for the buyer, has the money: exactly
    the deal's units go.

    Raises `DealStands`, `NotYourPart`, `NotApproved`, `NeedsAnother`, `ActedForBuyer`, `NotSaidPaid`, `NotAHolder`,
    `NotTheirUnits`, `UnitsFrozen`.
    """
    found = locked_deal(deal, DealStatus.PAID, DealStatus.DISPUTED)
    offer = found.offer
    check_acts(offer.holder, by, *CONFIRMS)
    if by.pk == offer.by_id:
        raise NeedsAnother
    if acted_for_buyer(by, found):
        raise ActedForBuyer
    if not found.is_said_paid:
        raise NotSaidPaid
    seller, buyer = _approved(lock_holder(offer.holder_id)), _approved(found.buyer)
    numbers = Numbers.of(found.numbers)
    block, going = cut(block_of(seller, numbers), numbers), Going(BlockStatus.HELD, buyer)
    found.move = move(block, MoveKind.TRANSFERRED, going=going, deed=Deed(offer.by, by), now=now)
    stand(found, DealStatus.DELIVERED, now=now)
    step(found, TradeStepKind.DELIVERED, by=by, now=now)
    if offer.status == OfferStatus.OPEN and not offer.bound.exists():
        offer.status = OfferStatus.SOLD
        offer.save(update_fields=["status"])
    telling.stands(found, [found.buyer], now=now)
    return found


@transaction.atomic
def dispute(*, deal: Deal, words: str, by: User, now: datetime) -> Deal:
    """Buyer or seller says what is wrong: nothing lapses any more, and the desk may end it.

    Raises `DealStands`, `NotYourPart`, `WordsMissing`.
    """
    found = locked_deal(deal, DealStatus.ACCEPTED, DealStatus.PAID)
    sides = [found.offer.holder, found.buyer]
    if not seats_of(by, *CONFIRMS).filter(organisation__in=sides).exists():
        raise NotYourPart
    if not words.strip():
        raise WordsMissing
    stand(found, DealStatus.DISPUTED, now=now)
    step(found, TradeStepKind.DISPUTED, by=by, now=now, words=words.strip())
    telling.stands(found, sides, now=now)
    return found


@transaction.atomic
def retract(*, deal: Deal, words: str, by: User, now: datetime, edition: str | None = None) -> Deal:
    """Buyer or seller withdraws while nothing is said to be paid; its units are on offer again, or free.

    Who is suspended may, too: it frees what waits. Raises `DealStands`, `NotYourPart`, `WordsMissing`,
    `ChangedMeanwhile`, `NothingShown`.
    """
    found = locked_deal(deal, DealStatus.ACCEPTED)
    if not _may_retract(found, by):
        raise NotYourPart
    if not words.strip():
        raise WordsMissing
    editions.check(edition, *shown_of(found))
    stand(found, DealStatus.RETRACTED, now=now)
    step(found, TradeStepKind.RETRACTED, by=by, now=now, words=words.strip())
    telling.stands(found, [found.offer.holder, found.buyer], now=now)
    return found


def shown_of(deal: Deal) -> tuple[int, str, str]:
    """What whoever retracts goes by: the deal, and whether its units go back on offer."""
    return deal.pk, deal.status, deal.offer.status


def _may_retract(deal: Deal, by: User) -> bool:
    """Who took it up, on the one side; who may list and confirm on the other."""
    takes = seats_of(by, *ACCEPTS).filter(organisation=deal.buyer_id)
    sells = seats_of(by, *CONFIRMS).filter(organisation=deal.offer.holder_id)
    return takes.exists() or sells.exists()


@transaction.atomic
def end(*, deal: Deal, words: str, by: User, now: datetime) -> Deal:
    """The desk ends a deal, and says why; its units are on offer again, or free.

    Raises `DealStands`, `OwnOrganisation`, `WordsMissing`.
    """
    found = locked_deal(deal, *PENDING)
    sides = [found.offer.holder, found.buyer]
    for side in sides:
        own_organisation.check(by, side)
    if not words.strip():
        raise WordsMissing
    stand(found, DealStatus.ENDED, now=now)
    step(found, TradeStepKind.ENDED, by=by, now=now, words=words.strip())
    telling.stands(found, sides, now=now)
    return found


def lapse(*, now: datetime, limit: int) -> list[Deal]:
    """Deals that were to be paid and are not end, each by itself."""
    over = Deal.objects.filter(status=DealStatus.ACCEPTED, pay_by__lt=city_day(now)).select_related("offer")
    return [ended for deal in over.order_by("pay_by", "pk")[:limit] if (ended := _lapse(deal, now))]


@transaction.atomic
def _lapse(deal: Deal, now: datetime) -> Deal | None:
    found = locked_deal(deal, *DealStatus)
    if found.status != DealStatus.ACCEPTED:
        return None
    stand(found, DealStatus.LAPSED, now=now)
    step(found, TradeStepKind.LAPSED, by=None, now=now)
    telling.stands(found, [found.offer.holder, found.buyer], now=now)
    return found


def _approved(organisation: Organisation) -> Organisation:
    """Who is suspended neither gives nor gets units."""
    if not organisation.is_approved:
        raise NotAHolder(name=str(organisation))
    return organisation
