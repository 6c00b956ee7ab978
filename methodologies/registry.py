"""Finds every methodology of the package: a module that offers one names it `METHODOLOGY`."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

import methodologies
from methodologies.base import Methodology


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


def methodology(code: str) -> Methodology:
    """The methodology of that code. Raises `KeyError` when there is none."""
    return all_methodologies()[code]
