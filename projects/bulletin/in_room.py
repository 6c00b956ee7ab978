"""What of offers and deals waits for somebody of an organisation: to be listed, paid or confirmed."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from common.texts import day_shown
from projects.bulletin.dealing import CONFIRMS, SAYS_PAID
from projects.bulletin.offering import LISTS
from projects.bulletin.related import acted_for_buyer
from projects.models import Deal, DealStatus, Offer, OfferStatus, Part, Seat
from projects.organisations.turns import Card, Waits


def waiting(seat: Seat, now: datetime) -> Iterator[Waits]:
    """What the reader may do something about now."""
    room, part = seat.organisation.public_id, Part(seat.part)
    if part in LISTS:
        asked = Offer.objects.filter(holder=seat.organisation, status=OfferStatus.ASKED).exclude(by=seat.user)
        for offer in asked.select_related("issuance__project").order_by("asked_at"):
            heading = _("Offer of %(tonnes)s t: list it?") % {"tonnes": f"{offer.tonnes:,}"}
            address = reverse("projects:offer", args=[room, offer.public_id])
            yield Waits(heading, str(offer.issuance.project), address, offer.asked_at)
    if part in SAYS_PAID:
        for deal in _deals(DealStatus.ACCEPTED).filter(buyer=seat.organisation):
            heading = _("Pay for %(tonnes)s t") % {"tonnes": f"{deal.tonnes:,}"}
            text = _("By %(day)s, then say so here") % {"day": day_shown(deal.pay_by)}
            yield Waits(heading, text, reverse("projects:deal", args=[room, deal.public_id]), deal.moved_at)
    if part in CONFIRMS:
        for deal in _to_confirm(seat):
            heading = _("Has the money for %(tonnes)s t come?") % {"tonnes": f"{deal.tonnes:,}"}
            text = _("The buyer says that it has paid")
            yield Waits(heading, text, reverse("projects:deal", args=[room, deal.public_id]), deal.moved_at)


def cards(seat: Seat, now: datetime) -> Iterator[Card]:
    """The way to what is on offer, and to the organisation's own."""
    address = reverse("projects:room_bulletin", args=[seat.organisation.public_id])
    yield Card(_("Bulletin"), _("What is on offer, your offers and your deals"), address, "statement")


def _to_confirm(seat: Seat) -> Iterator[Deal]:
    assert seat.user is not None
    sold = _deals(DealStatus.PAID).filter(offer__holder=seat.organisation).exclude(offer__by=seat.user)
    return (deal for deal in sold if not acted_for_buyer(seat.user, deal))


def _deals(status: DealStatus) -> QuerySet[Deal]:
    return Deal.objects.filter(status=status).order_by("moved_at")
