"""The certificate of an event on paper, with the code that leads to its page; one that was withdrawn says so."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from common import pdf
from common.qr import qr_drawing
from common.texts import day_shown
from projects.events import told
from projects.events.retired import bound
from projects.models import Event, EventStatus, EventStep, OrderStatus
from projects.public import certificate

TEMPLATE = Path(certificate.__file__).with_name("certificate.typ")


def stands(event: Event) -> bool:
    return event.status == EventStatus.NEUTRAL


def made(event: Event, step: EventStep, address: str) -> bytes:
    """The document, in the reader's language; `address` is that of the page that proves it."""
    sum_text = _("Carbon neutral") if stands(event) else _("Withdrawn")
    said = {
        "title": _("Certificate of carbon neutrality"),
        "once": str(event),
        "sum": sum_text,
        "facts": list(_facts(event, step)),
        "code": str(qr_drawing(address)),
        "prove": _("Whoever scans the code comes to this page and sees whether it still stands."),
        "address": address,
        "note": _(
            "The units were issued by this portal, not by the city’s official programme, and can be used nowhere else."
        ),
    }
    return pdf.made(TEMPLATE, said)


def _facts(event: Event, step: EventStep) -> Iterator[tuple[str, str]]:
    version = step.version
    assert version is not None
    yield _("Organiser"), str(event.owner)
    yield _("Venue"), event.place
    yield _("Days"), " – ".join(dict.fromkeys([day_shown(event.starts_on), day_shown(event.ends_on)]))
    yield _("What the event emitted"), _("%(kilograms)s kg CO₂e") % {"kilograms": f"{version.kilograms:,}"}
    yield _("Amount retired"), _("%(tonnes)s t CO₂e") % {"tonnes": f"{step.tonnes:,}"}
    for one in told.retired(list(bound(event, OrderStatus.RELEASED))):
        yield _("Serial number"), one.serial
    if event.verifier:
        yield _("Verified by"), str(event.verifier)
    yield _("Certified"), day_shown(localtime(step.happened_at).date())
    yield _("Number"), f"{event.public_id}-{version.nth}"
