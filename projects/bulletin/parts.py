"""What of an offer is free: all that it binds, without what is under a deal. Parts of it are its numbers exactly."""

from collections.abc import Iterable

from projects.models import Offer
from projects.refusals import PartNotForSale
from projects.serials import Numbers


def free(offer: Offer) -> list[Numbers]:
    """The rows of units that can be taken up, by number. Nothing of an offer that does not stand any more."""
    bound = [Numbers.of(one.numbers) for one in offer.bound.order_by("numbers")]
    dealt = [Numbers.of(one.numbers) for one in offer.deals.pending().order_by("numbers")]
    return without(bound, dealt)


def without(whole: Iterable[Numbers], taken: Iterable[Numbers]) -> list[Numbers]:
    """Rows of numbers less those that are taken, all by number."""
    left = list(whole)
    for gone in taken:
        left = [
            part
            for one in left
            for part in (
                [Numbers(one.first, min(one.after, gone.first)), Numbers(max(one.first, gone.after), one.after)]
                if one.first < gone.after and gone.first < one.after
                else [one]
            )
            if part.tonnes > 0
        ]
    return left


def foresee(offer: Offer, tonnes: int) -> Numbers:
    """Which units go: the first row with so many. At least the offer's least part, or all that a row has left.

    Raises `PartNotForSale`.
    """
    rows = free(offer)
    for row in rows:
        if tonnes == row.tonnes or offer.minimum_tonnes <= tonnes <= row.tonnes:
            return Numbers(row.first, row.first + tonnes)
    raise PartNotForSale(minimum=f"{offer.minimum_tonnes:,}", most=f"{max((row.tonnes for row in rows), default=0):,}")
