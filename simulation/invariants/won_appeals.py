"""Whoever has won an appeal has what was refused: an act that counts, or counted until it was taken back."""

from collections.abc import Iterator

from simulation.city import City
from simulation.doors import answers
from simulation.seasons import Day


def holds(city: City, _day: Day) -> Iterator[str]:
    won = [decision.against for decision in city.memory.decisions if decision.against and decision.granted]
    for kind, name, state in answers.without_an_act(won):
        yield f"the appeal about {kind} {name} was won, and its act is {state}"
