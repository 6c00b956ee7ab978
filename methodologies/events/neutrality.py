"""Emissions of an event: each line's amount × its factor, added up, the uncertain and the doubtful to the high side.

E = Σ P × D × EF + Σ V × D × EF + N × EFn + M × EFm + EC × EFd + Q × EFh + Σ FC × NCV × C × OF × 44/12 + Σ G × EF
+ T × EFr + W × (EFw + EFs) + Σ R × EF. Kinds of sources after the annex of 《大型活动碳中和实施指南（试行）》.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal, localcontext
from functools import cached_property

from methodologies.base import Text
from methodologies.events.asked import (
    CARS,
    FREIGHT,
    FUEL,
    HEAT,
    MEALS,
    PARAMETERS,
    POWER,
    STAY,
    SUPPLIES,
    TABLES,
    TRAVEL,
    WASTE,
    WATER,
)
from methodologies.events.emission import Emission, EventSheet
from methodologies.projects.base import ProjectMethod
from methodologies.projects.fuels import emission as burning
from methodologies.projects.known import Known
from methodologies.projects.power import GRID_DEBIT
from methodologies.projects.published import Factor, factor
from methodologies.projects.reading import Entry, Reading, one, published_term
from methodologies.projects.sheet import Sheet
from methodologies.projects.stated import Report
from methodologies.projects.told import DIGITS, Basis, Term
from methodologies.projects.troubles import NotReckoned, Trouble

SINGLE = {STAY.code: "night", MEALS.code: "meal", HEAT.code: "heat_factor", FREIGHT.code: "freight_factor"}
"""Tables all of whose lines count by one factor."""
AMOUNTS = {
    TRAVEL.code: ("people", "distance"),
    CARS.code: ("vehicles", "distance"),
    STAY.code: ("nights",),
    MEALS.code: ("meals",),
    HEAT.code: ("used",),
    SUPPLIES.code: ("amount",),
    FREIGHT.code: ("work",),
    WASTE.code: ("amount",),
}


class EventEmissions(ProjectMethod):
    """It asks and reads as methods of projects do, so that forms, files and steps are the same; it credits nothing."""

    code = "event"
    parameters = PARAMETERS
    tables = TABLES
    symbols = "E = Σ P × D × EF + …"
    formula_sources = ("event-guide-2019",)
    buffer_share = Decimal(0)

    @cached_property
    def known(self) -> Known:
        """It is in no register of methods: nothing is issued by it."""
        raise NotImplementedError

    def estimate(self, report: Report) -> Emission:
        """What the lines come to. Raises `NotReckoned` with everything that is to be mended."""
        with localcontext(DIGITS):
            reading, troubles = self._read(report)
            if reading is None or troubles:
                raise NotReckoned(troubles)
            sheet = EventSheet()
            self.work(reading, sheet)
            return Emission(self.code, tuple(sheet.parts))

    def contradictions(self, reading: Reading) -> Iterator[Trouble]:
        """Nothing to reckon, or a factor that is nowhere published and that the event has not stated."""
        if not reading.entries:
            yield Trouble("no_lines", "", {"label": {"zh-hans": "排放源", "en": "sources of emission"}})
        needed = {name for entry in reading.entries if (name := _factor_of(entry))}
        for name in sorted(needed):
            if not reading.term(name).value:
                yield Trouble("missing", name, {"label": reading.asked[name].label})

    def work(self, reading: Reading, sheet: Sheet) -> None:
        assert isinstance(sheet, EventSheet), "call `estimate`"
        for entry in reading.entries:
            WORKED.get(entry.table.code, _by_factor)(reading, sheet, entry)


def _by_factor(reading: Reading, sheet: EventSheet, entry: Entry) -> None:
    """Amounts × one factor. Only the first amount bears the line's uncertainty, or it would count twice."""
    name = _factor_of(entry)
    first, *more = AMOUNTS[entry.table.code]
    amounts = (one(entry, first), *(one(entry, each, Decimal(0)) for each in more))
    filled = reading.term(name)
    sheet.emits(entry.table.code, _title(entry), *amounts, filled, published=_published(reading, name, filled))


def _power(reading: Reading, sheet: EventSheet, entry: Entry) -> None:
    sheet.emits(POWER.code, _title(entry), one(entry, "used"), reading.term(GRID_DEBIT.name, entry))


def _fuel(reading: Reading, sheet: EventSheet, entry: Entry) -> None:
    sheet.emits(FUEL.code, _title(entry), one(entry, "burnt"), *burning(reading, f"{entry.chosen['kind']}_"))


def _water(reading: Reading, sheet: EventSheet, entry: Entry) -> None:
    for name in ("water_supply", "water_treatment"):
        sheet.emits(WATER.code, _title(entry), one(entry, "used"), reading.term(name))


WORKED: dict[str, Callable[[Reading, EventSheet, Entry], None]] = {
    POWER.code: _power,
    FUEL.code: _fuel,
    WATER.code: _water,
}


def _factor_of(entry: Entry) -> str:
    """The parameter by which a line counts; empty where its table has its own way."""
    if entry.table.code in WORKED:
        return ""
    return SINGLE.get(entry.table.code) or entry.chosen["kind"]


def _published(reading: Reading, name: str, filled: Term) -> Factor | None:
    """The published factor that a term is of, with its range."""
    if filled.basis is not Basis.PUBLISHED:
        return None
    asked = reading.asked[name]
    offers = map(factor, asked.offers)
    return next((each for each in offers if published_term(asked, each) == filled), None)


def _title(entry: Entry) -> Text:
    return {language: f"{label} · {entry.source}" for language, label in entry.table.label.items()}


EVENT = EventEmissions()
