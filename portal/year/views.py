"""The pages of a citizen's month and year, and their figures as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from activities.keepsakes import certifying
from activities.models import YearCertificate
from common.access import citizens
from common.city_time import city_day
from common.csv_stream import csv_response
from portal.year import chart, month
from portal.year.done import done_of
from portal.year.figures import Figures, figures_of
from portal.year.said import said_of
from portal.year.spans import Span, span_of
from portal.year.words import kilograms, month_shown
from scenarios.evidence_words import evidence_in_words
from scenarios.rules import Evidence


@citizens
@never_cache
@require_safe
def report(request: HttpRequest, period: str) -> HttpResponse:
    """A month or year of the citizen's own; one that has not begun does not exist."""
    span = asked(period)
    figures = figures_of(citizen_of(request).pk, span)
    shared = {"span": span, "first": span.first, "figures": figures, "said": said_of(figures)}
    if not span.is_year:
        return render(request, "portal/year/month.html", {**shared, **month.context_of(figures)})
    return render(request, "portal/year/year.html", {**shared, **_of_year(request, figures)})


@citizens
@never_cache
@require_safe
def figures_file(request: HttpRequest, period: str) -> HttpResponseBase:
    """Each day and scenario in which something counted, as CSV."""
    span = asked(period)
    figures = figures_of(citizen_of(request).pk, span)
    names = {scenario.pk: scenario for scenario, _line in figures.scenarios}
    rows = (
        (row.day.isoformat(), names[row.scenario_id].code, str(names[row.scenario_id]), row.grams, row.credits)
        for row in figures.earned
    )
    header = [_("Day"), _("Code of the scenario"), _("Scenario"), _("Grams of CO₂ avoided"), _("Credits gained")]
    return csv_response(f"carbon-{span.code}.csv", header, rows)


def asked(period: str) -> Span:
    """Raises `Http404` for what is no month or year, or has not begun."""
    try:
        return span_of(period, city_day(timezone.now()))
    except ValueError as error:
        raise Http404 from error


def asked_year(year: int) -> Span:
    return asked(f"{year:04}")


def _of_year(request: HttpRequest, figures: Figures) -> dict[str, object]:
    current = YearCertificate.objects.of(citizen_of(request).pk).current().filter(year=figures.span.first.year).first()
    has_earlier = any(line.earlier_grams for _first, line in figures.months)
    return {
        "kilograms": kilograms(figures.sums.grams),
        "bars": chart.bars(figures.months),
        "months": [(month_shown(first), line) for first, line in figures.months],
        "has_earlier": has_earlier,
        "earlier_year": figures.span.first.year - 1,
        "proofs": [(evidence_in_words(Evidence(grade)), acts) for grade, acts in figures.proven],
        "done": done_of(figures, citizen_of(request).pk),
        "certificate": current,
        "certificate_stands": current is not None and certifying.standing_of(current) is certifying.Standing.STANDS,
    }
