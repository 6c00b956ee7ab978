"""The transfers behind a figure, a page of them at a time, each with what it comes from; and all of them as a file.

Who took what stands in the trail before the first row leaves the house. A file is made as it is sent: whatever breaks
off leaves nothing behind, and is asked for again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts.deeds.noting import note
from accounts.models import DeedKind
from common import paging
from common.csv_stream import Cell, csv_response, packed_csv_response
from common.desk_origins import origins_of
from credits import behind
from credits.behind import Behind, Figure
from credits.books import AccountKind, TransferKind
from desk.books.asking import FigureForm, address_of, check
from desk.books.names import Names, names_of
from desk.books.tables import in_words, number
from desk.ways import way_to

FORMS: Mapping[str, Callable[[str, Sequence[str], Iterable[Sequence[Cell]]], HttpResponseBase]] = {
    "csv": csv_response,
    "csv.gz": packed_csv_response,
}
PAGE = 50


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """Those of the figure that the address names, the latest first. Raises `PermissionDenied`, `Http404`."""
    figure, found = _asked(request)
    rows = behind.told(behind.transfers(figure, found))
    page = paging.page(rows, size=PAGE, after=request.GET.get("after"), key=paging.NUMBER)
    names = names_of({party for row in page.rows for party in (row.debit.party, row.credit.party) if party})
    context = {
        **admin.site.each_context(request),
        "title": gettext("Transfers behind a figure"),
        "figure": figure,
        "until": found.until,
        "sums": found.sums,
        "amount": number(found.sums.amount, figure.asset) if figure.asset else None,
        "asset": in_words(figure.asset) if figure.asset else "",
        "asked": list(_asked_in_words(figure, names_of({figure.party}))),
        "lines": _lines(page.rows, names, request),
        "page": page,
        "query": address_of(figure),
        "books_address": f"{reverse('admin:books')}?{address_of(Figure(figure.first or figure.last, figure.last))}",
    }
    return TemplateResponse(request, "admin/desk/books_transfers.html", context)


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """All of them as a file. Raises `PermissionDenied`, `Http404`."""
    form = request.POST.get("form", "")
    figure, found = _asked(request)
    if form not in FORMS:
        raise Http404
    query = address_of(figure)
    facts = {"list": "credits.transfer", "filter": query, "form": form, "rows": found.sums.transfers}
    note(DeedKind.TOOK, by=request.user, now=timezone.now(), facts=facts)
    name = f"transfers-{figure.first or 'all'}-{figure.last}.{form}"
    return FORMS[form](name, _header(), behind.rows(behind.transfers(figure, found)))


def _asked(request: HttpRequest) -> tuple[Figure, Behind]:
    check(request)
    now = timezone.now()
    form = FigureForm(request.GET, now=now)
    if not form.is_valid():
        raise Http404
    figure = form.figure()
    return figure, behind.look(figure, now=now)


def _header() -> list[str]:
    of_an_end = [gettext("account"), gettext("whose"), gettext("usable until")]
    ends = [f"{end}: {name}" for end in (gettext("from"), gettext("to")) for name in of_an_end]
    said = [gettext("number"), gettext("posted"), gettext("happened"), gettext("kind"), gettext("asset")]
    return [*said, gettext("amount"), *ends, gettext("reference")]


def _lines(rows: Sequence[Any], names: Names, request: HttpRequest) -> list[dict[str, Any]]:
    origins = origins_of([row.reference for row in rows])
    return [
        {
            "row": row,
            "address": way_to(row, request),
            "amount": number(row.amount, row.asset).text,
            "asset": in_words(row.asset),
            "from": _whose(row.debit, names),
            "to": _whose(row.credit, names),
            "origin": origins.get(row.reference),
            "origin_kind": origins[row.reference]._meta.verbose_name if row.reference in origins else "",
            "origin_address": way_to(origins.get(row.reference), request),
        }
        for row in rows
    ]


def _whose(account: Any, names: Names) -> str:
    whose = account.owner or account.budget or names.parties.get(account.party or "", account.party)
    return f"{account.get_kind_display()} · {whose}" if whose else str(account.get_kind_display())


def _asked_in_words(figure: Figure, names: Names) -> Iterator[tuple[str, str]]:
    """What is asked of the transfers beside their days."""
    if figure.kind:
        yield gettext("Kind"), str(TransferKind(figure.kind).label)
    if figure.asset:
        yield gettext("In"), in_words(figure.asset)
    for name, label in (("gave", gettext("From")), ("received", gettext("To")), ("account", gettext("Account"))):
        if kind := getattr(figure, name):
            yield label, str(AccountKind(kind).label)
    if figure.budget:
        budgets = dict(names.budgets.values())
        yield gettext("Budget"), budgets.get(figure.budget, figure.budget)
    if figure.party:
        yield gettext("Merchant or cause"), names.parties.get(figure.party, figure.party)
