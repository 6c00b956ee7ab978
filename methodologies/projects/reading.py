"""A report that was read: exact numbers in the method's own units, and the terms of formulas that they make."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from methodologies.base import Text
from methodologies.projects.asked import UNCERTAINTY, Parameter, Prudent, Table
from methodologies.projects.days import days, days_in, year_of
from methodologies.projects.published import Factor, factor
from methodologies.projects.told import NOUGHT, Basis, Term
from methodologies.projects.units import convert

ONE = Term("1", {"zh-hans": "一", "en": "one"}, Decimal(1))


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

    def term(self, name: str, line: Entry | None = None) -> Term:
        """The parameter's value as it holds for a line; for the whole report where none is given."""
        if name in self.stated:
            return self.stated[name]
        asked = self.asked[name]
        offers = asked.offered(self.chosen)
        if not offers:
            return Term(asked.symbol, asked.label, Decimal(0), asked.unit)
        if not asked.by_day:
            return published_term(asked, factor(offers[0]))
        starts_on, ends_on = (line.starts_on, line.ends_on) if line else (self.starts_on, self.ends_on)
        return published_term(asked, holding(asked, offers, starts_on, ends_on))

    def sums(self, table: str, column: str, by_day: str = "", less: str = "") -> Iterator[tuple[Term, Term]]:
        """A column added up, `less` another one: a sum for all lines that count by one factor and are as well known."""
        groups: dict[tuple[Decimal, Decimal], list[Entry]] = defaultdict(list)
        factors: dict[Decimal, Term] = {}
        for entry in self.lines(table):
            filled = self.term(by_day, entry) if by_day else ONE
            factors[filled.value] = filled
            groups[filled.value, entry.uncertainty].append(entry)
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
    title, publisher, day = found.source.title, found.source.publisher, found.source.published_on
    origin = {
        "zh-hans": f"{title['zh-hans']}（{publisher['zh-hans']}，{day}）",
        "en": f"{title['en']} ({publisher['en']}, {day})",
    }
    value = convert(found.value, found.unit, asked.unit)
    return Term(asked.symbol, asked.label, value, asked.unit, Basis.PUBLISHED, origin)


def holding(asked: Parameter, offers: tuple[str, ...], starts_on: str, ends_on: str) -> Factor:
    """Of what was last known on any of the days the one on the prudent side; the earliest where none was known yet.

    Were it the one of the last day, a line would be worth more for being long.
    """
    ordered = sorted(map(factor, offers), key=lambda offer: offer.known_from)
    at_first = [offer for offer in ordered if offer.known_from <= starts_on] or ordered[:1]
    later = [offer for offer in ordered if starts_on < offer.known_from <= ends_on]
    choose = max if asked.prudent is Prudent.HIGH else min
    return choose((at_first[-1], *later), key=lambda offer: offer.value)


def years_of(entry: Entry) -> Decimal:
    """How many years a line's period is; a year of 365 or 366 days is one."""
    whole = Decimal(0)
    for year in range(year_of(entry.starts_on), year_of(entry.ends_on) + 1):
        first, last = max(entry.starts_on, f"{year}-01-01"), min(entry.ends_on, f"{year}-12-31")
        whole += Decimal(days(first, last)) / days_in(year)
    return whole
