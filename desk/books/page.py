"""The books of some days on one page, and as files: trial balance, what moved by kind, budget and merchant."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from common.city_time import city_day, day_span, next_month, previous_month
from common.csv_stream import csv_response
from credits.behind import Figure
from credits.books import EARLIEST, books
from desk.books.asking import DaysForm, address_of, check
from desk.books.names import names_of
from desk.books.tables import Table, every_table

A_DAY = timedelta(days=1)
SHOWN = 50
"""Rows of a table on the page; the file has all."""


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """Today, or the days that the address names. Raises `PermissionDenied`; `Http404` for a file that is none."""
    check(request)
    now = timezone.now()
    form = DaysForm(request.GET or None, now=now)
    first, last = form.days()
    found = books(first, last, now=now)
    days = Figure(first, last)
    tables = every_table(found, days, names_of({holder.party for holder in found.shares if holder.party}))
    if "file" in request.GET:
        return _file(tables, request.GET["file"], days)
    context = {
        **admin.site.each_context(request),
        "title": gettext("The books"),
        "form": form if form.errors else DaysForm(now=now, initial={"since": first, "until": last}),
        "first": first,
        "last": last,
        "until": found.until,
        "is_over": found.until == day_span(last)[1],
        "is_even": all(trial.is_even for trial in found.trials()),
        "tables": tables,
        "shown": SHOWN,
        "query": address_of(days),
        "transfers": sum(sums.transfers for sums in found.flows.values()),
        **_ways(first, last, now),
    }
    return TemplateResponse(request, "admin/desk/books.html", context)


def _file(tables: list[Table], code: str, days: Figure) -> HttpResponseBase:
    table = next((one for one in tables if one.code == code), None)
    if table is None:
        raise Http404
    return csv_response(f"books-{code}-{days.first}-{days.last}.csv", table.header, table.file())


def _ways(first: date, last: date, now: datetime) -> dict[str, Any]:
    """To the days before and after, as many as these, and to this month and the one before it."""
    today = city_day(now)
    month = today.replace(day=1)
    whole = first.day == 1 and last + A_DAY == next_month(first)
    length = last - first + A_DAY
    before = (previous_month(first), first - A_DAY) if whole and first > EARLIEST else (first - length, first - A_DAY)
    after = (last + A_DAY, next_month(last + A_DAY) - A_DAY if whole else last + length)
    return {
        "before": address_of(Figure(*before)) if before[0] >= EARLIEST else "",
        "after": address_of(Figure(*after)) if after[0] <= today else "",
        "months": [
            (gettext("Today"), address_of(Figure(today, today))),
            (gettext("This month"), address_of(Figure(month, today))),
            (gettext("Last month"), address_of(Figure(previous_month(month), month - A_DAY))),
        ],
    }
