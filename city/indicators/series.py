"""What an indicator says: its figures in the order of their time, and its editions as revisions."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from city.sources import Source
from common.texts import in_reader_language
from lists import reading
from lists.models import Edition

LIST = "indicator"
"""The list of whose editions a series is; its subject is the indicator's code."""
TIME = re.compile(r"(?:\d{4}/)?(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2]))?")
"""A year, a month, or a span of years such as 2016/2020."""
DECEMBER = 12


class Group(StrEnum):
    ENERGY = "energy"
    TRANSPORT = "transport"
    INDUSTRY = "industry"
    RESOURCES = "resources"
    ECOLOGY = "ecology"
    AIR = "air"
    DISTRICTS = "districts"


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class FigureKind(StrEnum):
    LEVEL = "level"
    CHANGE = "change"
    """In percent, over the span of years, or against the year before."""
    TARGET = "target"
    RANK = "rank"
    FACT = "fact"


class Bound(StrEnum):
    """Where a source gives no exact number."""

    OVER = "over"
    UNDER = "under"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Figure:
    """One statement of a source: a number with the indicator's unit, or words."""

    when: str
    kind: FigureKind
    source: Source
    number: Decimal | None = None
    bound: Bound | None = None
    text: Mapping[str, str] | None = None

    @property
    def ends_on(self) -> date:
        """The first day of the month at whose end it is true, to put figures in order."""
        read = TIME.fullmatch(self.when)
        assert read is not None, "as the form and the tests of the catalogue have checked"
        return date(int(read["year"]), int(read["month"] or DECEMBER), 1)

    @property
    def is_level(self) -> bool:
        """Whether a chart can show it beside others."""
        return self.kind is FigureKind.LEVEL and self.number is not None


@dataclass(frozen=True, slots=True)
class Indicator:
    code: str
    name: Mapping[str, str]
    group: Group
    unit: Mapping[str, str]
    direction: Direction
    definition: Mapping[str, str]
    figures: tuple[Figure, ...]
    district: str = ""

    def __str__(self) -> str:
        return in_reader_language(self.name)

    @property
    def definition_text(self) -> str:
        return in_reader_language(self.definition)

    @property
    def levels(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.is_level]

    @property
    def latest(self) -> Figure:
        """The last that was so; where a source has nothing but targets, the last of these."""
        been = [figure for figure in self.figures if figure.kind is not FigureKind.TARGET]
        return (been or list(self.figures))[-1]

    @property
    def contradicted(self) -> list[str]:
        """Of which times two sources say different levels."""
        times = [figure.when for figure in self.levels]
        return sorted({when for when in times if times.count(when) > 1})


def read(code: str, document: Mapping[str, Any]) -> Indicator:
    """An edition's document as an indicator."""
    return Indicator(
        code=code,
        name=document["name"],
        group=Group(document["group"]),
        unit=document["unit"],
        direction=Direction(document["direction"]),
        definition=document["definition"],
        figures=tuple(sorted(map(_figure, document["figures"]), key=lambda figure: figure.ends_on)),
        district=document.get("district", ""),
    )


def indicators() -> list[Indicator]:
    """Every indicator, group by group, in the order in which they came."""
    groups = list(Group)
    found = [read(code, document) for code, document in reading.current().last(LIST).items()]
    return sorted(found, key=lambda indicator: groups.index(indicator.group))


def indicator(code: str) -> Indicator | None:
    document = reading.current().last(LIST).get(code)
    return None if document is None else read(code, document)


def of_district(code: str) -> list[Indicator]:
    return [indicator for indicator in indicators() if indicator.district == code]


def revisions(code: str) -> list[Edition]:
    """The editions of a series that held, the latest first."""
    return reading.current().editions(LIST, code)[::-1]


def all_figures() -> Iterable[tuple[Indicator, Figure]]:
    return ((indicator, figure) for indicator in indicators() for figure in indicator.figures)


def _figure(stated: Mapping[str, Any]) -> Figure:
    number, bound = stated.get("number"), stated.get("bound")
    return Figure(
        when=stated["when"],
        kind=FigureKind(stated["kind"]),
        source=Source(**stated["source"]),
        number=Decimal(number) if number else None,
        bound=Bound(bound) if bound else None,
        text=stated.get("text"),
    )
