"""The card of an act in a list: what `templates/activities/_activity_card.html` says, in the reader's language."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from activities.models import Status
from activities.telling.shown_acts import ShownAct
from common.city_time import CITY_ZONE
from common.kept_forms import filled_each
from common.texts import day_shown
from methodologies.base import Entry, Span


def cards(acts: Iterable[ShownAct], *, with_day: bool = False) -> SafeString:
    """A card for each: what, when, and what came of it; `with_day` says the day as well."""
    return filled_each("activities/_activity_card.html", [_card(act, with_day=with_day) for act in acts])


def _card(act: ShownAct, *, with_day: bool) -> tuple[dict[str, str | bool], dict[str, str]]:
    methodology, is_scored = act.scenario.methodology, act.status == Status.SCORED
    has_times = methodology.span is Span.PERIOD and methodology.entry is Entry.MINUTES
    has_grams = is_scored and methodology.quantifies
    claimed = act.claimed()
    fixed: dict[str, str | bool] = {
        "icon": act.scenario.icon,
        "status": act.status,
        "has_claim": bool(claimed),
        "has_day": with_day,
        "has_times": has_times,
        "has_grams": has_grams,
    }
    places = {
        "href": act.get_absolute_url(),
        "scenario": str(act.scenario),
        "claim": " · ".join(claimed),
        "day": day_shown(act.city_day) if with_day else "",
        "times": f"{act.started_at.astimezone(CITY_ZONE):%H:%M}–{act.ended_at.astimezone(CITY_ZONE):%H:%M}"
        if has_times
        else "",
        "grams": f"{act.grams:,}" if has_grams else "",
        "credits": f"{'+' if act.credits else ''}{act.credits:,}" if is_scored else "",
        "state": "" if is_scored else str(Status(act.status).label),
    }
    return fixed, places
