"""Old furniture, fetched by a partner."""

from collections.abc import Iterator
from datetime import timedelta

from simulation.chance import Chance
from simulation.habits.base import Act, Habit, Sender, moment
from simulation.people import Person
from simulation.seasons import Day


def acts(person: Person, day: Day, chance: Chance) -> Iterator[Act]:
    yield moment("bulky-waste", day.at(10, 0) + timedelta(minutes=chance.whole(0, 300)))


HABIT = Habit("bulky-waste", Sender.OPERATOR, acts)
