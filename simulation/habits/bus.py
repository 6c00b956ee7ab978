"""By bus, known by the card."""

from collections.abc import Iterator
from datetime import timedelta

from simulation.chance import Chance
from simulation.habits.base import Act, Habit, Sender, journey
from simulation.people import Person
from simulation.seasons import Day


def acts(person: Person, day: Day, chance: Chance) -> Iterator[Act]:
    distance_m = chance.whole(12, 95) * 100
    began = day.at(9, 5) + timedelta(minutes=chance.whole(0, 360))
    yield journey("bus", began, 4 + distance_m // 300, {"distance_m": distance_m})


HABIT = Habit("bus", Sender.OPERATOR, acts, lambda _person, day: 1.0 if day.is_workday else 0.7)
