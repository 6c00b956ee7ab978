"""What is officially known of each method: its name, its field, and whether its text is public."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from methodologies.base import Text
from methodologies.projects.published import Source, read, sources


class Field(StrEnum):
    """The scheme's fields of projects."""

    ENERGY_SUBSTITUTION = "energy-substitution"
    RESOURCE_SAVING = "resource-saving"
    ECOLOGICAL_PROTECTION = "ecological-protection"
    LOW_CARBON_MANAGEMENT = "low-carbon-management"


class Status(StrEnum):
    """How much of a method is public."""

    OFFICIAL_TEXT = "official-text"
    """The official text was read and is what is reckoned by."""
    GENERAL_FORM = "general-form"
    """The name is official; the annex with formulas and factors was not public, so the general form is used."""
    PROPOSED = "proposed"
    """A proposal of this portal: neither name nor text is official."""
    ENTERED_PER_PROJECT = "entered-per-project"
    """The field is named, no method of it was seen: the general form, and every coefficient is the project's own."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name that the portal shows, and what it says of it."""

    label: Text
    note: Text


@dataclass(frozen=True, slots=True)
class Known:
    """One line of the register of methods."""

    code: str
    name: Text
    field: Field
    status: Status
    source: Source
    note: Text
    formula: Text
    """In words."""
    prudence: Text
    crediting_years: int | None
    """For how long a project may claim; `None` where no source says."""
    crediting_source: Source | None
    buffer_share: Decimal
    """What is held back of removals, a proposal after `buffer_source`; nought for reductions."""
    buffer_source: Source | None


@cache
def known() -> Mapping[str, Known]:
    """Every method by its code, in the order of the official list."""
    return MappingProxyType({code: _entry(code, document) for code, document in read("methods")["methods"].items()})


@cache
def fields() -> Mapping[Field, Named]:
    found = read("methods")["fields"].items()
    return MappingProxyType({Field(code): Named(document["label"], document["note"]) for code, document in found})


@cache
def statuses() -> Mapping[Status, Named]:
    found = read("methods")["statuses"].items()
    return MappingProxyType({Status(code): Named(document["label"], document["note"]) for code, document in found})


def _entry(code: str, document: Mapping[str, Any]) -> Known:
    years = document.get("crediting_years")
    return Known(
        code,
        document["name"],
        Field(document["field"]),
        Status(document["status"]),
        sources()[document["source"]],
        document.get("note", {}),
        document.get("formula", {}),
        document.get("prudence", {}),
        None if years is None else int(years),
        _source(document, "crediting_source"),
        Decimal(document.get("buffer_share", "0")),
        _source(document, "buffer_source"),
    )


def _source(document: Mapping[str, Any], name: str) -> Source | None:
    return sources()[document[name]] if name in document else None
