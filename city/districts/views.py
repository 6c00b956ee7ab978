"""The 23 districts in public: all on a map of tiles, and each on a page of its own."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.districts import District
from city.dashboard import charts
from city.dashboard.places import by_district
from city.districts.population import census
from city.districts.reading import known_of
from city.rollups import reading
from city.rollups.periods import Unit
from common.access import public
from common.city_time import city_day
from common.pages.kept import Content, render_kept

FRESH_FOR = timedelta(minutes=1)


@public
@require_safe
def districts(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return render_kept(request, "city/districts/all.html", lambda: _all(now), now=now)


@public
@require_safe
def district(request: HttpRequest, code: str) -> HttpResponse:
    if code not in District.values:
        raise Http404
    now = timezone.now()
    return render_kept(request, "city/districts/one.html", lambda: _one(District(code), now), now=now)


def _all(now: datetime) -> Content:
    month = charts.latest(reading.released(Unit.MONTH))
    context = {"map": by_district("districts", month), "districts": list(District)}
    return Content(context, now + FRESH_FOR)


def _one(district: District, now: datetime) -> Content:
    known = known_of(district, city_day(now))
    return Content(
        {"known": known, "district": district, "census": census(), "charts": charts.of_district(district)},
        now + FRESH_FOR,
    )
