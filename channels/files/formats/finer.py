"""Files that tell of parts of a day, as a band does by the minute: a day's rows come to its total, which is the act."""

import re
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NamedTuple

from channels.files import refusals
from channels.files.formats.rows import Row, Rows
from channels.files.formats.table import Line, Table
from common.city_time import city_day, day_span
from common.errors import DomainError
from common.typed import letters, times

_UNTIL = re.compile(r" ?[-~至到].*")
_HOUR = re.compile(r"([0-9]{1,2})( ?[AaPp][Mm])?")
_TELLS_TIME = re.compile("time|hour|start|begin|时|開始|开始")
"""Names of columns in which a number alone is an hour."""
MOST_COLUMNS = 12
"""Each is read in every row, and no device writes so many."""


class Part(NamedTuple):
    """What a row tells of a part of a day."""

    day: date
    began: datetime | timedelta
    """By it a part is known again."""
    amount: int


def summed(rows: Rows, part_of: Callable[[Row], Part | None], *, day: str, amount: str) -> Table:
    """The table with one line for each day of which there are parts, in the place of its first one.

    A row that cannot be read stays, to be refused by itself; so does one that `part_of` finds to be no part. A part
    that stands there twice counts once, with the larger amount: files of two devices, or of two exports, overlap.
    """
    kept: list[Line] = []
    days: dict[date, tuple[int, dict[datetime | timedelta, int]]] = {}
    for line in rows.read.lines:
        part = None
        with suppress(DomainError):
            part = part_of(rows.of(line))
        if part is None or part.amount < 0:
            kept.append(line)
            continue
        _first, parts = days.setdefault(part.day, (line.number, {}))
        parts[part.began] = max(part.amount, parts.get(part.began, 0))
    totals = [
        _line(rows, number, {day: of_day.isoformat(), amount: str(sum(parts.values()))})
        for of_day, (number, parts) in days.items()
    ]
    lines = sorted([*kept, *totals], key=lambda line: line.number)
    return Table(rows.read.header, lines, rows.read.delimiter)


def check_totals(rows: Rows, *, day: str) -> None:
    """Raises `FinerThanADay` where a column of which the format knows nothing tells several times of one day."""
    further = _likely_times(rows)
    called_time = {place for place in further if _is_called_time(rows.read.header[place])}
    clocks: defaultdict[tuple[int, date], set[timedelta]] = defaultdict(set)
    for line in rows.read.lines if further else ():
        with suppress(DomainError):
            of_day, cells = rows.of(line).day(day), rows.read.cells(line)
            for place in further:
                with suppress(DomainError):
                    if place in called_time or not cells[place].strip().isdigit():
                        clocks[place, of_day].add(began(cells[place], label=""))
    for (place, of_day), found in clocks.items():
        if len(found) > 1:
            raise refusals.FinerThanADay(column=letters.plain(rows.read.header[place]), day=of_day.isoformat())


def _likely_times(rows: Rows) -> list[int]:
    """The columns of which the format knows nothing; of very many those that are called like a time, and the first."""
    header = rows.read.header
    further = set(range(len(header))) - set(rows.places.values())
    return sorted(sorted(further, key=lambda place: (not _is_called_time(header[place]), place))[:MOST_COLUMNS])


def _is_called_time(name: str) -> bool:
    return _TELLS_TIME.search(name.lower()) is not None


def began(text: str, *, label: str) -> timedelta:
    """When a part of a day began: a clock, the beginning of a stretch such as 8:00-9:00, an hour alone, a moment.

    Raises `DomainError`.
    """
    with suppress(DomainError):
        moment = times.moment(text, label=label)
        return moment - day_span(city_day(moment))[0]
    since = _UNTIL.sub("", letters.with_dashes(text))
    if hour := _HOUR.fullmatch(since):
        since = f"{hour[1]}:00{hour[2] or ''}"
    return times.since_midnight(since, label=label)


def _line(rows: Rows, number: int, cells: dict[str, str]) -> Line:
    """A line of the file's width that holds these cells alone."""
    by_place = {rows.places[name]: cell for name, cell in cells.items()}
    width = range(len(rows.read.header))
    return Line(number, rows.read.delimiter.join(by_place.get(place, "") for place in width))
