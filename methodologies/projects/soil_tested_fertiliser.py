"""Fertiliser by soil test (测土配方施肥): nitrogen that is not spread gives off no nitrous oxide.

ER = Σ A × (n1 × min(1, Y2/Y1) − n2) × (EF1 + FG × EF4 + FL × EF5) × 44/28 × GWPn, IPCC 2019, eq. 11.1, 11.9, 11.10.
Where the yield fell, less nitrogen would have been spread, too. Flooded fields have a direct factor of their own.
"""

from collections.abc import Iterator
from dataclasses import replace

from methodologies.base import Option, Text
from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.base import ProjectMethod
from methodologies.projects.gases import GWP_N2O
from methodologies.projects.reading import Entry, Reading, monitored, one
from methodologies.projects.sheet import N2O_OF_N, Sheet
from methodologies.projects.told import NOUGHT, Side, Term
from methodologies.projects.trees import AREA, PLOT
from methodologies.projects.troubles import Trouble

PADDY = "paddy"


def _factor(name: str, symbol: str, chinese: str, english: str, offer: str, unit: str = "kgN2O-N/kgN") -> Parameter:
    return Parameter(name, symbol, {"zh-hans": chinese, "en": english}, unit, (offer,), prudent=Prudent.LOW)


DIRECT = _factor("ef1", "EF1", "旱地施氮直接排放系数", "Direct emission of nitrogen on dry fields", "ef1-n2o")
DEPOSITED = _factor("ef4", "EF4", "挥发沉降间接排放系数", "Emission of what volatilises", "ef4-n2o")
LEACHED = _factor("ef5", "EF5", "淋溶径流间接排放系数", "Emission of what leaches", "ef5-n2o")
VOLATILE = _factor("frac_gasf", "FG", "化肥氮挥发比例", "Share that volatilises", "frac-gasf", "kgN/kgN")
LEACHING = _factor("frac_leach", "FL", "氮淋溶径流比例", "Share that leaches", "frac-leach", "kgN/kgN")
DIRECT_FLOODED = Parameter(
    "ef1_paddy",
    "EF1p",
    {"zh-hans": "水田施氮直接排放系数", "en": "Direct emission of nitrogen on flooded fields"},
    "kgN2O-N/kgN",
    optional=True,
    prudent=Prudent.LOW,
    hint={"zh-hans": "有水田时必填；低于旱地", "en": "needed for flooded fields; lower than on dry ones"},
)
FIELDS = Table(
    code="fields",
    label={"zh-hans": "田块施肥台账", "en": "Fields and what was spread"},
    source=PLOT,
    thing=Thing.PLOT,
    columns=(
        AREA,
        Column(
            "land",
            "",
            {"zh-hans": "田块类型", "en": "Kind of field"},
            "share",
            options=(
                Option("dry", {"zh-hans": "旱地", "en": "dry"}),
                Option(PADDY, {"zh-hans": "水田", "en": "flooded"}),
            ),
        ),
        Column("nitrogen_before", "n1", {"zh-hans": "习惯施氮量（纯氮）", "en": "Nitrogen by habit"}, "kgN/ha"),
        Column("nitrogen_now", "n2", {"zh-hans": "配方施氮量（纯氮）", "en": "Nitrogen by the soil test"}, "kgN/ha"),
        Column("yield_before", "Y1", {"zh-hans": "习惯施肥单产", "en": "Yield by habit"}, "t/ha"),
        Column("yield_now", "Y2", {"zh-hans": "当季单产", "en": "Yield now"}, "t/ha"),
    ),
    frequency=Frequency.EACH_SEASON,
)
BEFORE: Text = {"zh-hans": "习惯施肥的 N₂O 排放", "en": "Nitrous oxide of what would have been spread"}
NOW: Text = {"zh-hans": "配方施肥的 N₂O 排放", "en": "Nitrous oxide of what was spread"}


class SoilTestedFertiliser(ProjectMethod):
    code = "soil-tested-fertiliser"
    parameters = (DIRECT, DIRECT_FLOODED, DEPOSITED, LEACHED, VOLATILE, LEACHING, GWP_N2O)
    tables = (FIELDS,)
    symbols = "ER = Σ A × (n1 × min(1, Y2/Y1) − n2) × (EF1 + FG × EF4 + FL × EF5) × 44/28 × GWPn"
    formula_sources = ("general-form", "ipcc-2019-soils")

    def contradictions(self, reading: Reading) -> Iterator[Trouble]:
        flooded = any(entry.chosen["land"] == PADDY for entry in reading.lines(FIELDS.code))
        if flooded and DIRECT_FLOODED.name not in reading.stated:
            yield Trouble("missing", DIRECT_FLOODED.name, {"label": DIRECT_FLOODED.label})

    def work(self, reading: Reading, sheet: Sheet) -> None:
        for entry in reading.lines(FIELDS.code):
            parts = _parts(reading, entry)
            area, emitted = one(entry, "area"), _emitted(*parts)
            rest = (emitted, N2O_OF_N, reading.term(GWP_N2O.name))
            before, now = one(entry, "nitrogen_before", NOUGHT), one(entry, "nitrogen_now", NOUGHT)
            sheet.times(Side.BASELINE, _of(entry, BEFORE), area, before, *_fallen(entry), *rest, within=parts)
            sheet.times(Side.PROJECT, _of(entry, NOW), area, now, *rest, within=parts)


def _parts(reading: Reading, entry: Entry) -> tuple[Term, ...]:
    """What nitrous oxide by nitrogen is made of: at once, by way of the air, by way of water."""
    direct = DIRECT_FLOODED if entry.chosen["land"] == PADDY else DIRECT
    return tuple(reading.term(each.name) for each in (direct, VOLATILE, DEPOSITED, LEACHING, LEACHED))


def _emitted(direct: Term, volatile: Term, deposited: Term, leaching: Term, leached: Term) -> Term:
    """Nitrous oxide by nitrogen in all; as little known as the least known part, which is more than the sum is."""
    value = direct.value + volatile.value * deposited.value + leaching.value * leached.value
    width = max(term.uncertainty for term in (direct, volatile, deposited, leaching, leached))
    symbol = f"({direct.symbol} + FG × EF4 + FL × EF5)"
    return replace(direct, symbol=symbol, value=value, uncertainty=width)


def _fallen(entry: Entry) -> tuple[Term, ...]:
    """By what the yield has fallen; nothing where it has not."""
    if entry["yield_now"] >= entry["yield_before"]:
        return ()
    after = entry.table.column("yield_now")
    share = monitored("Y2/Y1", after.label, entry["yield_now"], "", [entry], over=entry["yield_before"])
    return (share,)


def _of(entry: Entry, title: Text) -> Text:
    return {"zh-hans": f"{entry.source}：{title['zh-hans']}", "en": f"{entry.source}: {title['en']}"}


METHOD = SoilTestedFertiliser()
