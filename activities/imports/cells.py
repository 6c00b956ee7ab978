"""Reads the words of one cell as people and spreadsheets write them: numbers, days and moments of the city."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from activities.imports import refusals
from common.city_time import CITY_ZONE
from common.rfc3339 import YEARS

FULL_WIDTH = str.maketrans("０１２３４５６７８９，．－＋／：　", "0123456789,.-+/: ")
NO_BREAK_SPACE = "\u00a0"

_NUMBER = re.compile(r"([+-]?)([0-9]{1,30}|[0-9]{1,3}(?:,[0-9]{3}){1,9})(?:\.0{0,9})?")
_DAY = r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
_DAY_ALONE = re.compile(_DAY + r"(?: +0?0:00(?::00)?)?")
_MOMENT = re.compile(
    _DAY + r"(?:[Tt]| *)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    r" *(?:([Zz])|([+-])([0-9]{2}):?([0-9]{2}))?"
)


def plain(cell: str) -> str:
    """The cell without what a spreadsheet or a Chinese keyboard adds: blanks around it, full-width digits and signs."""
    return cell.translate(FULL_WIDTH).replace(NO_BREAK_SPACE, " ").strip()


def number(cell: str) -> object:
    """The whole number, `None` for an empty cell, and otherwise the words themselves, for the gate to refuse."""
    words = plain(cell)
    match = _NUMBER.fullmatch(words)
    if match is None:
        return words or None
    return int(match[1] + match[2].replace(",", ""))


def day(cell: str) -> date:
    """The day. Raises `UnreadableDay`."""
    match = _DAY_ALONE.fullmatch(plain(cell))
    try:
        read = date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        read = None
    if read is None or read.year not in YEARS:
        raise refusals.UnreadableDay
    return read


def moment(cell: str, column: str) -> datetime:
    """The moment, of the cell's own zone or of the city's where it names none. Raises `UnreadableMoment`."""
    match = _MOMENT.fullmatch(plain(cell))
    try:
        read = _moment(match) if match else None
    except ValueError:
        read = None
    if read is None or read.year not in YEARS:
        raise refusals.UnreadableMoment(column=column)
    return read


def _moment(match: re.Match[str]) -> datetime:
    year, month, day_of_month, hour, minute = (int(match[place]) for place in range(1, 6))
    second, microsecond = int(match[6] or 0), int((match[7] or "0").ljust(6, "0")[:6])
    if match[8]:
        zone: timezone | None = UTC
    elif match[9]:
        offset = timedelta(hours=int(match[10]), minutes=int(match[11]))
        zone = timezone(offset if match[9] == "+" else -offset)
    else:
        zone = None
    read = datetime(year, month, day_of_month, hour, minute, second, microsecond, tzinfo=zone or CITY_ZONE)
    # An offset may be one that the database does not take.
    return read.astimezone(CITY_ZONE)
