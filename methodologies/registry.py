"""Finds every methodology of the package, and which of them share a timeline.

A module that offers a methodology names it `METHODOLOGY`.
"""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple

import methodologies
from methodologies.base import Methodology, Span


@cache
def all_methodologies() -> Mapping[str, Methodology]:
    """Every methodology by its code."""
    found: dict[str, Methodology] = {}
    for module_info in pkgutil.iter_modules(methodologies.__path__):
        module = import_module(f"methodologies.{module_info.name}")
        methodology = getattr(module, "METHODOLOGY", None)
        if methodology is not None:
            assert methodology.code not in found, f"two methodologies call themselves {methodology.code}"
            found[methodology.code] = methodology
    return MappingProxyType(found)


def methodology(code: str, terms: Mapping[str, Any] | None = None) -> Methodology:
    """The methodology of that code, with a scenario's terms where they are given.

    Raises `KeyError` when there is none, `ValueError` when it takes no such terms.
    """
    found = all_methodologies()[code]
    return found if terms is None else found.with_terms(terms)


class Timeline(NamedTuple):
    """What one citizen can do but one of at a time: a journey or a day without the car; a meter's period; a meal."""

    name: str
    longest_days: int
    """No act on it lasts longer."""


def timeline(method: Methodology) -> Timeline | None:
    """The timeline of a methodology's acts; `None` where they keep nothing busy."""
    if method.is_generic:
        return Timeline(f"{method.code} of {method.occupies}", 1) if method.lasts_minutes else None
    return _timelines().get(method.code)


@cache
def pedalling() -> Timeline:
    """The timeline of what is pedalled."""
    [found] = {_timelines()[method.code] for method in all_methodologies().values() if method.is_pedalled}
    return found


@cache
def _timelines() -> Mapping[str, Timeline]:
    """By the code of a methodology that is whole by itself. What one occupies and what it covers are one timeline."""
    methods = [method for method in all_methodologies().values() if not method.is_generic]
    journeys = [method for method in methods if method.span is Span.PERIOD and method.occupies]
    moments = [method for method in methods if method.span is Span.MOMENT and method.lasts_minutes]
    joined = {method.occupies: frozenset({method.occupies}) for method in journeys}
    for method in journeys:
        together = frozenset().union(*(joined[each] for each in {method.occupies, *method.covers} if each in joined))
        joined.update(dict.fromkeys(together, together))
    found = {method.code: Timeline(method.code, 1) for method in moments}
    for method in journeys:
        resources = joined[method.occupies]
        longest = max(other.longest_days for other in journeys if other.occupies in resources)
        found[method.code] = Timeline("+".join(sorted(resources)), longest)
    return MappingProxyType(found)
