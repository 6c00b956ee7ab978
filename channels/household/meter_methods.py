"""The methodologies that read a household's meter: each is a kind of meter that can be bound."""

from collections.abc import Mapping
from functools import cache

from methodologies.meter import MeterSaving
from methodologies.registry import all_methodologies


@cache
def meter_methods() -> Mapping[str, MeterSaving]:
    """By their codes, which are those of their scenarios."""
    return {code: method for code, method in all_methodologies().items() if isinstance(method, MeterSaving)}
