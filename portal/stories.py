"""Stories out of the demonstration: what some of its people did lately, what it earned and what they took for it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Sum

from accounts.models import StandIn
from activities.models import Assessment
from merchants.models import Offer, Redemption
from scenarios.models import Scenario

DAYS = 30
MOST_HABITS = 2


class Habit(NamedTuple):
    """How often somebody earned in a scenario, and how much."""

    scenario: Scenario
    times: int
    credits: int


class Story(NamedTuple):
    who: StandIn
    habits: Sequence[Habit]
    """What they did most."""
    credits: int
    spent_on: Offer | None
    """What they took last."""


def stories(people: Sequence[StandIn], today: date) -> list[Story]:
    """Of the last thirty days, in the order of the people; who did nothing has none."""
    habits, offers = _habits(people, today), _taken_last(people)
    return [
        Story(who, done[:MOST_HABITS], sum(habit.credits for habit in done), offers.get(who.pk))
        for who in people
        if (done := sorted(habits[who.pk], key=lambda habit: (-habit.times, habit.scenario.position)))
    ]


def _habits(people: Sequence[StandIn], today: date) -> dict[int, list[Habit]]:
    lately = Assessment.objects.filter(
        activity__citizen__in=[who.pk for who in people], activity__city_day__gt=today - timedelta(days=DAYS)
    )
    rows = (
        lately.order_by().values_list("activity__citizen", "activity__scenario").annotate(Count("pk"), Sum("credits"))
    )
    scenarios = Scenario.objects.in_bulk()
    habits: dict[int, list[Habit]] = defaultdict(list)
    for citizen, scenario, times, credits in rows:
        habits[citizen].append(Habit(scenarios[scenario], times, credits))
    return habits


def _taken_last(people: Sequence[StandIn]) -> dict[int, Offer]:
    taken = Redemption.objects.filter(citizen__in=[who.pk for who in people]).select_related("offer")
    latest = taken.order_by("citizen", "-held_at").distinct("citizen")
    return {redemption.citizen_id: redemption.offer for redemption in latest}
