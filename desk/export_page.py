"""Takes a list of the desk away as CSV or XLSX, with the filters of its page, for whoever may look at it.

Who took what stands in the trail before the first row leaves the house.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.deeds.noting import note
from accounts.models import DeedKind
from common import spreadsheets
from common.city_time import city_day
from common.csv_stream import Cell, csv_response
from common.desk import DeskAdmin
from desk import exporting, timeline_page, trail_export
from desk.refusals import TooLongForASheet

FORMS = ("csv", "xlsx")
MOST_OF_A_SHEET = 100_000
"""Rows: a spreadsheet program opens no more in a reasonable time, and the file is made before it is sent."""


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The list that the form names; back to it where it cannot be taken. Raises `Http404`, `PermissionDenied`."""
    form, now = request.POST.get("form", ""), timezone.now()
    if form not in FORMS:
        raise Http404
    if request.POST.get("list") == timeline_page.LIST:
        return _trail(request, form, now)
    desk = _asked(request)
    if not desk.has_view_permission(request):
        raise PermissionDenied
    try:
        changelist: Any = desk.get_changelist_instance(request)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(f"{_list_of(desk)}?e=1")
    number = changelist.queryset.count()
    if form == "xlsx" and number > MOST_OF_A_SHEET:
        return _too_long(request, _list_of(desk))
    _note(request, desk.opts.label_lower, form, number, now)
    header, rows = exporting.header(desk, changelist), exporting.rows(desk, changelist, request)
    return _file(f"{desk.opts.model_name}-{city_day(now)}", form, header, rows)


def _trail(request: HttpRequest, form: str, now: datetime) -> HttpResponseBase:
    number, lines = timeline_page.to_take_away(request)
    if form == "xlsx" and number > MOST_OF_A_SHEET:
        return _too_long(request, reverse("admin:trail"))
    _note(request, timeline_page.LIST, form, number, now)
    return _file(f"{timeline_page.LIST}-{city_day(now)}", form, trail_export.header(), trail_export.rows(lines))


def _too_long(request: HttpRequest, page: str) -> HttpResponseBase:
    messages.error(request, TooLongForASheet(most=f"{MOST_OF_A_SHEET:,}").sentence)
    return HttpResponseRedirect(f"{page}?{request.GET.urlencode()}")


def _note(request: HttpRequest, name: str, form: str, number: int, now: datetime) -> None:
    facts = {"list": name, "filter": _filter_of(request), "form": form, "rows": number}
    note(DeedKind.TOOK, by=request.user, now=now, facts=facts)


def _filter_of(request: HttpRequest) -> str:
    """As the trail keeps it for ever: what was searched for may be somebody's phone."""
    query = request.GET.copy()
    if query.get("q"):
        query["q"] = "*"
    return query.urlencode(safe="*")


def _asked(request: HttpRequest) -> DeskAdmin:
    """Raises `Http404` for what is no list of the desk."""
    try:
        model = apps.get_model(request.POST.get("list", ""))
    except (LookupError, ValueError) as error:
        raise Http404 from error
    desk = admin.site._registry.get(model)
    if not isinstance(desk, DeskAdmin):
        raise Http404
    return desk


def _list_of(desk: DeskAdmin) -> str:
    return reverse(f"admin:{desk.opts.app_label}_{desk.opts.model_name}_changelist")


def _file(name: str, form: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    if form == "csv":
        return csv_response(f"{name}.csv", header, rows)
    return FileResponse(
        spreadsheets.written(header, rows),
        as_attachment=True,
        filename=f"{name}.xlsx",
        content_type=spreadsheets.MEDIA_TYPE,
    )
