"""A published statement of a year on paper, with the code that leads to its page."""

from collections.abc import Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from common import pdf
from common.qr import qr_drawing
from common.texts import day_shown
from projects.buyers import standing
from projects.models import YearStatement
from projects.public.certificate import TEMPLATE
from projects.serials import serial


def made(statement: YearStatement, address: str) -> bytes:
    """The document, in the reader's language; `address` is that of the page that proves it."""
    stands = standing.standing_of(statement)
    told = {
        "title": _("Statement of a year"),
        "once": stands.sentence,
        "sum": _("%(tonnes)s t CO₂e retired") % {"tonnes": f"{stands.retired:,}"},
        "facts": list(_facts(statement, stands)),
        "code": str(qr_drawing(address)),
        "prove": _("Whoever scans the code comes to this page and sees that it is real."),
        "address": address,
        "note": _("What was emitted is the organisation’s own word; this portal has not checked it."),
    }
    return pdf.made(TEMPLATE, told)


def _facts(statement: YearStatement, stands: standing.Standing) -> Iterator[tuple[str, str]]:
    need = standing.need_of(statement)
    assert need is not None, "what is published was stated"
    yield _("Organisation"), str(statement.organisation)
    yield _("For the year"), str(statement.year)
    yield _("Emitted"), _("%(tonnes)s t CO₂e") % {"tonnes": f"{stands.need:,}"}
    yield _("What is counted"), need.scope
    yield _("Document"), need.document
    if stands.missing:
        yield _("Missing"), _("%(tonnes)s t CO₂e") % {"tonnes": f"{stands.missing:,}"}
    for order in standing.retired_for(statement):
        assert order.move is not None
        assert order.decided_at is not None
        day = day_shown(localtime(order.decided_at).date())
        yield day, serial(order.move.issuance, order.move.numbers)
    yield _("Number"), statement.public_id
