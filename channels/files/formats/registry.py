"""Finds every file format of the package: a module that offers one names it `FORMAT`."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from channels.files import formats as imports
from channels.files.formats.base import FileFormat


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
