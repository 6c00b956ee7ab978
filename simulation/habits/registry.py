"""Finds every habit of the package: a module that offers one names it `HABIT`."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from simulation import habits
from simulation.habits.base import Habit


@cache
def all_habits() -> Mapping[str, Habit]:
    """By their names, in the order of these."""
    modules = (import_module(f"{habits.__name__}.{found.name}") for found in pkgutil.iter_modules(habits.__path__))
    found = [module.HABIT for module in modules if hasattr(module, "HABIT")]
    return {habit.name: habit for habit in sorted(found, key=lambda habit: habit.name)}
