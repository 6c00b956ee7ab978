"""Reads what a project states into exact numbers in the method's own units, and says what is to be mended."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from methodologies.base import Text
from methodologies.projects.asked import UNCERTAINTY, Choosing, Column, Parameter, Summing, Table
from methodologies.projects.days import days, days_in, is_day, year_of
from methodologies.projects.published import Factor, Limit, factor, limit_of
from methodologies.projects.stated import Given, Line, Number, Report
from methodologies.projects.told import NOUGHT, Basis, Term, plain
from methodologies.projects.troubles import Trouble
from methodologies.projects.units import UNITS, UnknownConversion, convert

LONGEST_NUMBER = 30
ONE = Term("1", {"zh-hans": "一", "en": "one"}, Decimal(1))
PERCENT = Decimal(100)
Asked = Parameter | Column


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that was read: numbers in the units of its columns, what was left out is nought."""

    number: int
    table: Table
    source: str
    starts_on: str
    ends_on: str
    values: Mapping[str, Decimal]
    chosen: Mapping[str, str]

    def __getitem__(self, name: str) -> Decimal:
        return self.values[name]

    @property
    def uncertainty(self) -> Decimal:
        return self.values[UNCERTAINTY.name]

    @property
    def days(self) -> Decimal:
        return Decimal(days(self.starts_on, self.ends_on))


@dataclass(frozen=True, slots=True)
class Reading:
    """A report that was read without trouble."""

    starts_on: str
    ends_on: str
    asked: Mapping[str, Parameter]
    stated: Mapping[str, Term]
    """Parameters that the project states or chooses; the others are filled by what is published."""
    entries: tuple[Entry, ...]
    chosen: Mapping[str, str]

    def lines(self, table: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.table.code == table)

    def term(self, name: str, on: str = "") -> Term:
        """The parameter's value as it holds on that day; on the report's last where none is given."""
        if name in self.stated:
            return self.stated[name]
        asked = self.asked[name]
        offers = asked.offered(self.chosen)
        if not offers:
            return Term(asked.symbol, asked.label, Decimal(0), asked.unit)
        return published_term(asked, _holding(offers, on or self.ends_on if asked.by_day else ""))

    def sums(self, table: str, column: str, by_day: str = "", less: str = "") -> Iterator[tuple[Term, Term]]:
        """A column added up, `less` another one: a sum for all lines that count by one factor and are as well known."""
        groups: dict[tuple[Decimal, Decimal], list[Entry]] = defaultdict(list)
        factors: dict[Decimal, Term] = {}
        for entry in self.lines(table):
            factor = self.term(by_day, entry.ends_on) if by_day else ONE
            factors[factor.value] = factor
            groups[factor.value, entry.uncertainty].append(entry)
        for (value, _uncertainty), entries in groups.items():
            yield summed(entries, column, less), factors[value]


