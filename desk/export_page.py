"""Takes a list of the desk away as CSV or XLSX, with the filters of its page, for whoever may look at it.

Who took what stands in the trail before the first row leaves the house.
"""

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
from common.csv_stream import csv_response
from common.desk import DeskAdmin, KeyedChangeList
from desk import exporting
from desk.refusals import TooLongForASheet

FORMS = ("csv", "xlsx")
MOST_OF_A_SHEET = 100_000
"""Rows: a spreadsheet program opens no more in a reasonable time, and the file is made before it is sent."""


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The list that the form names; back to it where it cannot be taken. Raises `Http404`, `PermissionDenied`."""
    desk, form, now = _asked(request), request.POST.get("form", ""), timezone.now()
    if form not in FORMS:
        raise Http404
    if not desk.has_view_permission(request):
        raise PermissionDenied
    try:
        changelist: Any = desk.get_changelist_instance(request)
    except IncorrectLookupParameters:
        return HttpResponseRedirect(f"{_list_of(desk)}?e=1")
    number = changelist.queryset.count()
    if form == "xlsx" and number > MOST_OF_A_SHEET:
        messages.error(request, TooLongForASheet(most=f"{MOST_OF_A_SHEET:,}").sentence)
        return HttpResponseRedirect(f"{_list_of(desk)}?{request.GET.urlencode()}")
    facts = {"list": desk.opts.label_lower, "filter": _filter_of(request), "form": form, "rows": number}
    note(DeedKind.TOOK, by=request.user, now=now, facts=facts)
    return _file(request, desk, changelist, form, now)


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


def _file(
    request: HttpRequest, desk: DeskAdmin, changelist: KeyedChangeList, form: str, now: datetime
) -> HttpResponseBase:
    name = f"{desk.opts.model_name}-{city_day(now)}.{form}"
    header, rows = exporting.header(desk, changelist), exporting.rows(desk, changelist, request)
    if form == "csv":
        return csv_response(name, header, rows)
    return FileResponse(
        spreadsheets.written(header, rows), as_attachment=True, filename=name, content_type=spreadsheets.MEDIA_TYPE
    )
