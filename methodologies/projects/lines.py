"""Lines of what was monitored: each read by itself, then held against the others and the report's period."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from methodologies.projects.asked import UNCERTAINTY, Table
from methodologies.projects.days import is_day
from methodologies.projects.numbers import read_number
from methodologies.projects.published import limit_of
from methodologies.projects.reading import Entry
from methodologies.projects.sources import written
from methodologies.projects.stated import Line, Report
from methodologies.projects.troubles import Trouble


def read_line(method: str, tables: Mapping[str, Table], line: Line, number: int) -> Entry | list[Trouble]:
    """One line by itself."""
    table = tables.get(line.table)
    if table is None:
        return [Trouble("unknown_table", "table", {"name": line.table}, number)]
    troubles = list(_header(table, line))
    columns = {column.name: column for column in table.asked}
    troubles += [Trouble("unknown", name, {"name": name}) for name in line.values if name not in columns]
    values: dict[str, Decimal] = {}
    chosen: dict[str, str] = {}
    for column in columns.values():
        raw = line.values.get(column.name, "")
        if raw == "":
            values[column.name] = Decimal(0)
            if not column.optional:
                troubles.append(Trouble("missing", column.name, {"label": column.label}))
        elif column.options:
            chosen[column.name] = str(raw)
            if raw not in {option.code for option in column.options}:
                troubles.append(Trouble("not_an_option", column.name, {"label": column.label, "value": str(raw)}))
        else:
            name = column.name if column.name == UNCERTAINTY.name else f"{table.code}.{column.name}"
            found = read_number(column, raw, line.units.get(column.name, ""), limit_of(method, name))
            if isinstance(found, Trouble):
                troubles.append(found)
            else:
                values[column.name] = found
    if troubles:
        return [replace(trouble, line=number) for trouble in troubles]
    return Entry(number, table, line.source.strip(), line.starts_on, line.ends_on, values, chosen)


def _header(table: Table, line: Line) -> Iterator[Trouble]:
    if not line.source.strip():
        yield Trouble("no_source", "source", {"label": table.source})
    if not is_period(line.starts_on, line.ends_on):
        yield Trouble("no_period", "starts_on")


def is_period(starts_on: str, ends_on: str) -> bool:
    return is_day(starts_on) and is_day(ends_on) and starts_on <= ends_on


def between_lines(entries: Iterable[Entry], report: Report) -> Iterator[Trouble]:
    """What is wrong between lines that are each right: outside of the period, or one source twice at a time."""
    by_source: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.ends_on > report.ends_on or (not entry.table.history and entry.starts_on < report.starts_on):
            facts = {"first": report.starts_on, "last": report.ends_on}
            yield Trouble("outside", "starts_on", {**facts, **_when(entry)}, entry.number)
        # Tables that share their sources are one: a plot is measured or reckoned by its area, not both.
        group = min({entry.table.code, *entry.table.shares_sources})
        name, apart = written(entry.source, entry.table.thing), entry.chosen.get(entry.table.apart, "")
        by_source[group, name, apart].append(entry)
    for same in by_source.values():
        yield from _overlaps(sorted(same, key=lambda entry: (entry.starts_on, entry.number)))


def _overlaps(ordered: list[Entry]) -> Iterator[Trouble]:
    """Lines that begin before one of those before them has ended."""
    longest = ordered[0]
    for entry in ordered[1:]:
        if entry.starts_on <= longest.ends_on:
            facts = {"source": entry.source, "other": str(longest.number + 1), **_when(entry)}
            yield Trouble("overlap", "starts_on", facts, entry.number)
        longest = max(longest, entry, key=lambda each: each.ends_on)


def _when(entry: Entry) -> dict[str, str]:
    return {"starts_on": entry.starts_on, "ends_on": entry.ends_on}
