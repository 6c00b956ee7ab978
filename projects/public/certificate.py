"""The certificate of a retirement on paper, with the code that leads to its page."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from common import pdf
from common.qr import qr_drawing
from common.texts import day_shown
from projects.models import Order
from projects.public import reading
from projects.serials import serial

TEMPLATE = Path(__file__).with_name("certificate.typ")


def made(used: Order, address: str) -> bytes:
    """The document, in the reader's language; `address` is that of the page that proves it."""
    assert used.move is not None
    told = {
        "title": _("Certificate of use"),
        "once": _("Used up, once and for good"),
        "sum": _("%(tonnes)s t CO₂e") % {"tonnes": f"{used.move.tonnes:,}"},
        "facts": list(_facts(used)),
        "code": str(qr_drawing(address)),
        "prove": _("Whoever scans the code comes to this page and sees that it is real."),
        "address": address,
        "note": _(
            "They were issued by this portal, not by the city’s official programme, and can be used nowhere else."
        ),
    }
    return pdf.made(TEMPLATE, told)


def _facts(used: Order) -> Iterator[tuple[str, str]]:
    move = used.move
    assert move is not None
    assert used.decided_at is not None
    redacted = reading.redacted_on(used)
    yield _("For"), used.beneficiary if redacted is None else _redacted(redacted)
    said = [str(used.get_purpose_display()), used.words if redacted is None else ""]
    yield _("Purpose"), " · ".join(filter(None, said))
    if used.year:
        yield _("For the year"), str(used.year)
    yield _("Of the project"), str(move.issuance.project)
    yield _("Year of the reductions"), str(move.issuance.vintage)
    yield _("Serial number"), serial(move.issuance, move.numbers)
    yield _("Day"), day_shown(localtime(used.decided_at).date())
    yield _("Number of the certificate"), used.public_id


def _redacted(on: date) -> str:
    return _("Redacted by the city’s desk on %(day)s") % {"day": day_shown(on)}
