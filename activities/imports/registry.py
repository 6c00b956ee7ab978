"""Finds every file format of the package: a module that offers one names it `FORMAT`."""

import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from types import MappingProxyType

from activities import imports
from activities.imports import refusals
from activities.imports.base import FileFormat


@cache
def all_formats() -> Mapping[str, FileFormat]:
    """Every format by its code: those that citizens write themselves first, the plainest first."""
    modules = (import_module(f"{imports.__name__}.{found.name}") for found in pkgutil.iter_modules(imports.__path__))
    formats = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    by_code = {
        entry.code: entry
        for entry in sorted(formats, key=lambda entry: (not entry.has_template, len(entry.needed), entry.code))
    }
    assert len(by_code) == len(formats), "two file formats have the same code"
    return MappingProxyType(by_code)


def recognise(header: Sequence[str]) -> FileFormat:
    """The format with this header row; of several, the one that asks for most. Raises `UnknownHeader`."""
    matching = [entry for entry in all_formats().values() if entry.places(header) is not None]
    if matching:
        return max(matching, key=lambda entry: len(entry.needed))
    known = [
        {"name": dict(entry.name), "columns": [dict(column.label) for column in entry.needed]}
        for entry in all_formats().values()
    ]
    raise refusals.UnknownHeader(formats=known)
