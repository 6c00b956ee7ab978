"""Sorted waste, taken by whoever runs the collecting point."""

from collections.abc import Iterator
from datetime import timedelta

from simulation.chance import Chance
from simulation.habits.base import Act, Habit, Sender, moment
from simulation.people import Person
from simulation.seasons import Day


def acts(person: Person, day: Day, chance: Chance) -> Iterator[Act]:
    yield moment("waste-sorting", day.at(7, 0) + timedelta(minutes=chance.whole(0, 120)))


HABIT = Habit("waste-sorting", Sender.OPERATOR, acts)
