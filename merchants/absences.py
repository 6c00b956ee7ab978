"""Which offers that were on show are off the mall, for whatever reason, and since when.

Whoever takes offers off or brings them back says so here: publishing, the standing of a merchant, the doors of shops.
What was released for days on which an offer could not be had lapses at the moment at which it is back.
"""

from datetime import datetime

from merchants import stock
from merchants.models import Absence, Offer, OfferQuerySet


def note(offers: OfferQuerySet, *, now: datetime) -> None:
    """Takes down which of these offers are gone, and lets those that are back go on. Call it in a transaction.

    The caller holds the lock of their merchant, or of their one offer where a cause stands behind it.
    """
    once = offers.filter(published_at__isnull=False)
    there = set(once.in_the_mall().values_list("pk", flat=True))
    gone = set(once.filter(absence=None).values_list("pk", flat=True)) - there
    # The desk's form of a shop may come to it at the same moment.
    Absence.objects.bulk_create([Absence(offer_id=pk, since=now) for pk in sorted(gone)], ignore_conflicts=True)
    for absence in Absence.objects.filter(offer__in=there).select_related("offer").order_by("pk"):
        stock.lapse(absence.offer, since=absence.since, now=now)
        absence.delete()


def note_of_merchant(merchant_id: int, *, now: datetime) -> None:
    """As `note`: its standing, or a shop's door, may have taken any of its offers off the mall or brought them back."""
    note(Offer.objects.filter(merchant=merchant_id), now=now)
