"""What of events waits for somebody of an organisation: to be written, retired, certified or verified."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.city_time import city_day
from common.texts import day_shown
from projects.events.deeds import DRAFTS, PUBLISHES, is_free_to_name_one, published
from projects.events.retired import balance
from projects.events.retiring import is_checked
from projects.events.verifying import SEEN
from projects.models import Event, EventStatus, Part, Phase, Seat
from projects.organisations.turns import Card, Waits
from projects.registry.ordering import ORDERS


def waiting(seat: Seat, now: datetime) -> Iterator[Waits]:
    """What its reader may do something about."""
    organisation = seat.organisation
    open_ones = (EventStatus.DRAFT, EventStatus.PLANNED, EventStatus.MEASURED)
    sides = Q(owner=organisation) | Q(verifier=organisation, status=EventStatus.MEASURED)
    for event in Event.objects.filter(sides, status__in=open_ones).select_related("owner", "verifier").order_by("pk"):
        words = _owners(event, Part(seat.part), now) if event.owner_id == organisation.pk else _verifiers(event, seat)
        if words:
            address = reverse("projects:event", args=[organisation.public_id, event.public_id])
            yield Waits(str(event), words, address, event.moved_at)


def cards(seat: Seat, now: datetime) -> Iterator[Card]:
    """The way to the events of the organisation."""
    address = reverse("projects:events", args=[seat.organisation.public_id])
    yield Card(
        _("Carbon-neutral events"), _("Meetings, contests and shows: plan, emissions, certificate"), address, "leaf"
    )


def _owners(event: Event, part: Part, now: datetime) -> str:
    if event.status == EventStatus.DRAFT and part in DRAFTS:
        return _("Write the plan and publish it.")
    if event.status == EventStatus.PLANNED:
        is_over = city_day(now) > event.ends_on
        return _("The event is over: state what was emitted.") if is_over and part in DRAFTS else ""
    if event.status != EventStatus.MEASURED:
        return ""
    return _measured(event, part)


def _measured(event: Event, part: Part) -> str:
    now_is = balance(event)
    if now_is.to_order and part in ORDERS:
        said = {"tonnes": f"{now_is.to_order:,}", "day": day_shown(now_is.until)}
        return _("Retire %(tonnes)s t more by %(day)s.") % said
    if not is_checked(event) and is_free_to_name_one(event) and part in PUBLISHES:
        return _("Its verifier may not verify any more: publish what was emitted anew, and name another.")
    if not now_is.missing and is_checked(event) and part in PUBLISHES:
        return _("Enough is retired: declare it neutral.")
    return ""


def _verifiers(event: Event, seat: Seat) -> str:
    version = published(event, Phase.ACTUAL)
    is_open = version is not None and not version.steps.filter(kind__in=SEEN).exists()
    return _("Verify what was emitted.") if is_open and Part(seat.part) in PUBLISHES else ""
