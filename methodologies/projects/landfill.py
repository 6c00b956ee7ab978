"""Methane that waste would have given off in a landfill: first-order decay, year by year (CDM TOOL04).

B × φ × (1 − f) × (1 − OX) × 16/12 × F × DOCf × MCF × GWPm × p × DOC × Σ W × e^(−k(y−x)) × (1 − e^(−k)), for the waste
of every year x up to the year y. Of a year of which the report is a part only so much counts. That the waste would have
gone to a landfill at all, and to which, the project must show: Chengdu hardly has any left.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from methodologies.base import Text
from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.days import days, days_in, year_of
from methodologies.projects.gases import GWP_CH4
from methodologies.projects.reading import Entry, Reading, equally_known, monitored
from methodologies.projects.sheet import CH4_OF_C, KG_PER_T, Sheet
from methodologies.projects.told import Side, Term


def _default(name: str, symbol: str, chinese: str, english: str, offer: str, unit: str = "share") -> Parameter:
    return Parameter(name, symbol, {"zh-hans": chinese, "en": english}, unit, (offer,), prudent=Prudent.LOW)


def shown(name: str, symbol: str, chinese: str, english: str, prudent: Prudent, unit: str = "share") -> Parameter:
    """A number of the project's own, with its document."""
    return Parameter(name, symbol, {"zh-hans": chinese, "en": english}, unit, prudent=prudent)


LANDFILLED = shown(
    "landfilled", "B", "没有项目时会进入填埋场的比例", "Share that would have gone to a landfill", Prudent.LOW
)
CORRECTION = shown(
    "landfill_kind", "MCF", "该填埋场的甲烷修正因子", "Methane correction factor of that landfill", Prudent.LOW
)
CAPTURED = shown(
    "captured", "f", "该填埋场已收集利用的甲烷比例", "Share of methane that the landfill captures", Prudent.HIGH
)
MODEL = _default("model_correction", "φ", "模型校正系数", "Model correction", "model-correction")
COVER = replace(
    _default("oxidation_cover", "OX", "覆土氧化系数", "Oxidised in the cover", "oxidation-cover"), prudent=Prudent.HIGH
)
IN_GAS = _default("methane_in_gas", "F", "填埋气甲烷体积分数", "Methane in landfill gas", "methane-in-gas")
DECOMPOSING = _default(
    "carbon_decomposing", "DOCf", "可降解有机碳分解比例", "Share of the carbon that decays", "carbon-decomposing"
)


@dataclass(frozen=True, slots=True)
class Rotting:
    """A kind of waste that rots: the carbon of it that can, and how fast."""

    code: str
    name: Text
    carbon: Parameter
    decay: Parameter


def _rotting(code: str, chinese: str, english: str) -> Rotting:
    carbon = _default(
        f"doc_{code}", f"DOC{code}", f"{chinese}可降解有机碳", f"Degradable carbon of {english}", f"doc-{code}", "tC/t"
    )
    decay = _default(f"decay_{code}", f"k{code}", f"{chinese}衰减速率", f"Decay of {english}", f"decay-{code}", "1/yr")
    return Rotting(code, {"zh-hans": chinese, "en": english}, carbon, decay)


FOOD = _rotting("food", "厨余", "food waste")
ROTTING = (
    FOOD,
    _rotting("garden", "园林垃圾", "garden waste"),
    _rotting("paper", "纸类", "paper"),
    _rotting("wood", "木竹", "wood"),
    _rotting("textiles", "织物", "textiles"),
)
OF_ALL = (LANDFILLED, CORRECTION, CAPTURED, MODEL, COVER, IN_GAS, DECOMPOSING, GWP_CH4)
WASTE = Table(
    code="waste",
    label={"zh-hans": "垃圾进厂计量", "en": "Waste that came in"},
    source={"zh-hans": "地磅编号", "en": "Number of the weighbridge"},
    thing=Thing.WEIGHBRIDGE,
    columns=(Column("amount", "W", {"zh-hans": "进厂量（湿重）", "en": "Waste, wet weight"}, "t"),),
    frequency=Frequency.EACH_DELIVERY,
    history=True,
)


