"""What a column of a file is called: by its label and unit, in either language; the same for templates and reading."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from common.typed.letters import header
from methodologies.base import Text
from methodologies.projects.asked import Table
from methodologies.projects.base import ProjectMethod
from methodologies.projects.forms import FormField, line_fields
from projects.monitoring.reading.words import ENDS, STARTS

SOURCE, STARTS_ON, ENDS_ON = "source", "starts_on", "ends_on"
LONGEST_SHEET = 31
"""Letters that spreadsheets let a sheet's name have."""
NOT_IN_SHEETS = str.maketrans("", "", "[]:*?/\\")
BRACKETS = (("[", "]"), ("(", ")"), ("【", "】"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of lines: `field` is empty for the source and the two days."""

    name: str
    label: Text
    field: FormField | None = None

    @property
    def is_optional(self) -> bool:
        return self.field is not None and self.field.optional

    def heading(self, language: str) -> str:
        """As templates write it: with the unit in which its numbers are."""
        if self.field is None or not self.field.units:
            return self.label[language]
        return f"{self.label[language]} [{self.field.unit[language]}]"


def columns(method: ProjectMethod, table: Table) -> tuple[Column, ...]:
    """All of a table, in the order of its template."""
    head = (Column(SOURCE, table.source), Column(STARTS_ON, STARTS), Column(ENDS_ON, ENDS))
    return (*head, *(Column(each.name, each.label, each) for each in line_fields(method, table)))


def headed(method: ProjectMethod, table: Table) -> Mapping[str, tuple[Column, str]]:
    """By every spelling of a heading its column, and the unit that it names: empty for the column's own."""
    found: dict[str, tuple[Column, str]] = {}
    for column in columns(method, table):
        for spelling, unit in _spellings(column):
            found.setdefault(header(spelling), (column, unit))
    return found


def _spellings(column: Column) -> Iterator[tuple[str, str]]:
    for label in (column.name, *column.label.values()):
        yield label, ""
        for unit in column.field.units if column.field else ():
            for word in (unit.code, *unit.label.values()):
                for opening, closing in BRACKETS:
                    yield f"{label}{opening}{word}{closing}", unit.code
                    yield f"{label} {opening}{word}{closing}", unit.code


def sheet_name(table: Table, language: str) -> str:
    """As a spreadsheet lets a sheet be called."""
    return table.label[language].translate(NOT_IN_SHEETS)[:LONGEST_SHEET]


def table_called(method: ProjectMethod, name: str) -> Table | None:
    """The table that a sheet is of, by its name in either language or its code."""
    wanted = header(name)
    for table in method.tables:
        if wanted in {header(table.code), *(header(sheet_name(table, language)) for language in table.label)}:
            return table
    return None
