"""The citizen's home, and what a visitor sees in its place."""

from collections.abc import Sequence
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from activities.models import Activity, Status
from activities.telling import diary
from activities.telling.offering import offered_on
from city.figures import figures_now, fresh_until
from common.access import citizens, public
from common.city_time import city_day
from common.pages.asking import asking
from common.pages.kept import Content, render_kept
from credits import statements
from portal.entering import stand_ins
from scenarios import rulebook

EARLIER = 3
SHORTCUTS = 6


@public
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What a citizen has and did; to a visitor, what the scheme is."""
    now = timezone.now()
    today = city_day(now)
    if not request.user.is_authenticated:
        if known := stand_ins(request):
            return render(request, "portal/welcome.html", {**_welcome(now).context, "stand_ins": known})
        return render_kept(request, "portal/welcome.html", lambda: _welcome(now), now=now)
    scenarios = offered_on(rulebook.current(), today).open
    citizen = citizen_of(request)
    acts = diary.look_back(citizen.pk, today, earlier=EARLIER)
    done = {act.scenario.pk for act in acts.today if act.status != Status.REJECTED}
    untried = [scenario for scenario in scenarios if scenario.pk not in done]
    context = _glance(request, citizen.pk, acts.today, today) | {
        "name": citizen.profile.display_name if hasattr(citizen, "profile") else "",
        "next_to_try": untried[0] if untried else None,
        "others": [scenario for scenario in scenarios if scenario not in untried[:1]][:SHORTCUTS],
        "earlier": acts.earlier,
        "week": acts.week,
        "green_days": sum(day.is_green for day in acts.week),
        "month": f"{today:%Y-%m}",
    }
    return render(request, "portal/home.html", context)


@citizens
@never_cache
@require_safe
def glance(request: HttpRequest) -> HttpResponse:
    """The part of the home page that changes while acts are scored."""
    citizen = citizen_of(request)
    today = city_day(timezone.now())
    context = _glance(request, citizen.pk, diary.acts_on(citizen.pk, today), today)
    return render(request, "portal/_glance.html", context)


def _welcome(now: datetime) -> Content:
    """What the scheme is, with figures of the city that are at most a minute old."""
    figures, today = figures_now(now), city_day(now)
    context = {"scenarios": offered_on(rulebook.current(), today).open, "figures": figures}
    return Content(context, fresh_until(figures, now))


def _glance(request: HttpRequest, citizen_id: int, acts: Sequence[Activity], today: date) -> dict[str, object]:
    vintages = statements.vintages(citizen_id, today=today)
    return {
        "balance": sum(vintage.credits for vintage in vintages),
        "vintages": vintages,
        "today_acts": acts,
        "is_scoring": any(act.status == Status.PENDING for act in acts),
        "asking": asking(request),
    }
