"""The city's figures in public: all charts together, each on a page of its own, as a file and as a picture."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from city.dashboard import charts, overview, pictures
from city.dashboard.chart import Chart
from city.dashboard.periods import released_in_words
from city.rollups.periods import Unit
from common.access import public
from common.csv_stream import csv_response
from common.embedding import shown_anywhere
from common.pages.kept import Content, render_kept

FRESH_FOR = timedelta(minutes=1)


@public
@require_safe
def figures(request: HttpRequest, by: str = Unit.DAY) -> HttpResponse:
    """Today, and every chart; `by` is the unit of the trend."""
    if by not in set(Unit):
        raise Http404
    now = timezone.now()
    return render_kept(request, "city/figures.html", lambda: _overview(Unit(by), now), now=now)


@public
@require_safe
def chart(request: HttpRequest, name: str) -> HttpResponse:
    now = timezone.now()
    return render_kept(request, "city/dashboard/chart.html", lambda: _one(name, now), now=now)


@public
@require_safe
def chart_csv(_request: HttpRequest, name: str) -> HttpResponseBase:
    found = _found(name, timezone.now())
    return csv_response(f"city-{name}.csv", found.header, found.rows())


@public
@cache_control(public=True, max_age=int(FRESH_FOR.total_seconds()))
@require_safe
@shown_anywhere
def chart_png(_request: HttpRequest, name: str, language: str) -> HttpResponse:
    if language not in pictures.LANGUAGES:
        raise Http404
    with translation.override(language):
        picture = pictures.drawn(_found(name, timezone.now()))
    name_of_file = f"city-{name}-{language}.png"
    headers = {"Content-Disposition": f'inline; filename="{name_of_file}"', "Content-Language": language}
    return HttpResponse(picture, content_type="image/png", headers=headers)


def _overview(unit: Unit, now: datetime) -> Content:
    return Content({**overview.of(unit, now), "language": get_language()}, now + FRESH_FOR)


def _one(name: str, now: datetime) -> Content:
    found = _found(name, now)
    base, period = charts.split(name)
    others = [(f"{base}-{one}", released_in_words(one)) for one in charts.released()] if base in charts.PARTS else []
    context = {
        "chart": found,
        "units": list(overview.units()) if base == charts.TREND else [],
        "others": others,
        "is_of_one_time": bool(others and period),
        "stays": f"{base}-{latest}" if others and not period and (latest := charts.latest(charts.released())) else name,
        "language": get_language(),
    }
    return Content(context, now + FRESH_FOR)


def _found(name: str, now: datetime) -> Chart:
    found = charts.find(name, now)
    if found is None:
        raise Http404
    return found
