"""What the bulletin tells: what is on offer now, and which deals were delivered at which price.

Who sells and who buys is told only where they want it. Deals between related parties stand in the list, but in no mean.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from common.city_time import city_day
from projects.bulletin.hiding import reasons
from projects.bulletin.parts import without
from projects.bulletin.terms import terms
from projects.models import BoundUnits, Deal, DealStatus, Offer, OrganisationStatus
from projects.models.bulletin import DealQuerySet, UnitOfferQuerySet
from projects.serials import Numbers

MONTHS = 12


class Listed(NamedTuple):
    """An offer with what of it can be taken up, in all and at most in one piece; why its words are hidden, if so."""

    offer: Offer
    tonnes: int
    most: int
    hidden: str = ""

    @property
    def words(self) -> str:
        """What everybody reads."""
        return "" if self.hidden else self.offer.words


class Month(NamedTuple):
    """Delivered deals of a month between parties that are not related; `height` in percent of the dearest month's."""

    first: date
    deals: int
    tonnes: int
    mean_fen: int
    height: int = 0


def on_offer(*, now: datetime) -> UnitOfferQuerySet:
    """What stands today, the latest first. Who is suspended sells nothing meanwhile."""
    offers = Offer.objects.open().filter(until__gte=city_day(now), holder__status=OrganisationStatus.APPROVED)
    return offers.select_related("holder", "issuance__project").order_by("-listed_at", "-pk")


def with_free(offers: Iterable[Offer]) -> list[Listed]:
    """Each with what is free of it; three questions for all."""
    rows = list(offers)
    bound, dealt = (
        _rows(BoundUnits.objects.filter(offer__in=rows)),
        _rows(Deal.objects.pending().filter(offer__in=rows)),
    )
    hidden, listed = reasons(rows), []
    for offer in rows:
        free = [part.tonnes for part in without(bound.get(offer.pk, []), dealt.get(offer.pk, []))]
        listed.append(Listed(offer, sum(free), max(free, default=0), hidden.get(offer.pk, "")))
    return listed


def delivered() -> QuerySet[Deal]:
    """The price history: what was paid for and has gone, the latest first."""
    deals = Deal.objects.delivered().select_related("offer__holder", "offer__issuance__project", "buyer", "move")
    return deals.order_by("-moved_at", "-pk")


def unconfirmed(*, now: datetime) -> DealQuerySet:
    """Deals that were said to be paid days ago, and that the seller neither confirms nor disputes."""
    since = now - timedelta(days=terms().confirm_within_days)
    return Deal.objects.filter(status=DealStatus.PAID, moved_at__lt=since)


def seller_shown(deal: Deal) -> str:
    return str(deal.offer.holder) if deal.offer.names_holder else ""


def buyer_shown(deal: Deal) -> str:
    return str(deal.buyer) if deal.names_buyer else ""


def mean_fen(fen: int, tonnes: int) -> int:
    """For a tonne, rounded half up."""
    return (2 * fen + tonnes) // (2 * tonnes)


def months() -> list[Month]:
    """The last twelve months that have deals of parties that are not related, the earliest first."""
    sums = (
        Deal.objects.delivered()
        .filter(is_related=False)
        .order_by()
        .values_list("moved_at__year", "moved_at__month")
        .annotate(fen=Sum("fen"), tonnes=Sum("tonnes"), deals=Count("pk"))
        .order_by("-moved_at__year", "-moved_at__month")[:MONTHS]
    )
    found = [
        Month(date(year, month, 1), deals, tonnes, mean_fen(fen, tonnes)) for year, month, fen, tonnes, deals in sums
    ]
    most = max((one.mean_fen for one in found), default=0)
    return [one._replace(height=100 * one.mean_fen // most) for one in reversed(found)]


def _rows(rows: QuerySet[BoundUnits] | QuerySet[Deal]) -> dict[int, list[Numbers]]:
    by_offer: dict[int, list[Numbers]] = {}
    for offer_id, numbers in rows.order_by("numbers").values_list("offer", "numbers"):
        by_offer.setdefault(offer_id, []).append(Numbers.of(numbers))
    return by_offer
