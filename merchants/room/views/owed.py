"""What a merchant is owed, for its owner and managers: the sum, the days, and every capture as a file."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.city_time import city_day, day_span, month_of, next_month
from common.csv_stream import Cell, csv_response
from common.rfc3339 import day_of
from credits import statements
from merchants.fen import in_yuan
from merchants.models import Redemption
from merchants.room import owed
from merchants.room.leading import leader, leads


@leads
@never_cache
@require_safe
def owed_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the scheme owes now, and the days that brought it."""
    merchant = leader(request, public_id).merchant
    raw = request.GET.get("before")
    before = city_day(timezone.now()) + timedelta(days=1) if raw is None else _day(raw)
    page = owed.page(merchant, before=before)
    context = {
        "merchant": merchant,
        "fen": statements.owed_to(merchant.public_id),
        "page": page,
        "months": sorted({day.day.replace(day=1) for day in page.days}, reverse=True),
        "is_first_page": raw is None,
    }
    return render(request, "merchants/room/owed.html", context)


@leads
@never_cache
@require_safe
def owed_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """A row for each capture of a day or of a month, earliest first."""
    merchant = leader(request, public_id).merchant
    period, since, until = _period(request)
    header = [_("Voucher"), _("Shop"), _("Offer"), _("Taken at"), _("Yuan")]
    return csv_response(f"captures-{period}.csv", header, _rows(owed.walk(merchant, since, until)))


def _period(request: HttpRequest) -> tuple[str, datetime, datetime]:
    """The day or month that an address names, this month where it names none, and its first and last moment."""
    if day := request.GET.get("day", ""):
        return day, *day_span(_day(day))
    month = request.GET.get("month", "") or f"{city_day(timezone.now()):%Y-%m}"
    try:
        first = month_of(month)
        return month, day_span(first)[0], day_span(next_month(first))[0]
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def _day(text: str) -> date:
    """A day written as 2026-11-23; 404 for anything else."""
    try:
        return day_of(text)
    except ValueError as error:
        raise Http404 from error


def _rows(taken: Iterator[Redemption]) -> Iterator[Sequence[Cell]]:
    for voucher in taken:
        assert voucher.captured_at is not None
        yield [
            voucher.public_id,
            str(voucher.shop) if voucher.shop else "",
            str(voucher.offer),
            f"{localtime(voucher.captured_at):%Y-%m-%d %H:%M:%S}",
            in_yuan(voucher.settlement_fen),
        ]
