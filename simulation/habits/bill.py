"""A bill paid without paper."""

from collections.abc import Iterator
from datetime import timedelta

from simulation.chance import Chance
from simulation.habits.base import Act, Habit, Sender, moment
from simulation.people import Person
from simulation.seasons import Day


def acts(person: Person, day: Day, chance: Chance) -> Iterator[Act]:
    yield moment("bill-payment", day.at(20, 0) + timedelta(minutes=chance.whole(0, 120)))


HABIT = Habit("bill", Sender.OPERATOR, acts)
