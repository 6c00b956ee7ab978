"""Finds every deed of the package: a module that offers one names its habit `NAME` and has a `plan`."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Protocol

from simulation import deeds
from simulation.city import City
from simulation.people import Person
from simulation.seasons import Day


class Plan(Protocol):
    def __call__(self, city: City, person: Person, day: Day) -> None: ...


@cache
def all_deeds() -> Mapping[str, Plan]:
    """How each deed is planned, by its name, in the order of these."""
    modules = (import_module(f"{deeds.__name__}.{found.name}") for found in pkgutil.iter_modules(deeds.__path__))
    found = {module.NAME: module.plan for module in modules if hasattr(module, "NAME")}
    return dict(sorted(found.items()))
