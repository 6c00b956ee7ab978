"""The registry's open data: a page and files."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.access import public
from common.open_data.answering import to_every_origin, while_new
from common.open_data.fields import Table
from common.open_data.package import AS_READ, LICENCE
from common.open_data.sending import FORMS
from projects.public.data import sending
from projects.public.data.freshness import freshness
from projects.public.data.package import package
from projects.public.data.tables import TABLES


@public
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What there is, what each field means, and under which licence."""
    context = {"tables": TABLES.values(), "as_of": freshness().as_of, "licence": LICENCE}
    return render(request, "projects/public/data.html", context)


@public
@to_every_origin
@require_safe
def table_file(request: HttpRequest, table: str, form: str) -> HttpResponseBase:
    """A table as CSV or JSON: the same rows in the same order."""
    return while_new(request, FORMS[form](_table(table)), freshness())


@public
@to_every_origin
@require_safe
def places_file(request: HttpRequest) -> HttpResponseBase:
    """Projects as GeoJSON."""
    return while_new(request, sending.as_geojson(), freshness())


@public
@to_every_origin
@require_safe
def package_file(request: HttpRequest) -> HttpResponseBase:
    """The description of all files for programs."""
    home, found = request.build_absolute_uri(reverse("projects:data")), freshness()
    return while_new(request, JsonResponse(package(found.as_of, home), json_dumps_params=dict(AS_READ)), found)


def _table(name: str) -> Table:
    if name not in TABLES:
        raise Http404
    return TABLES[name]
