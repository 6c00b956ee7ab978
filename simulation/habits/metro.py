"""By metro to work and back, known by the gates."""

from collections.abc import Iterator
from datetime import timedelta

from methodologies.metro_network import distance_m
from simulation.chance import Chance
from simulation.habits.base import Act, Habit, Sender, journey
from simulation.people import Person
from simulation.seasons import Day

METRES_A_MINUTE = 550
BOTH_WAYS = 0.7


def acts(person: Person, day: Day, chance: Chance) -> Iterator[Act]:
    if person.home == person.work:
        return
    minutes = 3 + distance_m(person.home, person.work) // METRES_A_MINUTE + chance.whole(0, 6)
    out = day.at(7, 20) + timedelta(minutes=chance.whole(0, 90))
    yield journey("metro", out, minutes, {"origin": person.home, "destination": person.work})
    if chance.happens(BOTH_WAYS):
        back = day.at(17, 10) + timedelta(minutes=chance.whole(0, 120))
        yield journey("metro", back, minutes, {"origin": person.work, "destination": person.home})


HABIT = Habit("metro", Sender.OPERATOR, acts, lambda _person, day: 1.0 if day.is_workday else 0.3)
