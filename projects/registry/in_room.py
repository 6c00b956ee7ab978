"""What of units waits for somebody of an organisation: orders of others that they may release."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import BlockStatus, Order, OrderStatus, Seat, UnitBlock
from projects.organisations.turns import Card, Waits
from projects.public import reading
from projects.registry.telling import RELEASES
from projects.serials import Numbers


def waiting(seat: Seat, now: datetime) -> Iterator[Waits]:
    """Orders that wait for a second person, for who may be it."""
    if seat.part not in RELEASES:
        return
    orders = Order.objects.filter(holder=seat.organisation_id, status=OrderStatus.WAITING).exclude(by=seat.user)
    for order in orders.select_related("taker").order_by("ordered_at"):
        said = {"kind": order.get_kind_display(), "tonnes": f"{Numbers.of(order.numbers).tonnes:,}"}
        address = reverse("projects:order", args=[seat.organisation.public_id, order.public_id])
        heading = _("%(kind)s of %(tonnes)s t: release it?") % said
        yield Waits(heading, str(order.taker or order.beneficiary or order.words), address, order.ordered_at)


def cards(seat: Seat, now: datetime) -> Iterator[Card]:
    """What the organisation holds, and its orders."""
    held = reading.sums(UnitBlock.objects.filter(holder=seat.organisation_id, status=BlockStatus.HELD)).held
    waits = Order.objects.filter(holder=seat.organisation_id, status=OrderStatus.WAITING).count()
    room = [seat.organisation.public_id]
    yield Card(
        _("Our units"), _("%(tonnes)s t held") % {"tonnes": f"{held:,}"}, reverse("projects:units", args=room), "leaf"
    )
    told = ngettext("%(count)s waits for a second person", "%(count)s wait for a second person", waits)
    text = told % {"count": waits} if waits else _("Transfers, retirements and cancellations, with certificates")
    yield Card(_("Orders"), text, reverse("projects:orders", args=room), "swap")