def parameters_of(kinds: Iterable[Rotting]) -> tuple[Parameter, ...]:
    """What a landfill of those kinds of waste is reckoned with."""
    return (*OF_ALL, *(each for kind in kinds for each in (kind.carbon, kind.decay)))


def avoided(reading: Reading, sheet: Sheet, kind: Rotting, share: Term) -> None:
    """The methane that one kind of the waste would have given off in the report's time."""
    title = {
        "zh-hans": f"{kind.name['zh-hans']}填埋本会产生的甲烷",
        "en": f"Methane of {kind.name['en']} in a landfill",
    }
    decay = reading.term(kind.decay.name)
    for entries in equally_known(reading.lines(WASTE.code)):
        sheet.times(
            Side.BASELINE,
            title,
            *(reading.term(each.name) for each in (LANDFILLED, MODEL)),
            *(_rest(reading.term(each.name)) for each in (CAPTURED, COVER)),
            CH4_OF_C,
            *(reading.term(each.name) for each in (IN_GAS, DECOMPOSING, CORRECTION, GWP_CH4)),
            share,
            reading.term(kind.carbon.name),
            monitored(
                f"Σ W e^(−{decay.symbol}(y−x)) (1 − e^(−{decay.symbol}))",
                {"zh-hans": "本期衰减的垃圾量", "en": "Waste that decays in the period"},
                _decayed(reading, entries, decay.value),
                "t",
                entries,
                max(entries[0].uncertainty, decay.uncertainty),
            ),
            KG_PER_T,
            within=(decay, *_came(entries)),
        )


def in_the_report(reading: Reading) -> list[Entry]:
    """Waste of the report's own time: that of earlier years was charged then."""
    return [entry for entry in reading.lines(WASTE.code) if entry.ends_on >= reading.starts_on]


def _rest(term: Term) -> Term:
    """What is left of one, and how well that is known."""
    left = 1 - term.value
    width = term.uncertainty * term.value / left if left else term.uncertainty
    return replace(term, symbol=f"(1 − {term.symbol})", value=left, unit="", uncertainty=width)


def _decayed(reading: Reading, entries: list[Entry], decay: Decimal) -> Decimal:
    """Tonnes of waste of every year that decay in the report's time; what came counts from the year of its last day."""
    lost = 1 - (-decay).exp()
    return sum(
        (
            _tonnes(came_in) * (-decay * (year - came)).exp() * lost * part
            for year, part in _years_of(reading)
            for came, came_in in _by_year(entries).items()
            if came <= year
        ),
        Decimal(0),
    )


def _came(entries: list[Entry]) -> Iterator[Term]:
    """What came in each year, for whoever follows the decay."""
    for year, came_in in sorted(_by_year(entries).items()):
        label = {"zh-hans": f"{year} 年进厂的垃圾", "en": f"Waste that came in {year}"}
        yield monitored("W", label, _tonnes(came_in), "t", came_in, came_in[0].uncertainty)


def _by_year(entries: list[Entry]) -> dict[int, list[Entry]]:
    by_year: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_year[year_of(entry.ends_on)].append(entry)
    return by_year


def _tonnes(entries: Iterable[Entry]) -> Decimal:
    return sum((entry["amount"] for entry in entries), Decimal(0))


def _years_of(reading: Reading) -> Iterator[tuple[int, Decimal]]:
    """The report's years, and how much of each it is."""
    for year in range(year_of(reading.starts_on), year_of(reading.ends_on) + 1):
        first, last = max(reading.starts_on, f"{year}-01-01"), min(reading.ends_on, f"{year}-12-31")
        yield year, Decimal(days(first, last)) / days_in(year)
