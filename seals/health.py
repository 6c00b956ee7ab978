"""Whether days are sealed in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from common.health import Part, up_if
from seals.models import SealedDay

PARTS = ("seals",)
SEALED_WITHIN = timedelta(hours=26)
"""From one night's seal to the next, with an hour for whoever still writes and for the hashing."""


def parts(now: datetime) -> Iterator[Part]:
    """`now` is the database's. Where nothing was ever sealed there may be nothing to seal."""
    last = SealedDay.objects.sealed().order_by("-sealed_at").first()
    waits = SealedDay.objects.filter(sealed_at=None).order_by("day").first()
    oldest = waits.closed_at if waits else last.sealed_at if last else None
    facts = {"last": last.day if last else None, "waits": waits.day if waits else None}
    yield Part("seals", up_if(oldest is None or now - oldest <= SEALED_WITHIN), facts)
