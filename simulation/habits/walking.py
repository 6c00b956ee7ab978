"""The steps of a day, as a phone counts them: fewer in the rain and in the heat, more at weekends."""

from collections.abc import Iterator

from simulation.chance import Chance
from simulation.habits.base import Act, Habit, Sender, total
from simulation.people import Person
from simulation.seasons import Day


def acts(person: Person, day: Day, chance: Chance) -> Iterator[Act]:
    steps = chance.around(person.steps, person.steps // 2)
    if not day.is_pleasant:
        steps = steps * 3 // 4
    yield total("walking", day, {"steps": max(steps, 300)})


HABIT = Habit("walking", Sender.PHONE, acts, lambda _person, day: 1.0 if day.is_pleasant else 0.8)
