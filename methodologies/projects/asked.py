"""What a method asks of a project: parameters once, and tables of what is monitored, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from methodologies.base import Option, Text
from methodologies.projects.units import Unit, convertible


class Thing(StrEnum):
    """What in the world a line's source names. Two claims that name the same one of it may be of the same reduction."""

    ELECTRICITY_METER = "electricity-meter"
    GAS_METER = "gas-meter"
    FUEL_METER = "fuel-meter"
    OUTPUT_METER = "output-meter"
    PLOT = "plot"
    WEIGHBRIDGE = "weighbridge"
    HAULIER = "haulier"
    CITIZENS = "citizens"
    PARTY = "party"
    """People or things of an event, by what its organiser calls them: nothing that another claim would name."""


class Frequency(StrEnum):
    """How often something is measured, at least."""

    CONTINUOUS = "continuous"
    MONTHLY = "monthly"
    EACH_DELIVERY = "each-delivery"
    EACH_SEASON = "each-season"
    YEARLY = "yearly"
    EACH_REPORT = "each-report"
    ONCE = "once"


FREQUENCIES: dict[Frequency, Text] = {
    Frequency.CONTINUOUS: {"zh-hans": "连续计量，至少每月抄录", "en": "metered all the time, read at least monthly"},
    Frequency.MONTHLY: {"zh-hans": "至少每月一次", "en": "at least monthly"},
    Frequency.EACH_DELIVERY: {"zh-hans": "每车过磅", "en": "at each delivery, weighed"},
    Frequency.EACH_SEASON: {"zh-hans": "每季作物一次", "en": "once for each crop"},
    Frequency.YEARLY: {"zh-hans": "至少每年一次", "en": "at least yearly"},
    Frequency.EACH_REPORT: {"zh-hans": "每次监测报告前一次", "en": "before each monitoring report"},
    Frequency.ONCE: {"zh-hans": "项目设计时确定一次", "en": "once, with the project's design"},
}


class Prudent(StrEnum):
    """Which side of a doubtful value never credits too much."""

    LOW = "low"
    HIGH = "high"
    NEITHER = "neither"


PRUDENCE: dict[Prudent, Text] = {
    Prudent.LOW: {"zh-hans": "有疑问时取偏低值", "en": "in doubt the lower value"},
    Prudent.HIGH: {"zh-hans": "有疑问时取偏高值", "en": "in doubt the higher value"},
    Prudent.NEITHER: {"zh-hans": "两侧相同，不影响保守性", "en": "the same on both sides"},
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that holds for the whole project."""

    name: str
    symbol: str
    label: Text
    unit: str
    offers: tuple[str, ...] = ()
    """Codes of published factors. The first holds where a project states none; without any, it must state one."""
    by_day: bool = False
    """Of the offers the one that was last known holds, on the prudent side of a line's days; it is not to be chosen."""
    by_choice: str = ""
    """Of the offers the one that is named for what was answered to that choice holds; where none is, it is stated."""
    optional: bool = False
    """Left out, it is nought: the formula's term falls away."""
    prudent: Prudent = Prudent.NEITHER
    decimals: int = 8
    hint: Text = field(default_factory=dict)
    frequency: Frequency = Frequency.ONCE

    def is_asked(self, chosen: Mapping[str, str]) -> bool:
        """Whether it must be stated where nothing published fills it."""
        return not self.optional and (not self.by_choice or bool(chosen.get(self.by_choice)))

    def offered(self, chosen: Mapping[str, str]) -> tuple[str, ...]:
        """The published factors that may fill it, by what was chosen."""
        if not self.by_choice:
            return self.offers
        ending = f"-{chosen.get(self.by_choice, '')}"
        return tuple(code for code in self.offers if code.endswith(ending))

    @property
    def units(self) -> tuple[Unit, ...]:
        return convertible(self.unit)


@dataclass(frozen=True, slots=True)
class Choosing:
    """One of some answers that holds for the whole project."""

    name: str
    label: Text
    options: tuple[Option, ...]
    hint: Text = field(default_factory=dict)
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A number, or one of some options, that each line of a table holds."""

    name: str
    symbol: str
    label: Text
    unit: str
    decimals: int = 3
    optional: bool = False
    options: tuple[Option, ...] = ()
    hint: Text = field(default_factory=dict)
    frequency: Frequency | None = None
    """Where it is not the table's."""

    @property
    def units(self) -> tuple[Unit, ...]:
        return convertible(self.unit)


@dataclass(frozen=True, slots=True)
class Table:
    """Lines of one kind: what a meter, weighbridge or plot says of a period. They add up; a source says a day once."""

    code: str
    label: Text
    source: Text
    """What the lines' source is called: number of the meter."""
    thing: Thing
    columns: tuple[Column, ...]
    frequency: Frequency
    required: bool = True
    history: bool = False
    """Lines of earlier years count on, as waste of earlier years does in a landfill, and are given again."""
    shares_sources: frozenset[str] = frozenset()
    """Tables whose lines may not speak of the same source for the same time, either."""
    sampled: bool = False
    """Whether its numbers come from samples, so that each line says how well they are known."""
    apart: str = ""
    """A column of options that keeps lines of one source apart: what one weighbridge weighs of each material."""

    @property
    def asked(self) -> tuple[Column, ...]:
        """Its columns, and how well they are known: may be left out where a meter says it all."""
        return (*self.columns, replace(UNCERTAINTY, optional=not self.sampled))

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


UNCERTAINTY = Column(
    "uncertainty",
    "u",
    {"zh-hans": "不确定度（90% 置信水平，半宽 ÷ 均值）", "en": "Uncertainty (half-width at 90 % confidence ÷ mean)"},
    "share",
    decimals=4,
    optional=True,
    hint={
        "zh-hans": "按仪表精度或抽样结果填写；不超过 10% 不扣减",
        "en": "by the meter's class or the sampling; up to 10 % nothing is deducted",
    },
)
"""Every table has this column."""
