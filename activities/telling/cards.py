"""The card of an act in a list: what `templates/activities/_activity_card.html` says, in the reader's language."""

from datetime import datetime
from typing import NamedTuple

from activities.models import Activity, Status
from common.city_time import CITY_ZONE
from common.texts import day_shown
from methodologies.base import Entry, Span


class Card(NamedTuple):
    """Words, each empty where the act has no such thing to say."""

    href: str
    icon: str
    scenario: str
    claim: str
    day: str
    times: str
    grams: str
    credits: str
    status: str
    state: str


def card_of(act: Activity, *, with_day: bool = False) -> Card:
    """What, when, and what came of it; `with_day` says the day as well."""
    methodology, is_scored = act.scenario.methodology, act.status == Status.SCORED
    has_times = methodology.span is Span.PERIOD and methodology.entry is Entry.MINUTES
    return Card(
        href=act.get_absolute_url(),
        icon=act.scenario.icon,
        scenario=str(act.scenario),
        claim=" · ".join(act.claimed()),
        day=day_shown(act.city_day) if with_day else "",
        times=f"{_clock(act.started_at)}–{_clock(act.ended_at)}" if has_times else "",
        grams=f"{act.assessment.grams:,}" if is_scored and methodology.quantifies else "",
        credits=f"{'+' if act.assessment.credits else ''}{act.assessment.credits:,}" if is_scored else "",
        status=act.status,
        state="" if is_scored else str(Status(act.status).label),
    )


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(CITY_ZONE):%H:%M}"
