"""The certificate of a year on paper, with the code that leads to the page that tells whether it stands."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from activities.keepsakes.certifying import Standing
from activities.models import YearCertificate
from common import pdf
from common.qr import qr_drawing
from common.texts import day_shown
from portal.year.picture import icon
from portal.year.words import weight

TEMPLATE = Path(__file__).with_name("certificate.typ")


def made(certificate: YearCertificate, standing: Standing, holder: str, address: str) -> bytes:
    """The document, in the reader's language; `address` is that of the page that proves it, `holder` a name or none."""
    stands = standing is Standing.STANDS
    told = {
        "scheme": _("Tianfu Carbon"),
        "title": _("Carbon account certificate of a year"),
        "holder": holder or _("A citizen of Chengdu"),
        "has": _("has avoided in %(year)s") % {"year": certificate.year},
        "sum": weight(certificate.grams),
        "of": _("of CO₂"),
        "void": "" if stands else _("No longer stands"),
        "facts": list(facts(certificate)),
        "code": str(qr_drawing(address)),
        "prove": _("Whoever scans the code comes to this page and sees whether it still stands."),
        "address": address,
        "note": _("Made by this portal to demonstrate, not by the official programme."),
        "leaf": icon("leaf", "#E3A21A"),
    }
    return pdf.made(TEMPLATE, told)


def facts(certificate: YearCertificate) -> Iterator[tuple[str, str]]:
    """All that the certificate says besides its sum, and all that its page may say."""
    yield _("Of the year"), str(certificate.year)
    yield _("CO₂ avoided"), weight(certificate.grams)
    yield _("Credits gained"), f"{certificate.credits:,}"
    yield _("Acts that count"), f"{certificate.acts:,}"
    yield _("Active days"), f"{certificate.days:,}"
    yield _("Figures until"), day_shown(certificate.until)
    yield _("Made on"), day_shown(localtime(certificate.made_at).date())
    yield _("Number"), certificate.public_id
