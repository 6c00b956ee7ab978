"""Cheats: ways in which people try to get what they did not earn. Kept apart from anything that checks.

Eight live in every world that has cheats; those marked `MEASURED_ONLY` only where doubts are measured. A module plans
the day of somebody who cheats by `plan(city, person, day)`. What comes of it the doors decide; the promises that are
looked at after each day know nothing of who cheats.
"""

import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module

from simulation.deeds.registry import Plan


@cache
def all_cheats() -> Mapping[str, Plan]:
    """By their names, in the order of these."""
    found = (import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return {module.__name__.rpartition(".")[2]: module.plan for module in found}


@cache
def usual_cheats() -> Sequence[str]:
    """The names of those that live in every world with cheats."""
    return [name for name in all_cheats() if not hasattr(import_module(f"{__name__}.{name}"), "MEASURED_ONLY")]
