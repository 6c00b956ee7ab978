"""Cheats: eight ways in which people try to get what they did not earn. Kept apart from anything that checks.

A module plans the day of somebody who cheats by `plan(city, person, day)`. What comes of it the doors decide; the
promises that are looked at after each day know nothing of who cheats.
"""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from simulation.deeds.registry import Plan


@cache
def all_cheats() -> Mapping[str, Plan]:
    """By their names, in the order of these."""
    found = (import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return {module.__name__.rpartition(".")[2]: module.plan for module in found}
