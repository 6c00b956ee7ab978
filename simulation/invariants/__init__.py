"""What must hold after each simulated day: the audit with its second reckoner, and promises that no query of it asks.

A module that offers one names it `holds`: a function of the city and the day, which yields a sentence for each thing
that is not as promised.
"""

import pkgutil
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import NamedTuple

from simulation.city import City
from simulation.seasons import Day

Promise = Callable[[City, Day], Iterator[str]]


class Broken(NamedTuple):
    """A promise that was not kept, and how that shows."""

    promise: str
    words: str

    def __str__(self) -> str:
        return f"{self.promise}: {self.words}"


def broken(city: City, day: Day) -> list[Broken]:
    """Everything that is not as promised at the end of a day."""
    return [Broken(name, words) for name, promise in promises() for words in promise(city, day)]


@cache
def promises() -> Sequence[tuple[str, Promise]]:
    found = (import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return [(module.__name__.rpartition(".")[2], module.holds) for module in found]
