"""Transit tickets: their codes are imported in bulk and given out one by one, each to one redemption."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from merchants.models import Offer, Redemption, StockRelease, TransitCode
from merchants.refusals import SoldOut

CHUNK = 5000


@transaction.atomic
def import_codes(offer: Offer, codes: Iterable[str], *, opens_at: datetime, now: datetime) -> int:
    """Adds codes to an offer and as many pieces to its stock, and returns how many; known codes are passed over."""
    wanted = {code.strip() for code in codes} - {""}
    # Locked, so that two imports at once do not count the same code twice.
    Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    known = set(TransitCode.objects.filter(offer=offer, code__in=wanted).values_list("code", flat=True))
    new = [TransitCode(offer=offer, code=code, imported_at=now) for code in sorted(wanted - known)]
    if new:
        TransitCode.objects.bulk_create(new, batch_size=CHUNK)
        release, _created = StockRelease.objects.get_or_create(offer=offer, opens_at=opens_at, defaults={"quantity": 0})
        release.quantity += len(new)
        release.save(update_fields=["quantity"])
    return len(new)


def give(redemption: Redemption) -> TransitCode:
    """Gives a free code to a redemption. Raises `SoldOut`."""
    free = TransitCode.objects.filter(offer=redemption.offer_id, redemption=None).order_by("pk")
    code = free.select_for_update(skip_locked=True, no_key=True).first()
    # None is free: wait for every one, so that nothing is called sold out that is only busy.
    code = code or next(iter(free.select_for_update(no_key=True)[:1]), None)
    if code is None:
        raise SoldOut
    code.redemption = redemption
    code.save(update_fields=["redemption"])
    return code
