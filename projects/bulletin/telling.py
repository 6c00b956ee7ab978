"""Who is told of what became of an offer or a deal: the seats of the organisation on the other side, or of both."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.urls import reverse

from accounts.inbox.telling import News, tell
from projects.models import Deal, Offer, Organisation, Seat

STANDS, DUE, EXPIRED = "deal_stands", "deal_due", "offer_expired"


def stands(deal: Deal, to: Iterable[Organisation], *, now: datetime) -> None:
    """They hear where a deal stands now."""
    facts = {"status": str(deal.status)}
    tell([one for side in to for one in _of_deal(deal, side, STANDS, str(deal.status), facts)], now=now)


def due(deal: Deal) -> Iterator[News]:
    """The buyer hears that a deal lapses soon."""
    return _of_deal(deal, deal.buyer, DUE, "", {"day": deal.pay_by.isoformat()})


def unconfirmed(deal: Deal) -> Iterator[News]:
    """The seller hears once more that the buyer says it has paid."""
    return _of_deal(deal, deal.offer.holder, STANDS, "unconfirmed", {"status": str(deal.status)})


def expired(offer: Offer, *, now: datetime) -> None:
    path = reverse("projects:offer", args=[offer.holder.public_id, offer.public_id])
    facts = {"tonnes": offer.tonnes}
    tell([News(user, EXPIRED, f"{EXPIRED}:{offer.pk}", path, facts) for user in _people(offer.holder)], now=now)


def _of_deal(deal: Deal, side: Organisation, code: str, key: str, facts: Mapping[str, object]) -> Iterator[News]:
    path = reverse("projects:deal", args=[side.public_id, deal.public_id])
    said = {"tonnes": deal.tonnes, "project": deal.offer.issuance.project.name, **facts}
    for user in _people(side):
        yield News(user, code, f"{code}:{deal.pk}:{key}:{side.pk}", path, said)


def _people(organisation: Organisation) -> Iterable[int]:
    return Seat.objects.current().filter(organisation=organisation).values_list("user_id", flat=True)
