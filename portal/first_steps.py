"""Three screens for a new citizen: what to do, how it is counted, what the credits buy. Any of them may be skipped."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from activities.telling.offering import offered_on
from common.access import citizens
from common.city_time import city_day
from merchants.mall.within_reach import ladder
from scenarios import rulebook

SCREENS = ("do", "count", "spend")
MOST_SCENARIOS = 6
MOST_OFFERS = 3


@citizens
@require_safe
def first_steps(request: HttpRequest, screen: str = SCREENS[0]) -> HttpResponse:
    """One screen, which leads to the next."""
    if screen not in SCREENS:
        raise Http404
    now, following = timezone.now(), SCREENS.index(screen) + 1
    context = {
        "template": f"portal/_first_{screen}.html",
        "screens": SCREENS,
        "number": following,
        "following": SCREENS[following] if following < len(SCREENS) else None,
        "scenarios": offered_on(rulebook.current(), city_day(now)).open[:MOST_SCENARIOS],
        "offers": ladder(now)[:MOST_OFFERS],
    }
    return render(request, "portal/first_steps.html", context)
