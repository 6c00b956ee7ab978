"""The way to an organisation's years; what waits for somebody there are orders, which the registry's folder says."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.models import Seat
from projects.organisations.turns import Card, Waits


def waiting(seat: Seat, now: datetime) -> Iterator[Waits]:
    """Nothing of its own."""
    return iter(())


def cards(seat: Seat, now: datetime) -> Iterator[Card]:
    address = reverse("projects:years", args=[seat.organisation.public_id])
    yield Card(_("Our years"), _("What we emit, what we hold, and what we retire for it"), address, "chart")