def equally_known(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Lines in groups of one uncertainty each."""
    groups: dict[Decimal, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.uncertainty].append(entry)
    return list(groups.values())


def summed(entries: Iterable[Entry], column: str, less: str = "") -> Term:
    """A column of lines that are equally well known, `less` another one."""
    entries = list(entries)
    asked = entries[0].table.column(column)
    total, symbol = sum((entry[column] for entry in entries), Decimal(0)), asked.symbol
    if less:
        total -= sum((entry[less] for entry in entries), Decimal(0))
        symbol = f"({symbol} − {entries[0].table.column(less).symbol})"
    return monitored(symbol, asked.label, total, asked.unit, entries, entries[0].uncertainty)


def monitored(
    symbol: str,
    label: Text,
    value: Decimal,
    unit: str,
    entries: list[Entry],
    uncertainty: Decimal = NOUGHT,
    over: Decimal = ONE.value,
) -> Term:
    """A number that lines give."""
    return Term(symbol, label, value, unit, Basis.MONITORED, _lines_of(entries), uncertainty, over)


def _lines_of(entries: list[Entry]) -> Text:
    count, sources = len(entries), len({entry.source for entry in entries})
    lines, of = "line" if count == 1 else "lines", "source" if sources == 1 else "sources"
    return {
        "zh-hans": f"{sources} 个来源、{count} 行之和",
        "en": f"{count} {lines} of {sources} {of}",
    }


def one(entry: Entry, column: str, uncertainty: Decimal | None = None) -> Term:
    """One number of one line."""
    asked = entry.table.column(column)
    width = entry.uncertainty if uncertainty is None else uncertainty
    return monitored(asked.symbol, asked.label, entry[column], asked.unit, [entry], width)


def published_term(asked: Parameter, found: Factor) -> Term:
    """A parameter that a published number fills."""
    title, publisher = found.source.title, found.source.publisher
    origin = {language: f"{title[language]} ({publisher[language]}, {found.source.published_on})" for language in title}
    value = convert(found.value, found.unit, asked.unit)
    return Term(asked.symbol, asked.label, value, asked.unit, Basis.PUBLISHED, origin)


def _holding(offers: tuple[str, ...], day: str) -> Factor:
    """Of the offers the first; with a day the one that was last known then, or the earliest where none was yet."""
    if not day:
        return factor(offers[0])
    ordered = sorted(map(factor, offers), key=lambda offer: offer.known_from)
    return next((offer for offer in reversed(ordered) if offer.known_from <= day), ordered[0])


# Parameters and choices


def read_parameters(
    method: str, asked: Iterable[Parameter], given: Mapping[str, Given], chosen: Mapping[str, str]
) -> tuple[dict[str, Term], list[Trouble]]:
    """What the project states of the parameters, as terms; what it leaves out is filled later or missing."""
    known = {parameter.name: parameter for parameter in asked}
    troubles = [Trouble("unknown", name, {"name": name}) for name in given if name not in known]
    terms: dict[str, Term] = {}
    for parameter in known.values():
        stated = given.get(parameter.name)
        if stated is None or stated == Given():
            if not parameter.offered(chosen) and parameter.is_asked(chosen):
                troubles.append(Trouble("missing", parameter.name, {"label": parameter.label}))
            continue
        found = _stated(method, parameter, stated, parameter.offered(chosen))
        if isinstance(found, Term):
            terms[parameter.name] = found
        else:
            troubles.append(found)
    return terms, troubles


def read_choices(asked: Iterable[Choosing], chosen: Mapping[str, str]) -> list[Trouble]:
    """Raises nothing: a choice without an answer, or with one that is none, is a trouble."""
    choices = {choice.name: choice for choice in asked}
    troubles = [Trouble("unknown", name, {"name": name}) for name in chosen if name not in choices]
    for choice in choices.values():
        code = chosen.get(choice.name, "")
        if not code and choice.optional:
            continue
        if not code:
            troubles.append(Trouble("missing", choice.name, {"label": choice.label}))
        elif code not in {option.code for option in choice.options}:
            troubles.append(Trouble("not_an_option", choice.name, {"label": choice.label, "value": code}))
    return troubles


def _stated(method: str, asked: Parameter, given: Given, offers: tuple[str, ...]) -> Term | Trouble:
    if given.factor:
        if given.factor not in offers:
            return Trouble("not_offered", asked.name, {"label": asked.label, "factor": given.factor})
        if given.value != "":
            return Trouble("value_and_factor", asked.name, {"label": asked.label})
        return published_term(asked, factor(given.factor))
    if given.value == "":
        return Trouble("missing", asked.name, {"label": asked.label})
    value = read_number(asked, given.value, given.unit, limit_of(method, asked.name))
    if isinstance(value, Trouble):
        return value
    if not given.document.strip():
        return Trouble("no_document", asked.name, {"label": asked.label})
    width = read_number(UNCERTAINTY, given.uncertainty, "", limit_of(method, UNCERTAINTY.name))
    if isinstance(width, Trouble):
        return replace(width, where=asked.name)
    document = given.document.strip()
    origin = {"zh-hans": document, "en": document}
    return Term(asked.symbol, asked.label, value, asked.unit, Basis.STATED, origin, width)


def read_number(asked: Asked, raw: Number, unit: str, limit: Limit) -> Decimal | Trouble:
    """A number in the unit of what is asked, within its limits and decimals."""
    number = _decimal(raw)
    shown = str(raw)[:LONGEST_NUMBER]
    if number is None:
        return Trouble("not_a_number", asked.name, {"label": asked.label, "value": shown})
    if -int(number.as_tuple().exponent) > asked.decimals:
        most = str(asked.decimals)
        return Trouble("too_many_decimals", asked.name, {"label": asked.label, "decimals": most, "value": shown})
    try:
        value = convert(number, unit or asked.unit, asked.unit)
    except UnknownConversion:
        units = {language: "、".join(each.label[language] for each in asked.units) for language in asked.label}
        return Trouble("unit_unknown", asked.name, {"label": asked.label, "unit": unit, "units": units})
    return _within(asked, value, limit)


def _within(asked: Asked, value: Decimal, limit: Limit) -> Decimal | Trouble:
    unit, times = (UNITS["percent"], PERCENT) if asked.unit == "share" else (UNITS[asked.unit], Decimal(1))
    facts: dict[str, Text | str] = {"label": asked.label, "unit": unit.label}
    facts |= {"value": plain(value * times), "least": plain(limit.least * times), "most": plain(limit.most * times)}
    if limit.above and value <= limit.least:
        return Trouble("not_above", asked.name, facts)
    if value < limit.least:
        return Trouble("too_little", asked.name, facts)
    if value > limit.most:
        return Trouble("too_much", asked.name, facts)
    return value


def _decimal(raw: Number) -> Decimal | None:
    if isinstance(raw, bool | float):
        return None
    try:
        number = Decimal(raw.strip()) if isinstance(raw, str) else Decimal(raw)
    except InvalidOperation:
        return None
    return number.normalize() if number.is_finite() and _is_short(number) else None


def _is_short(number: Decimal) -> bool:
    """Whether it is written out in few digits: nobody means 1E+999999."""
    return len(number.as_tuple().digits) <= LONGEST_NUMBER and abs(number.adjusted()) <= LONGEST_NUMBER


# Lines


def read_line(method: str, tables: Mapping[str, Table], line: Line, number: int) -> Entry | list[Trouble]:
    """One line by itself."""
    table = tables.get(line.table)
    if table is None:
        return [Trouble("unknown_table", "table", {"name": line.table}, number)]
    troubles = list(_header(table, line))
    columns = {column.name: column for column in (*table.columns, UNCERTAINTY)}
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
            name = column.name if column is UNCERTAINTY else f"{table.code}.{column.name}"
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
        by_source[group, entry.source, entry.chosen.get(entry.table.apart, "")].append(entry)
    for same in by_source.values():
        same.sort(key=lambda entry: (entry.starts_on, entry.number))
        for earlier, later in pairwise(same):
            facts = {"source": later.source, "other": str(earlier.number + 1)}
            if later.table.summing is Summing.STOCKS:
                yield Trouble("twice", "source", facts, later.number)
            elif later.starts_on <= earlier.ends_on:
                yield Trouble("overlap", "starts_on", {**facts, **_when(later)}, later.number)


def _when(entry: Entry) -> dict[str, str]:
    return {"starts_on": entry.starts_on, "ends_on": entry.ends_on}


def years_of(entry: Entry) -> Decimal:
    """How many years a line's period is; a year of 365 or 366 days is one."""
    whole = Decimal(0)
    for year in range(year_of(entry.starts_on), year_of(entry.ends_on) + 1):
        first, last = max(entry.starts_on, f"{year}-01-01"), min(entry.ends_on, f"{year}-12-31")
        whole += Decimal(days(first, last)) / days_in(year)
    return whole
