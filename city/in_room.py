"""The way from an organisation's room to its cases."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import Seat
from projects.organisations.turns import Card, Waits


def waiting(_seat: Seat, _now: datetime) -> Iterator[Waits]:
    """Nothing: what the desk sent back may stay."""
    yield from ()


def cards(seat: Seat, _now: datetime) -> Iterator[Card]:
    if seat.organisation.is_approved:
        address = reverse("city:room_cases", args=[seat.organisation.public_id])
        yield Card(_("Low-carbon cases"), _("Hand in what you did, for the city’s book of cases"), address, "leaf")
