"""A merchant's trade, for its owner and managers: of a day or a month, on a page and as a file."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.city_time import city_day, day_span, month_of, next_month
from common.csv_stream import csv_response
from common.rfc3339 import day_of
from merchants.room import trade as kept
from merchants.room.leading import leader, leads


class Period(NamedTuple):
    """A city day or a month, as an address names it, with what comes before and after it."""

    name: str
    first: date
    is_month: bool
    since: datetime
    until: datetime
    before: str
    after: str
    """Empty where that has not begun."""


@leads
@never_cache
@require_safe
def trade(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the tills took in a period, and what is all taken now."""
    merchant, now = leader(request, public_id).merchant, timezone.now()
    period = _period(request, city_day(now))
    context = {
        "merchant": merchant,
        "period": period,
        "trade": kept.trade(merchant, period.since, period.until),
        "sold_out": kept.sold_out(merchant, now),
        "today": city_day(now),
    }
    return render(request, "merchants/room/trade.html", context)


@leads
@never_cache
@require_safe
def trade_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The same by day, hour, shop and offer."""
    merchant = leader(request, public_id).merchant
    period = _period(request, city_day(timezone.now()))
    header = [_("Day"), _("Hour"), _("Shop"), _("Offer"), _("Vouchers taken"), _("Credits"), _("Yuan")]
    rows = kept.rows(merchant, period.since, period.until)
    return csv_response(f"trade-{period.name.partition('=')[2]}.csv", header, rows)


def _period(request: HttpRequest, today: date) -> Period:
    """The day or month that an address names, today where it names none; 404 for what is no period, or not begun."""
    try:
        if month := request.GET.get("month", ""):
            return _month(month_of(month), today)
        raw = request.GET.get("day", "")
        return _day(day_of(raw) if raw else today, today)
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def _day(day: date, today: date) -> Period:
    if day > today:
        raise Http404
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    following = f"day={after}" if after <= today else ""
    return Period(f"day={day}", day, False, *day_span(day), f"day={before}", following)


def _month(first: date, today: date) -> Period:
    if first > today:
        raise Http404
    after, before = next_month(first), (first - timedelta(days=1)).replace(day=1)
    following = f"month={after:%Y-%m}" if after <= today else ""
    since, until = day_span(first)[0], day_span(after)[0]
    return Period(f"month={first:%Y-%m}", first, True, since, until, f"month={before:%Y-%m}", following)
