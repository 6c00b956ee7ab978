"""How every deed with an offer or a deal begins and ends: its rows locked where they stand, and the step kept.

An offer is locked before its deal, and both before the holder whose units they are.
"""

from datetime import date, datetime

from accounts.models import User
from projects.models import Deal, DealStatus, Offer, OfferStatus, TradeStep, TradeStepKind
from projects.refusals import DealStands, OfferStands


def locked_offer(offer: Offer, *at: OfferStatus) -> Offer:
    """The row, until the transaction ends. Raises `OfferStands` where it stands elsewhere."""
    rows = Offer.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "holder", "issuance__project", "by"
    )
    found = rows.get(pk=offer.pk)
    if found.status not in at:
        raise OfferStands(status=found.get_status_display())
    return found


def locked_deal(deal: Deal, *at: DealStatus) -> Deal:
    """The row after its offer's, until the transaction ends. Raises `DealStands` where it stands elsewhere."""
    offer = locked_offer(deal.offer, *OfferStatus)
    rows = Deal.objects.select_for_update(no_key=True, of=("self",)).select_related("buyer")
    found = rows.get(pk=deal.pk)
    found.offer = offer
    if found.status not in at:
        raise DealStands(status=found.get_status_display())
    return found


def stand(deal: Deal, status: DealStatus, *, now: datetime) -> None:
    deal.status, deal.moved_at = status, now
    deal.save(update_fields=["status", "moved_at", "move"])


def step(
    of: Offer | Deal,
    kind: TradeStepKind,
    *,
    by: User | None,
    now: datetime,
    words: str = "",
    bank_reference: str = "",
    paid_on: date | None = None,
) -> TradeStep:
    deal = of if isinstance(of, Deal) else None
    offer = of.offer if isinstance(of, Deal) else of
    return TradeStep.objects.create(
        offer=offer,
        deal=deal,
        kind=kind,
        by=by,
        words=words,
        bank_reference=bank_reference,
        paid_on=paid_on,
        happened_at=now,
    )
