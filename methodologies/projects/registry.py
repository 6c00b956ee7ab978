"""Finds every method of projects. What the room of projects calls begins here.

A module that offers a method names it `METHOD`.
"""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from methodologies import projects
from methodologies.projects.base import ProjectMethod
from methodologies.projects.known import Known, Status, known


@cache
def every_method() -> Mapping[str, ProjectMethod]:
    """Whatever can be reckoned by, by its code; also what this portal proposes, which enterprises don't choose."""
    found: dict[str, ProjectMethod] = {}
    for module_info in pkgutil.iter_modules(projects.__path__):
        method = getattr(import_module(f"methodologies.projects.{module_info.name}"), "METHOD", None)
        if method is not None:
            assert method.code not in found, f"two methods call themselves {method.code}"
            found[method.code] = method
    return MappingProxyType({code: found[code] for code in known() if code in found})


@cache
def all_methods() -> Mapping[str, ProjectMethod]:
    """Every method of an official name that can be reckoned by, by its code, in the order of the register."""
    official = {code for code, entry in known().items() if entry.status is not Status.PROPOSED}
    return MappingProxyType({code: found for code, found in every_method().items() if code in official})


def method(code: str) -> ProjectMethod:
    """The method of that code. Raises `KeyError` where there is none to reckon by."""
    return every_method()[code]


def register() -> tuple[Known, ...]:
    """Every official name, with its field and status."""
    return tuple(entry for entry in known().values() if entry.status is not Status.PROPOSED)
