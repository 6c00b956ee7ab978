"""What a project's method is: what it asks, how it is reckoned, and what is officially known of it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from methodologies.base import Text
from methodologies.projects.asked import Choosing, Parameter, Table, Thing
from methodologies.projects.known import Known, known
from methodologies.projects.lines import between_lines, is_period, read_line
from methodologies.projects.parameters import read_choices, read_parameters
from methodologies.projects.published import Source, sources
from methodologies.projects.reading import Entry, Reading
from methodologies.projects.sheet import Sheet
from methodologies.projects.stated import Given, Line, Report
from methodologies.projects.told import DIGITS, Result
from methodologies.projects.troubles import NotReckoned, Trouble


class Activity(StrEnum):
    """Whether a project emits less or takes up carbon."""

    REDUCTION = "reduction"
    REMOVAL = "removal"


class ProjectMethod(ABC):
    """One method. Instances hold nothing but what their class says; all is pure."""

    code: ClassVar[str]
    activity: ClassVar[Activity] = Activity.REDUCTION
    choices: ClassVar[tuple[Choosing, ...]] = ()
    parameters: ClassVar[tuple[Parameter, ...]]
    tables: ClassVar[tuple[Table, ...]]
    symbols: ClassVar[str]
    """The formula in symbols."""
    formula_sources: ClassVar[tuple[str, ...]]
    """Codes of the sources of the formula's form."""

    @cached_property
    def known(self) -> Known:
        """What is officially known of it: name, field, how public its text is."""
        return known()[self.code]

    @property
    def formula(self) -> Text:
        """The formula in words."""
        return self.known.formula

    @property
    def prudence(self) -> Text:
        """Where the method chooses the side that credits less."""
        return self.known.prudence

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the form of the formula was read."""
        return tuple(sources()[code] for code in self.formula_sources)

    @property
    def things(self) -> frozenset[Thing]:
        """What in the world its lines claim, so that two claims of one thing are found."""
        return frozenset(table.thing for table in self.tables)

    @property
    def buffer_share(self) -> Decimal:
        return self.known.buffer_share

    @cached_property
    def _tables(self) -> Mapping[str, Table]:
        return {table.code: table for table in self.tables}

    def table(self, code: str) -> Table:
        return self._tables[code]

    def check_parameters(self, given: Mapping[str, Given], chosen: Mapping[str, str]) -> tuple[Trouble, ...]:
        """What is to be mended in a project's parameters and choices; they may be checked before any line is there."""
        with localcontext(DIGITS):
            _terms, troubles = read_parameters(self.code, self.parameters, given, chosen)
        return (*read_choices(self.choices, chosen), *troubles)

    def check_line(self, line: Line, number: int = 0) -> tuple[Trouble, ...]:
        """What is to be mended in one line, looked at by itself."""
        with localcontext(DIGITS):
            read = read_line(self.code, self._tables, line, number)
        return () if isinstance(read, Entry) else tuple(read)

    def check(self, report: Report) -> tuple[Trouble, ...]:
        """Everything that is to be mended before the report can be reckoned."""
        with localcontext(DIGITS):
            return self._read(report)[1]

    def reckon(self, report: Report) -> Result:
        """What the report comes to, step by step. Raises `NotReckoned` with everything that is to be mended."""
        with localcontext(DIGITS):
            reading, troubles = self._read(report)
            if reading is None or troubles:
                raise NotReckoned(troubles)
            sheet = Sheet()
            self.work(reading, sheet)
            return Result(self.code, tuple(sheet.steps), self.buffer_share)

    def _read(self, report: Report) -> tuple[Reading | None, tuple[Trouble, ...]]:
        if not is_period(report.starts_on, report.ends_on):
            return None, (Trouble("no_period", "starts_on"),)
        terms, troubles = read_parameters(self.code, self.parameters, report.parameters, report.chosen)
        troubles = [*read_choices(self.choices, report.chosen), *troubles]
        entries = []
        for number, line in enumerate(report.lines):
            read = read_line(self.code, self._tables, line, number)
            if isinstance(read, Entry):
                entries.append(read)
            else:
                troubles += read
        troubles += between_lines(entries, report)
        troubles += self._without_lines({line.table for line in report.lines})
        asked = {parameter.name: parameter for parameter in self.parameters}
        reading = Reading(report.starts_on, report.ends_on, asked, terms, tuple(entries), report.chosen)
        if not troubles:
            troubles += self.contradictions(reading)
        return reading, tuple(troubles)

    def _without_lines(self, filled: set[str]) -> Iterator[Trouble]:
        for table in self.tables:
            if table.required and table.code not in filled:
                yield Trouble("no_lines", table.code, {"label": table.label})

    def contradictions(self, reading: Reading) -> Iterator[Trouble]:
        """What can't be so although each number by itself may be."""
        yield from ()

    @abstractmethod
    def work(self, reading: Reading, sheet: Sheet) -> None:
        """Writes the steps on the sheet."""
