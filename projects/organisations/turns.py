"""Whose turn it is: what in an organisation's room waits for the reader, and the ways on from there.

Each folder of the second path says its own, in a module `in_room` with `waiting` and `cards`, as does an app above
which has one; nothing else names them.
"""

import pkgutil
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import NamedTuple

import projects
from common.brought import brought
from projects.models import Seat


class Waits(NamedTuple):
    """Something that the reader is to do, and the page on which they do it; `since` it waits for them."""

    heading: str
    text: str
    address: str
    since: datetime


class Card(NamedTuple):
    """A way on from the room; `icon` is the name of one."""

    heading: str
    text: str
    address: str
    icon: str


def waiting(seat: Seat, *, now: datetime) -> list[Waits]:
    """What waits for whoever has the seat, the longest waiting first."""
    return sorted((one for module in _providers() for one in module.waiting(seat, now)), key=lambda one: one.since)


def cards(seat: Seat, *, now: datetime) -> list[Card]:
    """The ways on for whoever has the seat, folder by folder."""
    return [one for module in _providers() for one in module.cards(seat, now)]


@cache
def _providers() -> tuple[ModuleType, ...]:
    """Looked for on the disk once in a process."""
    own = (import_module(name) for name in _names() if find_spec(name))
    return (*own, *brought("in_room"))


def _names() -> Iterator[str]:
    for folder in pkgutil.iter_modules(projects.__path__):
        if folder.ispkg:
            yield f"projects.{folder.name}.in_room"
