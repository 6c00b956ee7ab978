"""What a habit is: for a person and a day, the acts that somebody else will send for them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from common.city_time import day_span
from methodologies.base import Span
from simulation.chance import Chance
from simulation.people import Person
from simulation.seasons import Day


class Sender(StrEnum):
    """Who sends what a habit does."""

    PHONE = "phone"
    """The citizen's own app or band."""
    OPERATOR = "operator"
    """Whoever ran the train or took the waste."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody did, as its sender tells it."""

    scenario: str
    span: Span
    started_at: datetime
    ended_at: datetime
    values: dict[str, int | str]
    client_id: str


@dataclass(frozen=True, slots=True)
class Habit:
    """`acts` gives what a person who has the habit does on a day on which they do it."""

    name: str
    sender: Sender
    acts: Callable[[Person, Day, Chance], Iterator[Act]]
    likely: Callable[[Person, Day], float] = lambda _person, _day: 1.0
    """By what a day makes it likelier or less."""


def total(scenario: str, day: Day, values: dict[str, int | str]) -> Act:
    """A day's total."""
    return Act(scenario, Span.DAY, *day_span(day.on), values, f"{scenario}:{day.on}")


def journey(scenario: str, began: datetime, minutes: int, values: dict[str, int | str]) -> Act:
    """A way from one moment to another."""
    return Act(
        scenario, Span.PERIOD, began, began + timedelta(minutes=minutes), values, f"{scenario}:{began.timestamp():.0f}"
    )


def moment(scenario: str, at: datetime, values: dict[str, int | str] | None = None) -> Act:
    return Act(scenario, Span.MOMENT, at, at, values or {}, f"{scenario}:{at.timestamp():.0f}")
