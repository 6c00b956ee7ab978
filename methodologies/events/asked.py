"""What is asked of an event: tables of travel, stay, food, venue, supplies, freight, water and waste, with factors."""

from dataclasses import replace

from methodologies.base import Option, Text
from methodologies.projects.asked import Column, Frequency, Parameter, Prudent, Table, Thing
from methodologies.projects.fuels import DIESEL, NATURAL_GAS, burnt
from methodologies.projects.power import GRID_DEBIT, METER

MEASURED, ESTIMATED = "measured", "estimated"
BASIS = Column(
    "basis",
    "b",
    {"zh-hans": "数据来源", "en": "Measured or estimated"},
    "share",
    optional=True,
    options=(
        Option(MEASURED, {"zh-hans": "实测（仪表、票据、登记）", "en": "measured: meters, tickets, registration"}),
        Option(ESTIMATED, {"zh-hans": "估算", "en": "estimated"}),
    ),
    hint={"zh-hans": "不填视为估算", "en": "left out: estimated"},
)
"""Every table has this column."""


def _table(code: str, chinese: str, english: str, source: Text, columns: tuple[Column, ...], **more: object) -> Table:
    label = {"zh-hans": chinese, "en": english}
    table = Table(code, label, source, Thing.PARTY, (*columns, BASIS), Frequency.EACH_REPORT, required=False)
    return replace(table, **more)  # type: ignore[arg-type]


def _factor(name: str, symbol: str, chinese: str, english: str, unit: str, offer: str = "") -> Parameter:
    """With no offer no source of a number was seen: the event states it, with its document, where a line needs it."""
    return Parameter(
        name,
        symbol,
        {"zh-hans": chinese, "en": english},
        unit,
        offers=(offer,) if offer else (),
        optional=not offer,
        prudent=Prudent.HIGH,
    )


PASSENGERS: tuple[tuple[str, str, str, str], ...] = (
    ("rail", "rail-high-speed", "高铁、动车", "high-speed rail"),
    ("flight_domestic", "flight-domestic", "国内航班", "domestic flight"),
    ("flight_international", "flight-international", "国际航班经济舱", "international flight, economy"),
    ("flight_business", "flight-business", "国际航班公务舱", "international flight, business"),
    ("metro", "metro", "地铁", "metro"),
    ("bus", "bus", "公交车", "local bus"),
    ("coach", "coach", "大巴", "coach"),
)
VEHICLES: tuple[tuple[str, str, str, str], ...] = (
    ("car", "car", "燃油小汽车", "petrol car"),
    ("taxi", "taxi", "出租车、网约车", "taxi"),
)
GOODS: tuple[tuple[str, str, str], ...] = (
    ("paper", "纸张、印刷品", "paper and print"),
    ("textile", "布幅、服装", "banners and clothes"),
    ("plastics", "塑料制品", "plastics"),
    ("wood", "木制品", "wood"),
    ("other_goods", "其他用品", "other goods"),
)
WASTES: tuple[tuple[str, str, str, str], ...] = (
    ("waste_landfilled", "waste-landfilled", "其他垃圾填埋", "residual waste to landfill"),
    ("food_landfilled", "food-landfilled", "餐厨垃圾填埋", "food waste to landfill"),
    ("food_composted", "food-composted", "餐厨垃圾堆肥或厌氧消化", "food waste composted or digested"),
    ("waste_burnt", "", "垃圾焚烧（含矿物碳）", "waste burnt, with its mineral carbon"),
)
FUELS: tuple[tuple[str, str, str], ...] = (
    ("diesel", "柴油（千克）", "diesel (kg)"),
    ("petrol", "汽油（千克）", "petrol (kg)"),
    ("gas", "天然气（立方米）", "natural gas (m³)"),
)
PETROL: Text = {"zh-hans": "汽油", "en": "petrol"}
WHO: Text = {"zh-hans": "人员与行程", "en": "Who, and from where"}
WHAT: Text = {"zh-hans": "名称", "en": "What it is"}


def _options(*named: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(each[0], {"zh-hans": each[-2], "en": each[-1]}) for each in named)


def _kind(chinese: str, english: str, options: tuple[Option, ...]) -> Column:
    return Column("kind", "k", {"zh-hans": chinese, "en": english}, "share", options=options)


