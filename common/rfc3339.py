"""Days and moments as the API's document names them: `date` and `date-time` of RFC 3339, and nothing beside.

`fromisoformat` reads far more: week dates, days without hyphens, offsets with seconds, which no reader of the document
expects and of which PostgreSQL takes only some.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone

YEARS = range(1970, 9001)
"""Far enough from the ends of the calendar that no arithmetic leaves it."""
_DAY = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_CLOCK = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
_OFFSET = r"(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
_WHOLE_DAY = re.compile(_DAY)
_MOMENT = re.compile(f"{_DAY}[Tt]{_CLOCK}{_OFFSET}")


def day_of(text: str) -> date:
    """The day of a `full-date`. Raises `ValueError` for anything else."""
    match = _WHOLE_DAY.fullmatch(text)
    if match is None:
        raise ValueError(text)
    day = date(int(match[1]), int(match[2]), int(match[3]))
    if day.year not in YEARS:
        raise ValueError(text)
    return day


def moment_of(text: str) -> datetime:
    """The moment of a `date-time`, in UTC: its offset may be one that the database does not take.

    Digits beyond microseconds are dropped. Raises `ValueError` for anything else, also for a leap second, of which
    there was none since 2016.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(match[place]) for place in range(1, 7))
    microsecond = int((match[7] or "0").ljust(6, "0")[:6])
    if year not in YEARS:
        raise ValueError(text)
    moment = datetime(year, month, day, hour, minute, second, microsecond, tzinfo=_zone(match))
    return moment.astimezone(UTC)


def _zone(match: re.Match[str]) -> timezone:
    if match[8] is None:
        return UTC
    offset = timedelta(hours=int(match[9]), minutes=int(match[10]))
    return timezone(offset if match[8] == "+" else -offset)
