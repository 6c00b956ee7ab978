"""Published numbers and what is said of each method: read from the YAML files beside this, with source and date.

Those for the emissions of events stand with their method, in `methodologies/events/`.

A number whose source nobody has seen is in none of them: a project states it, with its document.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from methodologies.base import Text

HERE = Path(__file__).parent
FOLDERS = (HERE, HERE.parent / "events")


class Standing(StrEnum):
    """On whose authority a number stands, in the words of the scenarios' rules."""

    PUBLISHED = "published"
    DERIVED = "derived"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read: title, publisher and date, never the address of a copy."""

    title: Text
    publisher: Text
    published_on: str


@dataclass(frozen=True, slots=True)
class Factor:
    """A published number, and the range that it was chosen from where one is known."""

    code: str
    label: Text
    value: Decimal
    unit: str
    standing: Standing
    source: Source
    low: Decimal | None = None
    high: Decimal | None = None
    known_from: str = ""
    """It holds for what was done from this day on, until a later one does."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The least and the most that may be stated, in the unit of what is asked."""

    least: Decimal
    most: Decimal
    above: bool = False
    """Whether the least itself is too little."""


@cache
def sources() -> Mapping[str, Source]:
    return MappingProxyType({code: _source(document) for code, document in _every("factors", "sources").items()})


@cache
def factors() -> Mapping[str, Factor]:
    """Every published number by its code."""
    return MappingProxyType({code: _factor(code, document) for code, document in _every("factors", "factors").items()})


def factor(code: str) -> Factor:
    return factors()[code]


@cache
def limits() -> Mapping[str, Mapping[str, Limit]]:
    """By a method's code, or `shared`, and the name of what is asked; a column's is `table.column`."""
    return MappingProxyType(
        {
            code: {name: _limit(ends) for name, ends in named.items()}
            for code, named in _every("limits", "limits").items()
        }
    )


def limit_of(method: str, name: str) -> Limit:
    """The method's own limit, or the one that all share."""
    return limits().get(method, {}).get(name) or limits()["shared"][name]


@cache
def read(name: str, folder: Path = HERE) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))
    return document


def _every(name: str, part: str) -> dict[str, Any]:
    """A part of the files of that name, of all folders."""
    return {code: entry for folder in FOLDERS for code, entry in read(name, folder)[part].items()}


def _source(document: Mapping[str, Any]) -> Source:
    return Source(document["title"], document["publisher"], str(document["date"]))


def _factor(code: str, document: Mapping[str, Any]) -> Factor:
    low, high = (None if document.get(end) is None else Decimal(document[end]) for end in ("low", "high"))
    return Factor(
        code,
        document["label"],
        Decimal(document["value"]),
        document["unit"],
        Standing(document["standing"]),
        sources()[document["source"]],
        low,
        high,
        str(document.get("known_from", "")),
    )


def _limit(ends: Mapping[str, Any]) -> Limit:
    return Limit(Decimal(ends.get("above", ends.get("least"))), Decimal(ends["most"]), "above" in ends)
