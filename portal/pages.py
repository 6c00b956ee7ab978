"""The citizen's home, and what a visitor sees in its place."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import StandIn
from accounts.requests import citizen_of
from accounts.standing.reading import earning_frozen
from activities.models import Activity, Status
from activities.telling import diary, often
from activities.telling.offering import in_groups, offered_on
from city.dashboard.trend import trend
from city.news import book as news
from city.rollups import reading
from city.rollups.periods import Unit
from common.access import citizens, public
from common.city_time import city_day, day_span
from common.pages.asking import asking
from common.pages.kept import Content, render_kept
from credits import statements
from merchants.mall.within_reach import ladder, within_reach
from portal.entering import stand_ins
from portal.stories import stories
from scenarios import rulebook
from scenarios.models import Group

EARLIER = 3
SHORTCUTS = 6
HABITS = 3
STORIES = 3
OFFERS = 4
NEWEST = 2
FRESH_FOR = timedelta(minutes=1)


@public
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What a citizen has and did; to a visitor, what the scheme is."""
    now = timezone.now()
    today = city_day(now)
    if not request.user.is_authenticated:
        if known := stand_ins(request):
            return render(request, "portal/welcome.html", {**_welcome(now).context, **_demonstration(known, today)})
        return render_kept(request, "portal/welcome.html", lambda: _welcome(now), now=now)
    scenarios = offered_on(rulebook.current(), today).open
    citizen = citizen_of(request)
    acts, lately = diary.look_back(citizen.pk, today, earlier=EARLIER), often.lately(citizen.pk, today)
    untried = [scenario for scenario in scenarios if not (scenario.pk in lately and lately[scenario.pk].acts_today)]
    habits = often.habits(lately, [scenario for scenario in scenarios if scenario.group != Group.DAILY])[:HABITS]
    shown = {habit.scenario.pk for habit in habits} | {scenario.pk for scenario in untried[:1] if not habits}
    context = _glance(request, citizen.pk, acts.today, now) | {
        "name": citizen.profile.display_name if hasattr(citizen, "profile") else "",
        "habits": habits,
        "next_to_try": untried[0] if untried else None,
        "others": [scenario for scenario in scenarios if scenario.pk not in shown][:SHORTCUTS],
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
    now = timezone.now()
    context = _glance(request, citizen.pk, diary.acts_on(citizen.pk, city_day(now)), now)
    return render(request, "portal/_glance.html", context)


def _welcome(now: datetime) -> Content:
    """What the scheme is, with figures of the city that are at most a minute old."""
    today = city_day(now)
    context = {
        "groups": in_groups(offered_on(rulebook.current(), today).open),
        "now": reading.today(now),
        "since": reading.since_start(),
        "trend": trend(Unit.DAY, now),
        "newest": news.notices(today)[:NEWEST],
        "offers": ladder(now)[:OFFERS],
    }
    _midnight, tomorrow = day_span(today)
    return Content(context, min(now + FRESH_FOR, tomorrow))


def _demonstration(known: Sequence[StandIn], today: date) -> dict[str, object]:
    """Stories of the first of its people, and all as whom a visitor may enter."""
    told = stories([who for who in known if not who.user.is_staff][:STORIES], today)
    with_story = {story.who.pk for story in told}
    return {"stand_ins": known, "stories": told, "others": [who for who in known if who.pk not in with_story]}


def _glance(request: HttpRequest, citizen_id: int, acts: Sequence[Activity], now: datetime) -> dict[str, object]:
    vintages, owed = statements.vintages_and_debt(citizen_id, today=city_day(now))
    balance = sum(vintage.credits for vintage in vintages)
    is_pending = any(act.status == Status.PENDING for act in acts)
    freeze = earning_frozen(citizen_id, now=now) if is_pending else None
    return {
        "balance": balance,
        "owed": owed,
        "reach": within_reach(balance, now),
        "vintages": vintages,
        "today_acts": acts,
        "freeze": freeze,
        "is_scoring": is_pending and freeze is None,
        "asking": asking(request),
    }
