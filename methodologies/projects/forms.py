"""What a form of the room asks: each field with its label, unit, limits, decimals and how often it is measured."""

from collections.abc import Mapping
from dataclasses import dataclass

from methodologies.base import Option, Text
from methodologies.projects.asked import FREQUENCIES, PRUDENCE, UNCERTAINTY, Choosing, Column, Parameter, Table
from methodologies.projects.base import ProjectMethod
from methodologies.projects.published import Factor, Limit, factor, limit_of
from methodologies.projects.units import UNITS, Unit


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    name: str
    symbol: str
    """How the formula writes it; empty for a choice."""
    label: Text
    hint: Text
    unit: Text
    units: tuple[Unit, ...]
    """Those in which it may be stated, its own first; empty for a choice."""
    limit: Limit | None
    decimals: int
    optional: bool
    frequency: Text
    prudent: Text
    """Which side to take in doubt; empty for lines."""
    options: tuple[Option, ...] = ()
    offers: tuple[Factor, ...] = ()
    """Published values to choose from; the first is taken where none is stated. Any other value needs its document."""


def parameter_fields(method: ProjectMethod, chosen: Mapping[str, str] | None = None) -> tuple[FormField, ...]:
    """What is asked once, choices first; once they are answered, with the published values for what was chosen."""
    choices = (_choice(asked) for asked in method.choices)
    return (*choices, *(_parameter(method.code, asked, chosen) for asked in method.parameters))


def line_fields(method: ProjectMethod, table: Table) -> tuple[FormField, ...]:
    """What each line of a table is asked, besides its source and its two days."""
    return tuple(_column(method.code, table, column) for column in table.asked)


def _choice(asked: Choosing) -> FormField:
    nothing: Text = {"zh-hans": "", "en": ""}
    return FormField(
        asked.name, "", asked.label, asked.hint, nothing, (), None, 0, asked.optional, nothing, nothing, asked.options
    )


def _parameter(method: str, asked: Parameter, chosen: Mapping[str, str] | None) -> FormField:
    offers = asked.offers if chosen is None else asked.offered(chosen)
    return FormField(
        asked.name,
        asked.symbol,
        asked.label,
        asked.hint,
        UNITS[asked.unit].label,
        asked.units,
        limit_of(method, asked.name),
        asked.decimals,
        bool(offers) or not asked.is_asked(chosen or {}),
        FREQUENCIES[asked.frequency],
        PRUDENCE[asked.prudent],
        offers=tuple(map(factor, offers)),
    )


def _column(method: str, table: Table, asked: Column) -> FormField:
    name = asked.name if asked.name == UNCERTAINTY.name else f"{table.code}.{asked.name}"
    return FormField(
        asked.name,
        asked.symbol,
        asked.label,
        asked.hint,
        UNITS[asked.unit].label,
        () if asked.options else asked.units,
        None if asked.options else limit_of(method, name),
        asked.decimals,
        asked.optional,
        FREQUENCIES[asked.frequency or table.frequency],
        {"zh-hans": "", "en": ""},
        asked.options,
    )
