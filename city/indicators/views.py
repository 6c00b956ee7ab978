"""The city's indicators in public: all by group, one with its chart, table, sources and revisions, and as files."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from city.indicators import drawing, files, series, words
from city.indicators.series import Indicator
from common.access import public
from common.csv_stream import csv_response


@public
@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """Each with its latest figure."""
    listed = groupby(series.indicators(), lambda indicator: indicator.group)
    groups = [(words.GROUPS[group], [(one, words.finding(one)) for one in some]) for group, some in listed]
    return render(request, "city/indicators.html", {"groups": groups})


@public
@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    found = _found(code)
    context = {
        "indicator": found,
        "finding": words.finding(found),
        "definition": found.definition_text,
        "direction": words.DIRECTIONS[found.direction],
        "group": words.GROUPS[found.group],
        "bars": drawing.bars(found),
        "lines": [words.line(found, figure) for figure in found.figures],
        "contradicted": [words.when_in_words(when) for when in found.contradicted],
        "revisions": series.revisions(code),
    }
    return render(request, "city/indicator.html", context)


@public
@require_safe
def all_as_csv(_request: HttpRequest) -> HttpResponseBase:
    return csv_response("indicators.csv", files.header(), files.rows(series.all_figures()))


@public
@require_safe
def all_as_json(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"indicators": [files.as_json(one) for one in series.indicators()]})


@public
@require_safe
def one_as_csv(_request: HttpRequest, code: str) -> HttpResponseBase:
    found = _found(code)
    return csv_response(f"{code}.csv", files.header(), files.rows((found, figure) for figure in found.figures))


@public
@require_safe
def one_as_json(_request: HttpRequest, code: str) -> HttpResponse:
    return JsonResponse(files.as_json(_found(code)))


def _found(code: str) -> Indicator:
    found = series.indicator(code)
    if found is None:
        raise Http404
    return found
