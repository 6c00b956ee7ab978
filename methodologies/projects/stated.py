"""What a project states: its parameters with what each rests on, and lines of what was monitored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

Number = Decimal | int | str
"""As it was typed or read from a file; never a float, which would already have been rounded."""


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter's value: a published one by its code, or the project's own with the document that shows it."""

    value: Number = ""
    unit: str = ""
    """Empty: that of the parameter."""
    factor: str = ""
    """Code of one of the parameter's offers; then no value is given."""
    document: str = ""
    """Title, number and date of what the value was read from."""
    uncertainty: Number = 0
    """Half-width at 90 % confidence ÷ value."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: what a source says of a period."""

    table: str
    source: str
    """Number of the meter, the plot, the weighbridge."""
    starts_on: str
    """2025-01-01; the first day."""
    ends_on: str
    """The last day."""
    values: Mapping[str, Number]
    units: Mapping[str, str] = field(default_factory=dict)
    """Units of columns that are stated in another than their own."""


@dataclass(frozen=True, slots=True)
class Report:
    """A monitoring report: the period, the parameters that hold for the project, and the lines."""

    starts_on: str
    ends_on: str
    parameters: Mapping[str, Given]
    lines: tuple[Line, ...]
    chosen: Mapping[str, str] = field(default_factory=dict)
    """Answers of the method's choices, by their codes."""
