"""The open data's page and files. Whoever has what is still true is told so, and gets nothing again."""

from collections.abc import Mapping
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from common.access import public
from projects.public.data import sending
from projects.public.data.fields import Table
from projects.public.data.freshness import freshness
from projects.public.data.package import LICENCE, package
from projects.public.data.tables import TABLES

FORMS: Mapping[str, sending.Sender] = {"csv": sending.as_csv, "json": sending.as_json}


@public
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What there is, what each field means, and under which licence."""
    context = {"tables": TABLES.values(), "as_of": freshness().as_of, "licence": LICENCE}
    return render(request, "projects/public/data.html", context)


@public
@require_safe
def table_file(request: HttpRequest, table: str, form: str) -> HttpResponseBase:
    """A table as CSV or JSON: the same rows in the same order."""
    return _while_new(request, FORMS[form](_table(table)))


@public
@require_safe
def places_file(request: HttpRequest) -> HttpResponseBase:
    """Projects as GeoJSON."""
    return _while_new(request, sending.as_geojson())


@public
@require_safe
def package_file(request: HttpRequest) -> HttpResponseBase:
    """The description of all files for programs."""
    home = request.build_absolute_uri(reverse("projects:data"))
    return _while_new(request, JsonResponse(package(freshness().as_of, home), json_dumps_params=AS_READ))


AS_READ = {"ensure_ascii": False, "indent": 2}


def _table(name: str) -> Table:
    if name not in TABLES:
        raise Http404
    return TABLES[name]


def _while_new(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """With its tag and day; 304 for who has them already, before anything is read."""
    found = freshness()
    response["ETag"] = tag = quote_etag(found.tag)
    response["Cache-Control"] = "public, no-cache"
    at = int(found.as_of.timestamp()) if found.as_of else None
    if at is not None:
        response["Last-Modified"] = http_date(at)
    # Django says that it takes and gives what has a body of its own; it takes and gives streams, too.
    answer = get_conditional_response(request, etag=tag, last_modified=at, response=cast("HttpResponse", response))
    return cast("HttpResponseBase", answer)
