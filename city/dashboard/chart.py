"""A chart: what it finds, the lines that its table, file, drawing and picture all show, and how it is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from city.dashboard.measures import Scale
from city.rollups.reading import Row, Table
from city.sources import Source

Number = int | Decimal | None
"""`None` where a figure is hidden."""
FATE = ("hidden", "left_out", "late", "taken_back")
"""The last columns of every file: 1 where a line is hidden, and counts of what befell it."""


class Column(NamedTuple):
    """`code` is its name in files, whatever the reader's language; `label` says the unit."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table, `key` its name in files. The counts are those of `city.rollups.reading.Row`."""

    key: str
    label: str
    numbers: tuple[Number, ...]
    left_out: int = 0
    late: int = 0
    taken_back: int = 0
    address: str = ""

    @property
    def is_hidden(self) -> bool:
        return any(number is None for number in self.numbers)

    @property
    def cells(self) -> list[str | None]:
        """As the page writes them; `None` where hidden."""
        return [None if number is None else shown(number) for number in self.numbers]

    @property
    def said(self) -> list[str]:
        """What befell it, in words."""
        counted = [
            (self.late, ngettext("%(count)s act came late", "%(count)s acts came late", self.late)),
            (self.taken_back, ngettext("%(count)s act taken back", "%(count)s acts taken back", self.taken_back)),
            (0 if self.is_hidden else self.left_out, _("%(count)s parts not shown")),
        ]
        return [words % {"count": shown(count)} for count, words in counted if count]


class Kind(StrEnum):
    """Standing bars in the order of time, lying bars by size, or the map of tiles."""

    COLUMNS = "columns"
    ROWS = "rows"
    TILES = "tiles"


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands for a line in the drawing: `size` in percent of the scale."""

    label: str
    value: str
    size: Decimal = Decimal(0)
    is_hidden: bool = False
    is_quiet: bool = False
    """Of a period that is not settled, or of what is put together."""
    named: str = ""
    """What the axis says below it; empty where there is no room."""
    address: str = ""
    column: int = 0
    shade: int = 0


class Label(NamedTuple):
    """What an axis says below a bar: `at` in percent of its length; those between go where it is narrow."""

    words: str
    at: Decimal
    anchor: str
    is_between: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """`name` is its address, `subject` what it shows, `finding` the sentence that its numbers make."""

    name: str
    subject: str
    finding: str
    key: Column
    columns: Sequence[Column]
    lines: Sequence[Line]
    kind: Kind
    marks: Sequence[Mark] = ()
    scale: Scale | None = None
    shades: Sequence[tuple[int, str]] = ()
    """Of a map: each shade and what it stands for."""
    notes: Sequence[str] = ()
    as_of: datetime | None = None
    sources: Sequence[Source] = ()
    """Of what is not the portal's own."""

    @property
    def grows(self) -> bool:
        """Whether some of its standing bars are not settled."""
        return self.kind is Kind.COLUMNS and any(mark.is_quiet for mark in self.marks)

    @property
    def header(self) -> list[str]:
        return [self.key.code, *(column.code for column in self.columns), *FATE]

    def rows(self) -> Iterator[list[str | Number]]:
        """As the file has them; what is hidden is empty there."""
        for line in self.lines:
            yield [line.key, *line.numbers, int(line.is_hidden), line.left_out, line.late, line.taken_back]

    @property
    def axis(self) -> list[Label]:
        """Of standing bars: the first begins and the last ends where the axis does."""
        count = len(self.marks)
        named = [(place, mark.named) for place, mark in enumerate(self.marks) if mark.named]
        labels = []
        for nth, (place, words) in enumerate(named):
            at, anchor = round(Decimal(100 * (2 * place + 1)) / (2 * count), 1), "middle"
            if place == 0:
                at, anchor = Decimal(0), "start"
            elif place == count - 1:
                at, anchor = Decimal(100), "end"
            labels.append(Label(words, at, anchor, is_between=nth % 2 == 1 and 0 < place < count - 1))
        return labels

    @property
    def table(self) -> list[tuple[Line, list[tuple[str, str | None]]]]:
        """Each line with its cells, each cell with the label of its column."""
        labels = [column.label for column in self.columns]
        return [(line, list(zip(labels, line.cells, strict=True))) for line in self.lines]

    def get_absolute_url(self) -> str:
        return reverse("city:chart", args=[self.name])


def of_row(row: Row, label: str, address: str = "") -> Line:
    """A row of the roll-ups: acts, grams, credits."""
    late, taken_back = (row.note.late, row.note.taken_back) if row.note else (0, 0)
    return Line(row.key, label, (row.acts, row.grams, row.credits), row.left_out, late, taken_back, address)


def columns_of_sums() -> list[Column]:
    """Those of `of_row`."""
    return [
        Column("acts", _("Acts")),
        Column("grams", _("CO₂ avoided (g)")),
        Column("credits", _("Credits")),
    ]


def hidden_note(told: Table) -> list[str]:
    """That something is hidden, where it is."""
    if any(row.is_hidden or row.left_out for row in told.rows):
        return [_("What is of too few citizens is hidden, so that nobody can be told from it.")]
    return []


def shown(number: int | Decimal) -> str:
    return str(number_format(number, use_l10n=True, force_grouping=True))
