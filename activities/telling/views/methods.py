"""The public pages about how acts are counted."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.telling.explanation import worked_example
from activities.telling.methods import counting_of
from common.access import public
from common.city_time import city_day, day_span
from common.pages.kept import Content, render_kept
from scenarios.rulebook import current

KEPT_FOR = timedelta(minutes=1)


@public
@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How each scenario is counted today."""
    now = timezone.now()
    return render_kept(request, "activities/methods.html", lambda: _methods(now), now=now)


def _methods(now: datetime) -> Content:
    book, today = current(), city_day(now)
    countings = [counting_of(book, scenario, version, rule) for scenario, version, rule in book.rules_on(today)]
    _midnight, tomorrow = day_span(today)
    # A rule is published for a later day: what is in force today can change by a new release of the portal alone.
    return Content({"countings": countings}, min(now + KEPT_FOR, tomorrow))


@public
@require_safe
def method(request: HttpRequest, code: str) -> HttpResponse:
    """How one scenario is counted, with an example that the scoring code reckons while the page is made."""
    book, today = current(), city_day(timezone.now())
    for scenario, version, rule in book.rules_on(today):
        if scenario.code == code:
            counting = counting_of(book, scenario, version, rule)
            context = {"counting": counting, "explanation": worked_example(scenario, version, rule)}
            return render(request, "activities/method.html", context)
    raise Http404
