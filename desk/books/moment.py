"""What was held at any past moment: by every kind of account, or by one citizen, budget, merchant or cause."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.models import User
from common.city_time import city_day
from common.csv_stream import csv_response
from common.public_ids import is_public_id
from credits import books
from credits.books import Held, Trial
from desk.books.asking import MomentForm, check
from desk.books.names import names_of
from desk.books.tables import Cell, Table, in_words, number, word


@require_safe
def moment(request: HttpRequest) -> HttpResponseBase:
    """Now, or before the moment that the address names. Raises `PermissionDenied`."""
    check(request)
    form = MomentForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    at, whose = given.get("at") or timezone.now(), given.get("whose") or ""
    tables = [] if request.GET and not form.is_valid() else _tables(at, whose)
    if "file" in request.GET and tables:
        rows = ([table.title, *row] for table in tables for row in table.file())
        return csv_response(f"balances-{city_day(at)}.csv", [gettext("Of whom"), *tables[0].header], rows)
    query = request.GET.copy()
    query["file"] = "csv"
    context = {
        **admin.site.each_context(request),
        "title": gettext("Balances at a moment"),
        "form": form,
        "at": at,
        "whose": _name(whose),
        "tables": tables,
        "file_query": query.urlencode(),
    }
    return TemplateResponse(request, "admin/desk/books_moment.html", context)


def _tables(at: datetime, whose: str) -> list[Table]:
    """None where nobody is called so."""
    if not whose:
        return [_of_all(trial) for trial in books.balances_at(at)]
    held = _held(whose, at)
    return [] if held is None else [_of_one(_name(whose), held)]


def _of_all(trial: Trial) -> Table:
    title = gettext("All accounts, in %(asset)s") % {"asset": in_words(trial.asset)}
    rows = [[word(str(line.kind.label)), number(line.closing, trial.asset)] for line in trial.lines]
    return Table("balances", title, "", [gettext("Account"), gettext("Balance")], rows)


def _of_one(name: str, held: Sequence[Held]) -> Table:
    header = [gettext("Account"), gettext("Usable until"), gettext("In"), gettext("Balance")]
    return Table("balances", name, "", header, [_row(one) for one in held])


def _row(held: Held) -> list[Cell]:
    until = f"{held.expires_on:%Y-%m-%d}" if held.expires_on else "—"
    return [word(str(held.kind.label)), word(until), word(in_words(held.asset)), number(held.balance, held.asset)]


def _held(whose: str, at: datetime) -> Sequence[Held] | None:
    if whose in dict(names_of([]).budgets.values()):
        return books.held_under(at, budget__code=whose)
    if not is_public_id(whose):
        return None
    owner = User.objects.filter(public_id=whose).first()
    if owner is not None:
        return books.held_by(owner.pk, at)
    return books.held_under(at, party=whose) if names_of([whose]).parties else None


def _name(whose: str) -> str:
    names = names_of([whose] if is_public_id(whose) else [])
    return {**dict(names.budgets.values()), **names.parties}.get(whose, whose)
