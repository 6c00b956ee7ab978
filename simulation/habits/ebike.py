"""A ride on a shared e-bike, when it is pleasant."""

from collections.abc import Iterator
from datetime import timedelta

from simulation.chance import Chance
from simulation.habits.base import Act, Habit, Sender, journey
from simulation.people import Person
from simulation.seasons import Day


def acts(person: Person, day: Day, chance: Chance) -> Iterator[Act]:
    minutes = chance.whole(6, 30)
    began = day.at(19, 30) + timedelta(minutes=chance.whole(0, 120))
    yield journey("ebike-share", began, minutes, {"distance_m": minutes * chance.whole(200, 330)})


HABIT = Habit("ebike", Sender.PHONE, acts, lambda _person, day: 1.0 if day.is_pleasant else 0.4)
