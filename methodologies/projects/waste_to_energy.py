"""Power from household waste (生活垃圾焚烧发电): methane that a landfill would give off, and power, less what burns.

ER = methane of the landfill + (EG − EX) × EFc − Σ W × p × FC × 44/12 − W × EFb × GWPn − diesel − EC × EFd.
"""

from collections.abc import Iterator
from decimal import Decimal

from methodologies.base import Text
from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.base import ProjectMethod
from methodologies.projects.fuels import DIESEL, burnt, emission
from methodologies.projects.gases import GWP_N2O
from methodologies.projects.landfill import ROTTING, WASTE, avoided, in_the_report, parameters_of, shown
from methodologies.projects.power import GRID_CREDIT, GRID_DEBIT, PLANT, given_and_taken, over_certified
from methodologies.projects.reading import Reading, equally_known, summed
from methodologies.projects.sheet import CO2_OF_C, KG_PER_T, Sheet
from methodologies.projects.told import Side, plain
from methodologies.projects.troubles import Trouble

WHOLE, NEAR = Decimal(1), Decimal("0.001")
KINDS: dict[str, tuple[Text, Prudent]] = {
    "food": ({"zh-hans": "厨余", "en": "food waste"}, Prudent.LOW),
    "garden": ({"zh-hans": "园林垃圾", "en": "garden waste"}, Prudent.LOW),
    "paper": ({"zh-hans": "纸类", "en": "paper"}, Prudent.LOW),
    "wood": ({"zh-hans": "木竹", "en": "wood"}, Prudent.LOW),
    "textiles": ({"zh-hans": "织物", "en": "textiles"}, Prudent.LOW),
    "plastics": ({"zh-hans": "塑料", "en": "plastics"}, Prudent.HIGH),
    "rubber": ({"zh-hans": "橡胶皮革", "en": "rubber and leather"}, Prudent.HIGH),
    "other": ({"zh-hans": "其他（灰土、玻璃、金属等）", "en": "other (ash, glass, metal)"}, Prudent.NEITHER),
}
SHARES = {
    code: shown(f"share_{code}", f"p{code}", f"{name['zh-hans']}占比（湿重）", f"Share of {name['en']}, wet", prudent)
    for code, (name, prudent) in KINDS.items()
}
WITH_FOSSIL_CARBON = ("paper", "textiles", "plastics", "rubber", "other")
FOSSIL = {
    code: Parameter(
        f"fossil_{code}",
        f"FC{code}",
        {
            "zh-hans": f"{KINDS[code][0]['zh-hans']}化石碳含量（湿重）",
            "en": f"Fossil carbon of {KINDS[code][0]['en']}, wet",
        },
        "tC/t",
        (f"fossil-{code}",),
        prudent=Prudent.HIGH,
    )
    for code in WITH_FOSSIL_CARBON
}
BURNT_N2O = Parameter(
    "burnt_n2o",
    "EFb",
    {"zh-hans": "焚烧 N₂O 排放系数", "en": "Nitrous oxide of burning"},
    "kgN2O/t",
    ("burnt-n2o",),
    prudent=Prudent.HIGH,
)
AUXILIARY = Table(
    code="auxiliary",
    label={"zh-hans": "助燃柴油", "en": "Diesel for starting and holding the fire"},
    source={"zh-hans": "油表或台账编号", "en": "Number of the meter or record"},
    thing=Thing.FUEL_METER,
    columns=(Column("diesel", "FD", {"zh-hans": "柴油用量", "en": "Diesel burnt"}, "kg"),),
    frequency=Frequency.EACH_DELIVERY,
    required=False,
)


class WasteToEnergy(ProjectMethod):
    code = "waste-to-energy"
    parameters = (
        *SHARES.values(),
        *parameters_of(ROTTING),
        *FOSSIL.values(),
        BURNT_N2O,
        GWP_N2O,
        GRID_CREDIT,
        GRID_DEBIT,
        *burnt(DIESEL, "diesel_", "d", ("diesel",), side=Prudent.HIGH),
    )
    tables = (WASTE, PLANT, AUXILIARY)
    symbols = (
        "ER = Σ B × φ × (1 − f) × (1 − OX) × 16/12 × F × DOCf × MCF × GWPm × p × DOC × Σ W e^(−k(y−x)) (1 − e^(−k)) "
        "+ (EG − EX) × EFc − Σ W × p × FC × 44/12 − W × EFb × GWPn − FD × NCVd × Cd × OFd × 44/12 − EC × EFd"
    )
    formula_sources = ("general-form", "cdm-tool04", "ipcc-2006-waste")

    def contradictions(self, reading: Reading) -> Iterator[Trouble]:
        whole = sum((reading.term(share.name).value for share in SHARES.values()), Decimal(0))
        if abs(whole - WHOLE) > NEAR:
            yield Trouble("shares_add_up", SHARES["food"].name, {"sum": plain(whole * 100)})
        yield from over_certified(reading, PLANT, "exported")

    def work(self, reading: Reading, sheet: Sheet) -> None:
        for kind in ROTTING:
            avoided(reading, sheet, kind, reading.term(SHARES[kind.code].name))
        given_and_taken(reading, sheet)
        for entries in equally_known(in_the_report(reading)):
            amount = summed(entries, "amount")
            for code, fossil in FOSSIL.items():
                name = KINDS[code][0]
                title = {"zh-hans": f"{name['zh-hans']}焚烧的化石碳排放", "en": f"Fossil carbon of {name['en']} burnt"}
                share = reading.term(SHARES[code].name)
                sheet.times(Side.PROJECT, title, amount, share, reading.term(fossil.name), CO2_OF_C, KG_PER_T)
            title = {"zh-hans": "焚烧的 N₂O 排放", "en": "Nitrous oxide of burning"}
            sheet.times(Side.PROJECT, title, amount, reading.term(BURNT_N2O.name), reading.term(GWP_N2O.name))
        for diesel, _one in reading.sums(AUXILIARY.code, "diesel"):
            title = {"zh-hans": "助燃柴油排放", "en": "Emission of auxiliary diesel"}
            sheet.times(Side.PROJECT, title, diesel, *emission(reading, "diesel_"))


METHOD = WasteToEnergy()