DISTANCE = Column("distance", "D", {"zh-hans": "单次里程", "en": "Distance of one trip"}, "km", decimals=1)
TRAVEL = _table(
    "travel",
    "参会人员交通",
    "Travel of participants",
    WHO,
    (
        _kind("交通方式", "By", _options(*PASSENGERS)),
        Column(
            "people",
            "P",
            {"zh-hans": "人次", "en": "Trips"},
            "people",
            decimals=0,
            hint={"zh-hans": "一人往返计 2 人次", "en": "there and back are two"},
        ),
        DISTANCE,
    ),
    apart="kind",
)
CARS = _table(
    "vehicles",
    "小汽车与出租车",
    "Cars and taxis",
    WHO,
    (
        _kind("车辆", "By", _options(*VEHICLES)),
        Column("vehicles", "V", {"zh-hans": "车次", "en": "Trips of vehicles"}, "vehicles", decimals=0),
        DISTANCE,
    ),
    apart="kind",
)
STAY = _table(
    "stay",
    "住宿",
    "Stay",
    {"zh-hans": "酒店或人员", "en": "Hotel or guests"},
    (Column("nights", "N", {"zh-hans": "间夜数", "en": "Nights of rooms"}, "room-night", decimals=0),),
)
MEALS = _table(
    "meals",
    "餐饮",
    "Food",
    {"zh-hans": "用餐", "en": "Which meals"},
    (Column("meals", "M", {"zh-hans": "份数", "en": "Meals"}, "meal", decimals=0),),
)
POWER = _table(
    "power",
    "场馆用电",
    "Power of the venue",
    METER,
    (Column("used", "EC", {"zh-hans": "用电量", "en": "Power used"}, "kWh"),),
    thing=Thing.ELECTRICITY_METER,
)
HEAT = _table(
    "heat",
    "外购热力",
    "Heat that is bought",
    WHAT,
    (Column("used", "Q", {"zh-hans": "用热量", "en": "Heat used"}, "GJ"),),
)
FUEL = _table(
    "fuels",
    "场馆与工作车辆用燃料",
    "Fuel of the venue and of the staff's vehicles",
    WHAT,
    (
        _kind("燃料", "Fuel", _options(*FUELS)),
        Column(
            "burnt",
            "FC",
            {"zh-hans": "消耗量", "en": "Burnt"},
            "fuel",
            hint={"zh-hans": "油料按千克填写，升数按送货单密度换算", "en": "oil in kg: litres by the note's density"},
        ),
    ),
    apart="kind",
)
SUPPLIES = _table(
    "supplies",
    "会务用品",
    "Supplies",
    WHAT,
    (
        _kind("类别", "Kind", _options(*GOODS)),
        Column("amount", "G", {"zh-hans": "重量", "en": "Weight"}, "kg"),
    ),
    apart="kind",
)
FREIGHT = _table(
    "freight",
    "货物运输",
    "Freight",
    WHAT,
    (Column("work", "T", {"zh-hans": "货运周转量", "en": "Weight × distance"}, "t·km"),),
)
WATER = _table(
    "water",
    "用水",
    "Water",
    {"zh-hans": "水表编号", "en": "Number of the meter"},
    (Column("used", "W", {"zh-hans": "用水量", "en": "Water used"}, "m3"),),
)
WASTE = _table(
    "waste",
    "废弃物",
    "Waste",
    WHAT,
    (
        _kind("处理方式", "Treatment", _options(*WASTES)),
        Column("amount", "R", {"zh-hans": "重量", "en": "Weight"}, "t"),
    ),
    apart="kind",
)
TABLES = (TRAVEL, CARS, STAY, MEALS, POWER, HEAT, FUEL, SUPPLIES, FREIGHT, WATER, WASTE)

PARAMETERS = (
    *(
        _factor(name, f"EF{n}", f"{zh}排放因子", f"Factor: {en}", "kgCO2e/pkm", offer)
        for n, (name, offer, zh, en) in enumerate(PASSENGERS, start=1)
    ),
    _factor("car", "EFc", "小汽车排放因子", "Factor: car", "kgCO2e/km", "car"),
    _factor("taxi", "EFt", "出租车排放因子", "Factor: taxi", "kgCO2e/km", "taxi"),
    _factor("night", "EFn", "一间夜排放因子", "Factor: a night in a hotel room", "kgCO2e/room-night", "hotel-china"),
    _factor("meal", "EFm", "一份餐食排放因子", "Factor: a meal", "kgCO2e/meal"),
    GRID_DEBIT,
    _factor("heat_factor", "EFh", "外购热力排放因子", "Factor: heat", "kgCO2e/GJ"),
    *burnt(DIESEL, "diesel_", "d", ("diesel",), side=Prudent.HIGH),
    *burnt(PETROL, "petrol_", "p", ("petrol",), side=Prudent.HIGH),
    *burnt(NATURAL_GAS, "gas_", "g", ("natural-gas",), side=Prudent.HIGH),
    *(
        _factor(name, f"EFg{n}", f"{zh}排放因子", f"Factor: {en}", "kgCO2e/kg")
        for n, (name, zh, en) in enumerate(GOODS, start=1)
    ),
    _factor("freight_factor", "EFr", "货运排放因子", "Factor: freight", "kgCO2e/t·km"),
    _factor("water_supply", "EFw", "供水排放因子", "Factor: water supply", "kgCO2e/m3", "water-supply"),
    _factor("water_treatment", "EFs", "污水处理排放因子", "Factor: waste water", "kgCO2e/m3", "water-treatment"),
    *(
        _factor(name, f"EFx{n}", f"{zh}排放因子", f"Factor: {en}", "kgCO2e/t", offer)
        for n, (name, offer, zh, en) in enumerate(WASTES, start=1)
    ),
)
