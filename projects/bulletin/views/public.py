"""The bulletin for everybody: open offers, the price history with its chart, and the same as a file."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import paging
from common.access import public
from common.csv_stream import Cell, csv_response
from common.texts import in_reader_language
from merchants.fen import in_yuan
from projects.bulletin import reading
from projects.bulletin.terms import terms

OFFERS = 100
"""So many are shown; an older one is found once these are gone."""
DEALS_A_PAGE = 20


@public
@require_safe
def bulletin(request: HttpRequest) -> HttpResponse:
    """What is on offer, and what was paid for what."""
    now = timezone.now()
    page = paging.page(
        reading.delivered(), size=DEALS_A_PAGE, after=request.GET.get("older_than"), by=["-moved_at", "-pk"]
    )
    context = {
        "offers": reading.with_free(reading.on_offer(now=now)[:OFFERS]),
        "page": page,
        "months": reading.months(),
        "references": [
            (in_reader_language(one.deal), in_reader_language(one.source), one) for one in terms().references
        ],
        "pay_within_days": terms().pay_within_days,
    }
    return render(request, "projects/bulletin/bulletin.html", context)


@public
@require_safe
def prices_file(_request: HttpRequest) -> HttpResponseBase:
    """Every delivered deal as CSV, the latest first; who sold and bought only where they want it."""
    header = [
        _("Delivered on"),
        _("Project number"),
        _("Project"),
        _("Method"),
        _("Year of the reductions"),
        _("Tonnes"),
        _("Yuan per tonne"),
        _("Yuan"),
        _("Related parties"),
        _("Seller"),
        _("Buyer"),
    ]
    return csv_response("prices.csv", header, _rows())


def _rows() -> Iterator[list[Cell]]:
    for deal in reading.delivered().iterator(chunk_size=2000):
        issuance = deal.offer.issuance
        yield [
            f"{timezone.localtime(deal.moved_at):%Y-%m-%d}",
            issuance.project.number,
            str(issuance.project),
            issuance.project.method,
            issuance.vintage,
            deal.tonnes,
            in_yuan(deal.price_fen),
            in_yuan(deal.fen),
            _("yes") if deal.is_related else _("no"),
            reading.seller_shown(deal),
            reading.buyer_shown(deal),
        ]
