"""The statement of a citizen's credits, as a page and as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from activities.telling.paid import paid_acts
from campaigns.origins import bonuses_behind
from common import paging
from common.access import citizens
from common.city_time import city_day, month_of, previous_month
from common.csv_stream import Cell, csv_response
from credits import statements
from credits.adjusting.reading import adjustments_behind
from credits.merging.reading import mergers_behind
from merchants.models.redemption import vouchers_behind
from portal.statement_lines import Behind, line_of, told

MOST_MONTHS = 24
ROWS_AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """What of a statement is asked for."""

    kind: statements.TransferKind | None
    month: date | None

    @classmethod
    def of(cls, request: HttpRequest) -> "Filter":
        """Reads the address; answers 404 to what cannot be."""
        return cls.named(request.GET.get("kind", ""), request.GET.get("month", ""))

    @classmethod
    def named(cls, kind: str, month: str) -> "Filter":
        """What these words ask for. Raises `Http404`."""
        if kind not in {"", *statements.KINDS}:
            raise Http404
        try:
            return cls(statements.TransferKind(kind) if kind else None, month_of(month) if month else None)
        except ValueError as error:
            raise Http404 from error


@citizens
@never_cache
@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """Every movement of a citizen's credits with the balance after it, and what expires when."""
    citizen, wanted = citizen_of(request), Filter.of(request)
    page = statements.page(citizen.pk, older_than=_cursor(request), kind=wanted.kind, month=wanted.month)
    references = [entry.reference for entry in page.entries]
    behind = behind_of(references)
    today = city_day(timezone.now())
    vintages = page.spendable_on(today)
    context = {
        "vintages": vintages,
        "balance": sum(vintage.credits for vintage in vintages),
        "owed": statements.debt(citizen.pk),
        "lines": [line_of(entry, behind.get(entry.reference)) for entry in page.entries],
        "older_than": page.older_than,
        "is_whole": wanted.kind is None,
        "is_first_page": "older_than" not in request.GET,
        "wanted": wanted,
        "kinds": statements.KINDS,
        "months": _months(page.first_posted_at, today),
    }
    return render(request, "portal/statement.html", context)


@citizens
@never_cache
@require_safe
def statement_file(request: HttpRequest) -> HttpResponseBase:
    """The same movements as a CSV file, earliest first."""
    citizen, wanted = citizen_of(request), Filter.of(request)
    header = [_("Posted"), _("Happened"), _("Kind"), _("What"), _("Change"), _("Usable until"), _("Reference")]
    if wanted.kind is None:
        header.insert(5, _("Balance"))
    entries = statements.walk(citizen.pk, kind=wanted.kind, month=wanted.month)
    name = f"statement-{wanted.month:%Y-%m}.csv" if wanted.month else "statement.csv"
    return csv_response(name, header, _rows(entries))


def _cursor(request: HttpRequest) -> int | None:
    raw = request.GET.get("older_than")
    return None if raw is None else paging.number_in(raw)


def _months(first_posted_at: datetime | None, today: date) -> tuple[date, ...]:
    """The months to choose from, latest first, back to the first movement."""
    if first_posted_at is None:
        return ()
    months = [today.replace(day=1)]
    while months[-1] > city_day(first_posted_at) and len(months) < MOST_MONTHS:
        months.append(previous_month(months[-1]))
    return tuple(months)


def _rows(entries: Iterator[statements.Entry]) -> Iterator[Sequence[Cell]]:
    while chunk := list(islice(entries, ROWS_AT_A_TIME)):
        behind = behind_of([entry.reference for entry in chunk])
        for entry in chunk:
            yield _row(entry, told(entry, behind.get(entry.reference)))


def behind_of(references: Sequence[str]) -> dict[str, Behind]:
    """What movements are about, by their references; a question for each kind of it."""
    adjustments, bonuses = adjustments_behind(references), bonuses_behind(references)
    merged = mergers_behind(references)
    return {**paid_acts(references), **vouchers_behind(references), **adjustments, **bonuses, **merged}


def _row(entry: statements.Entry, what: str) -> list[Cell]:
    row: list[Cell] = [
        f"{localtime(entry.posted_at):%Y-%m-%d %H:%M:%S}",
        f"{localtime(entry.event_at):%Y-%m-%d %H:%M:%S}",
        str(entry.kind.label),
        what,
        entry.change,
    ]
    if entry.balance is not None:
        row.append(entry.balance)
    return [*row, entry.expires_on.isoformat() if entry.expires_on else "", entry.reference]
