"""A month of the scheme on one page, to be printed for the mayor: out of kept figures, of days that are over."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib import admin
from django.core.cache import cache
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from accounts.models import User
from activities.models import Revocation
from city.figures import Sums
from city.models import DayFigures, MallFigures, ScenarioFigures
from city.proofs import share
from common.city_time import city_day, day_span, month_of, next_month, previous_month
from credits.liability import liability
from review.models import Appeal, AppealStatus
from scenarios.evidence_words import evidence_of_all_in_words
from scenarios.models import Scenario
from scenarios.rules import Evidence

KEPT_S = 600


class Line(NamedTuple):
    """What acts of one kind came to, with their share of the grams."""

    name: str
    sums: Sums
    share: str


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """This month, or the one that the address names. Raises `Http404` for one that is none or has not begun."""
    now = timezone.now()
    today = city_day(now)
    first = _asked(request, today)
    end = min(next_month(first), today)
    following = next_month(first)
    context = {
        **admin.site.each_context(request),
        "title": gettext("A month of the scheme"),
        "first": first,
        "last": end - timedelta(days=1),
        "has_days": end > first,
        "is_whole": end == following,
        "previous": previous_month(first),
        "following": following if following <= today else None,
        **_earned(first, end),
        **_told(first, end),
    }
    return TemplateResponse(request, "admin/desk/month.html", context)


def _asked(request: HttpRequest, today: date) -> date:
    try:
        first = month_of(request.GET["month"]) if "month" in request.GET else today.replace(day=1)
    except ValueError as error:
        raise Http404 from error
    if first > today:
        raise Http404
    return first


def _earned(first: date, end: date) -> dict[str, Any]:
    days = Q(day__gte=first, day__lt=end)
    by_scenario = ScenarioFigures.objects.filter(days).order_by().values_list("scenario")
    by_proof = DayFigures.objects.filter(days).order_by().values_list("evidence")
    names = {scenario.pk: str(scenario) for scenario in Scenario.objects.all()}
    scenarios = _lines((names[key], Sums(*sums)) for key, *sums in _summed(by_scenario))
    proofs = _lines((evidence_of_all_in_words(Evidence(key)), Sums(*sums)) for key, *sums in _summed(by_proof))
    return {"scenarios": scenarios, "proofs": proofs, "total": sum((line.sums for line in scenarios), Sums())}


def _summed(rows: Any) -> Any:
    return rows.annotate(Sum("acts"), Sum("grams"), Sum("credits"))


def _lines(named: Any) -> Sequence[Line]:
    """The most grams first."""
    lines = sorted(named, key=lambda one: -one[1].grams)
    grams = sum(sums.grams for _name, sums in lines)
    return [Line(name, sums, share(sums.grams, grams)) for name, sums in lines]


def _told(first: date, end: date) -> dict[str, Any]:
    """What else the month brought, and what was so at its end."""
    since, until = day_span(first)[0], day_span(end)[0]
    mall = MallFigures.objects.filter(day__gte=first, day__lt=end)
    taken_back = Revocation.objects.filter(revoked_at__gte=since, revoked_at__lt=until)
    raised = Appeal.objects.filter(raised_at__gte=since, raised_at__lt=until)
    return {
        "mall": mall.aggregate(Sum("redemptions"), Sum("credits"), Sum("fen")),
        "taken_back": taken_back.aggregate(Count("pk"), Sum("credits")),
        "appeals": raised.aggregate(
            raised=Count("pk"),
            granted=Count("pk", filter=Q(status=AppealStatus.GRANTED)),
            refused=Count("pk", filter=Q(status=AppealStatus.REFUSED)),
        ),
        "held": cache.get_or_set(f"desk:held:{end}", lambda: liability(until).outstanding, KEPT_S),
        "citizens": _citizens(first),
    }


def _citizens(first: date) -> dict[str, int]:
    """All who had come by its end, and those who came in the month; counted every ten minutes at the most."""

    def counted() -> dict[str, int]:
        new = Q(joined_at__gte=day_span(first)[0])
        citizens = User.objects.filter(is_staff=False, joined_at__lt=day_span(next_month(first))[0])
        return citizens.aggregate(all=Count("pk"), new=Count("pk", filter=new))

    return cache.get_or_set(f"desk:citizens:{first}", counted, KEPT_S) or {}
