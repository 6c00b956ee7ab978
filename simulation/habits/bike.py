"""A ride on a shared bike, when it is pleasant."""

from collections.abc import Iterator
from datetime import timedelta

from simulation.chance import Chance
from simulation.habits.base import Act, Habit, Sender, journey
from simulation.people import Person
from simulation.seasons import Day


def acts(person: Person, day: Day, chance: Chance) -> Iterator[Act]:
    minutes = chance.whole(5, 25)
    began = day.at(13, 0) + timedelta(minutes=chance.whole(0, 180))
    yield journey("bike-share", began, minutes, {"distance_m": minutes * chance.whole(140, 230)})


HABIT = Habit("bike", Sender.PHONE, acts, lambda _person, day: 1.0 if day.is_pleasant else 0.2)
