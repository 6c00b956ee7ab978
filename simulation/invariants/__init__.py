"""What must hold after each simulated day: the audit with its second reckoner, and promises that no query of it asks.

A module that offers one names it `holds`: a function of the city and the day, which yields a sentence for each thing
that is not as promised.
"""

import pkgutil
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from simulation.city import City
from simulation.doors import books
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
    found = list[Broken]()
    before, city.memory.written = city.memory.written, books.written()
    is_as_before = before == city.memory.written and day.on != city.last_day
    for name, promise in promises():
        if not (is_as_before and name in asked_of_what_is_written()):
            found += [Broken(name, words) for words in promise(city, day)]
    return found


def promises() -> Sequence[tuple[str, Promise]]:
    return [(module.__name__.rpartition(".")[2], module.holds) for module in _modules()]


@cache
def asked_of_what_is_written() -> frozenset[str]:
    """Promises that no passing of time could break."""
    said = [module for module in _modules() if getattr(module, "ONLY_WHAT_IS_WRITTEN", False)]
    return frozenset(module.__name__.rpartition(".")[2] for module in said)


@cache
def _modules() -> Sequence[Any]:
    return [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
