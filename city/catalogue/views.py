"""The open data of the whole city: a page that lists it for people, files, and two descriptions for programs."""

import json
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from city.catalogue import addresses, dcat, editions
from city.catalogue.package import package
from common.access import public
from common.open_data.answering import Freshness, to_every_origin, while_new
from common.open_data.digested import digested
from common.open_data.package import AS_READ, LICENCE
from common.open_data.sending import FORMS
from common.open_data.series import RHYTHMS, THEMES, Series, all_series

DIGITS = 32


@public
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What there is, by theme: each with its fields, source, rhythm and files."""
    latest = editions.latest()
    themes = [
        (THEMES[theme], [_entry(series, latest) for series in some])
        for theme, some in groupby(all_series().values(), lambda series: series.theme)
    ]
    context = {"themes": themes, "licence": LICENCE, "many": len(all_series())}
    return render(request, "city/data.html", context)


@public
@to_every_origin
@require_safe
def series_file(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """A series as CSV or JSON: the same rows in the same order."""
    series = all_series().get(name)
    if series is None or series.address is not None:
        raise Http404
    table = series.table._replace(name=name)
    if series.freshness is not None:
        # Rows are read as they are sent, and so not at all for who has them; one that comes meanwhile is sent again.
        found = series.freshness()
        return while_new(request, FORMS[form](table), found)
    response, digest = digested(table, form)
    return while_new(request, response, Freshness(editions.seen_at(series, digest), digest))


@public
@to_every_origin
@require_safe
def package_file(request: HttpRequest) -> HttpResponseBase:
    """The Data Package."""
    return _described(request, package(request.build_absolute_uri), "application/json")


@public
@to_every_origin
@require_safe
def catalogue_file(request: HttpRequest) -> HttpResponseBase:
    """The catalogue in DCAT."""
    return _described(request, dcat.catalogue(request.build_absolute_uri), "application/ld+json")


def _described(request: HttpRequest, document: dict[str, Any], kind: str) -> HttpResponseBase:
    body = json.dumps(document, **AS_READ).encode()
    tag = sha256(body).hexdigest()[:DIGITS]
    return while_new(request, HttpResponse(body, content_type=kind), Freshness(None, tag))


def _entry(series: Series, latest: dict[str, Any]) -> dict[str, Any]:
    return {
        "series": series,
        "rhythm": RHYTHMS[series.rhythm],
        "page": series.page(),
        "csv": addresses.of_file(series, "csv"),
        "json": addresses.of_file(series, "json"),
        "edition": latest.get(series.name),
    }
