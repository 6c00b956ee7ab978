"""Days, clock times and moments as people, phones and spreadsheets write them, in the city's time.

`24:00` is the midnight with which a day ends: a moment, but no clock time of that day and no way to write a day. The
API has a narrower grammar of its own, that of RFC 3339.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from common.city_time import CITY_ZONE
from common.rfc3339 import YEARS
from common.typed.letters import plain, with_dashes
from common.typed.refusals import EndOfTheDay, UnreadableClock, UnreadableDay, UnreadableMoment

ONE_DAY = timedelta(days=1)
START = datetime(1970, 1, 1, tzinfo=CITY_ZONE)
MIDNIGHT = 24
LONGEST = 200
"""Characters, with blanks around."""

_MORNING = {hour: hour % 12 for hour in range(13)}
_AFTERNOON = {hour: hour % 12 + 12 for hour in range(24)}
# Twelve in the evening is the end of the day to some and its beginning to others.
_EVENING = {hour: hour % 12 + 12 for hour in (*range(5, 12), *range(17, 24))}
_NOON = {hour: hour % 12 + 12 for hour in (0, 1, 2, 12, 13, 14)} | {11: 11}
HALVES = {
    **dict.fromkeys(("上午", "早上", "早晨", "清晨", "凌晨", "AM", "A.M."), _MORNING),
    **dict.fromkeys(("下午", "PM", "P.M."), _AFTERNOON),
    **dict.fromkeys(("傍晚", "晚上"), _EVENING),
    "中午": _NOON,
}
"""Words for a part of the day, and which hour of 24 each makes of an hour beside it."""

_DAY = (
    r"(?P<year>[0-9]{4}) ?[-/.年] ?(?P<month>[0-9]{1,2}) ?[-/.月] ?(?P<day>[0-9]{1,2}) ?[日号]?"
    r"(?: ?\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
)
_HALF = "|".join(map(re.escape, HALVES))
_CLOCK = (
    rf"(?:(?P<before>{_HALF}) ?)?(?:"
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<part>[0-9]{1,9}))?)?|"
    r"(?P<hour_zh>[0-9]{1,2}) ?[点时] ?"
    r"(?:(?P<half>半)|(?P<minute_zh>[0-9]{1,2}) ?分?(?: ?(?P<second_zh>[0-9]{1,2}) ?秒)?)?"
    rf")(?: ?(?P<after>{_HALF}))?"
)
# A day and a clock are parted, or nobody knows whose digit is whose.
_THEN = rf"(?:T|,? |(?<=[日号一二三四五六天)])|(?={_HALF}))"
_ZONE = r" ?(?P<utc>Z|UTC|GMT)?(?:(?P<sign>[-+])(?P<zone_hours>[0-9]{2}):?(?P<zone_minutes>[0-9]{2}))?"
_ONLY_DAY, _ONLY_CLOCK = re.compile(_DAY), re.compile(_CLOCK, re.IGNORECASE)
_MOMENT = re.compile(_DAY + _THEN + _CLOCK + _ZONE, re.IGNORECASE)


def day(text: str, *, label: str) -> date:
    """The day, also where its midnight is written with it. Raises `UnreadableDay`."""
    words = _words(text)
    try:
        if match := _ONLY_DAY.fullmatch(words):
            return _day(match)
        if (match := _MOMENT.fullmatch(words)) and (found := _day_of_midnight(match)):
            return found
    except ValueError:
        pass
    raise UnreadableDay(label=label)


def clock(text: str, *, label: str) -> time:
    """The time of day. Raises `UnreadableClock` and, for 24:00, `EndOfTheDay`."""
    elapsed = since_midnight(text, label=label)
    if elapsed == ONE_DAY:
        raise EndOfTheDay(label=label)
    return (START + elapsed).time()


def since_midnight(text: str, *, label: str) -> timedelta:
    """How much of a day had gone by at a time of day: at 24:00 all of it. Raises `UnreadableClock`."""
    match = _ONLY_CLOCK.fullmatch(_words(text))
    try:
        elapsed = _since_midnight(match) if match else None
    except ValueError:
        elapsed = None
    if elapsed is None:
        raise UnreadableClock(label=label)
    return elapsed


def moment(text: str, *, label: str) -> datetime:
    """The moment, of the zone that is written or else of the city's. Raises `UnreadableMoment`."""
    match = _MOMENT.fullmatch(_words(text))
    try:
        read = _moment(match) if match else None
    except ValueError:
        read = None
    if read is None:
        raise UnreadableMoment(label=label)
    return read


def _words(text: str) -> str:
    """Nothing of what is longer than any time: reading it letter by letter would be a stranger's work done for them."""
    if len(text) > LONGEST:
        return ""
    return " ".join(with_dashes(plain(text)).split())


def _day(match: re.Match[str]) -> date:
    """Raises `ValueError` where no calendar has it, or too near to the calendar's ends."""
    read = date(int(match["year"]), int(match["month"]), int(match["day"]))
    if read.year not in YEARS:
        raise ValueError(read)
    return read


def _day_of_midnight(match: re.Match[str]) -> date | None:
    """The day of a moment at its own midnight or at the city's: programs write a day either way."""
    if not _since_midnight(match):
        return _day(match)
    read = _moment(match)
    return read.date() if _zone(match) and read.time() == time.min else None


def _moment(match: re.Match[str]) -> datetime:
    """Raises `ValueError`."""
    midnight = datetime.combine(_day(match), time.min, tzinfo=_zone(match) or CITY_ZONE)
    # An offset may be one that the database does not take.
    return (midnight + _since_midnight(match)).astimezone(CITY_ZONE)


def _zone(match: re.Match[str]) -> tzinfo | None:
    """Raises `ValueError`."""
    if not match["sign"]:
        return UTC if match["utc"] else None
    offset = timedelta(hours=int(match["zone_hours"]), minutes=int(match["zone_minutes"]))
    return timezone(offset if match["sign"] == "+" else -offset)


def _since_midnight(match: re.Match[str]) -> timedelta:
    """Raises `ValueError`."""
    hour = int(match["hour"] or match["hour_zh"])
    if match["before"] and match["after"]:
        raise ValueError(match[0])
    if half := match["before"] or match["after"]:
        hour = HALVES[half.upper()].get(hour, -1)
    minute = 30 if match["half"] else int(match["minute"] or match["minute_zh"] or 0)
    second, part = int(match["second"] or match["second_zh"] or 0), int((match["part"] or "0").ljust(6, "0")[:6])
    if hour == MIDNIGHT and not (minute or second or part):
        return ONE_DAY
    return START.replace(hour=hour, minute=minute, second=second, microsecond=part) - START
