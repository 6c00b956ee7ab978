"""What a citizen did in the last four weeks: what comes first where one acts, and what today has already."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Max, Q, Sum

from activities.models import Activity, Status
from methodologies.base import Entry, Methodology, Span
from methodologies.car import CarMethod
from scenarios.models import Scenario

FOUR_WEEKS = timedelta(days=28)
MOST_HABITS = 4


class Lately(NamedTuple):
    """A citizen's acts of one scenario in four weeks; what was refused is no act."""

    days: int
    latest_id: int
    acts_today: int
    credits_today: int


class Habit(NamedTuple):
    """What a citizen does often: on how many of the days, what today has of it, and the act to tell of once more."""

    scenario: Scenario
    days: int
    acts_today: int
    credits_today: int
    again: Activity | None
    """The latest one, where another may well be the same: a ride, but no total of a day and no meter's reading."""

    @property
    def claim(self) -> str:
        """What would be told of again: 2 公里."""
        return " · ".join(self.again.claimed()) if self.again else ""


def lately(citizen_id: int, today: date) -> dict[int, Lately]:
    """By the id of the scenario, in one statement."""
    done = Activity.objects.of(citizen_id).filter(city_day__range=(today - FOUR_WEEKS, today))
    today_alone = Q(city_day=today)
    rows = (
        done.exclude(status=Status.REJECTED)
        .values("scenario_id")
        .annotate(
            days=Count("city_day", distinct=True),
            latest_id=Max("pk"),
            acts_today=Count("pk", filter=today_alone),
            credits_today=Sum("assessment__credits", filter=today_alone, default=0),
        )
    )
    return {row.pop("scenario_id"): Lately(**row) for row in rows}


def habits(done: Mapping[int, Lately], among: Iterable[Scenario]) -> list[Habit]:
    """At most four, what was done on most days first; `done` is of `lately`. Asks once, for the acts to repeat."""
    scenarios = [scenario for scenario in among if scenario.pk in done]
    scenarios.sort(key=lambda scenario: (-done[scenario.pk].days, scenario.position))
    shown = scenarios[:MOST_HABITS]
    repeated = [done[scenario.pk].latest_id for scenario in shown if is_repeatable(scenario.methodology)]
    latest = {act.scenario_id: act for act in Activity.objects.select_related("scenario").filter(pk__in=repeated)}
    return [_habit(scenario, done[scenario.pk], latest.get(scenario.pk)) for scenario in shown]


def _habit(scenario: Scenario, lately: Lately, again: Activity | None) -> Habit:
    return Habit(scenario, lately.days, lately.acts_today, lately.credits_today, again)


def is_repeatable(methodology: Methodology) -> bool:
    """Whether one act may say the same as another: single ones that people time by their minutes, no odometer's."""
    if isinstance(methodology, CarMethod):
        return False
    return methodology.span is Span.PERIOD and methodology.entry is Entry.MINUTES
