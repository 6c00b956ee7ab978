"""Reads the times that a camera wrote, in the spellings that phones are known to use. Pure.

A time that stands there and cannot be read is no time: it is neither guessed nor passed over for one that would do.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from PIL import ExifTags

from common.pictures.exif import Exif

FORENOON = ("上午", "凌晨", "清晨", "早晨", "早上", "午前", "오전", "AM", "A.M.")
AFTERNOON = ("下午", "午後", "오후", "PM", "P.M.")
NOON, EVENING = ("中午",), ("傍晚", "晚上")
HALF = "|".join(map(re.escape, (*FORENOON, *AFTERNOON, *NOON, *EVENING)))
FARTHEST_OFFSET = timedelta(hours=14)

# What a camera that has no time writes: "    :  :     :  :  ", "0000:00:00 00:00:00".
NEVER_SET = re.compile(r"[\s:./+\-0]*")
NO_OFFSET = re.compile(r"[\s:+\-]*")
OFFSET = r"(?:(?P<zulu>Z)|(?:UTC|GMT)?\s*(?P<sign>[+\-])(?P<off_hours>\d{1,2})(?::?(?P<off_minutes>[0-5]\d))?)"
LONE_OFFSET = re.compile(OFFSET)
SPELLED = re.compile(
    rf"""
    (?P<year>\d{{4}})\s*[:\-/.年]\s*(?P<month>\d{{1,2}})\s*[:\-/.月]\s*(?P<day>\d{{1,2}})日?
    (?:[\sT,]+|(?<=日)|(?={HALF}))
    (?P<before>{HALF})?\s*
    (?P<hour>\d{{1,2}})\s*(?:(?P<dash>-)|[:时時点])\s*(?P<minute>\d{{1,2}})
    (?:\s*(?(dash)-|[:分])\s*(?P<second>\d{{1,2}})(?:[.,]\d+)?秒?|分)?
    \s*(?P<after>{HALF})?\s*{OFFSET}?
    """,
    re.VERBOSE,
)
RUN_TOGETHER = re.compile(
    rf"""
    (?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}})[\sT_\-]?
    (?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})(?:[.,]\d+)?(?P<before>)(?P<after>)\s*{OFFSET}?
    """,
    re.VERBOSE,
)

# The offset of each time from UTC stands in a tag of its own.
OFFSETS: Mapping[int, int] = {
    ExifTags.Base.DateTimeOriginal: ExifTags.Base.OffsetTimeOriginal,
    ExifTags.Base.DateTimeDigitized: ExifTags.Base.OffsetTimeDigitized,
    ExifTags.Base.DateTime: ExifTags.Base.OffsetTime,
}


@dataclass(frozen=True, slots=True)
class Times:
    """On the camera's own clock where it names no offset, to the second.

    `taken` is when the picture was taken. `existed`, where that is not known, is when there was such a picture already.
    """

    taken: datetime | None = None
    existed: datetime | None = None


def times_of(exif: Exif) -> Times:
    """What a picture's EXIF says of its time.

    Taken is what was made digital then, too, unless the camera says otherwise. When the file was changed says only that
    there was something to change: whoever saves an old photo once more changes it now.
    """
    written = {tag: _text(exif, tag) for tag in OFFSETS}
    read = {tag: read_time(text, _offset_of(exif, tag)) for tag, text in written.items()}
    original, digitized, _changed = OFFSETS
    taken = read[digitized] if NEVER_SET.fullmatch(written[original]) else read[original]
    return Times(taken) if taken else Times(existed=next(filter(None, read.values()), None))


def read_time(written: str, offset: str = "") -> datetime | None:
    """The moment as it is spelled, with its own offset before the one beside it; nothing where that is not clear."""
    text = _plain(written)
    found = SPELLED.fullmatch(text) or RUN_TOGETHER.fullmatch(text)
    if found is None:
        return None
    year, month, day, minute, second = (int(found[part] or 0) for part in ("year", "month", "day", "minute", "second"))
    try:
        hour = _hour(int(found["hour"]), found["before"] or found["after"])
        local = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001, the offset follows
        return local.replace(tzinfo=_zone(found, _plain(offset)))
    except ValueError:
        return None


def _hour(hour: int, half: str | None) -> int:
    """On a clock of 24 hours. Raises `ValueError` where hour and half of the day do not go together.

    Androids whose camera counts the hours from 1 write 24 for the first hour of the same day.
    """
    if not half:
        return 0 if hour == 24 else hour
    if half in FORENOON and hour <= 12:
        return hour % 12
    if half in NOON and 10 <= hour <= 14:
        return hour
    if half not in FORENOON and not (half in EVENING and hour == 12):
        return hour + 12 if hour < 12 else hour
    raise ValueError(half)


def _zone(found: re.Match[str], beside: str) -> timezone | None:
    """Raises `ValueError` where there is an offset that cannot be read: the moment could be any."""
    if not (found["zulu"] or found["sign"]):
        if NO_OFFSET.fullmatch(beside):
            return None
        lone = LONE_OFFSET.fullmatch(beside)
        if lone is None:
            raise ValueError(beside)
        found = lone
    if found["zulu"]:
        return UTC
    offset = timedelta(hours=int(found["off_hours"]), minutes=int(found["off_minutes"] or 0))
    if offset > FARTHEST_OFFSET:
        raise ValueError(found[0])
    return timezone(-offset if found["sign"] == "-" else offset)


def _text(exif: Exif, tag: int) -> str:
    value = exif.details.get(tag) or exif.main.get(tag)
    return _plain(value.text()) if value else ""


def _offset_of(exif: Exif, tag: int) -> str:
    """The offset of this time or, where that one is blank, of another: a camera has one clock."""
    texts = (_text(exif, each) for each in (OFFSETS[tag], *OFFSETS.values()))
    return next((text for text in texts if not NO_OFFSET.fullmatch(text)), "")


def _plain(written: str) -> str:
    """The text up to its end mark: full-width signs as plain ones, in capitals, without what is not seen."""
    text = unicodedata.normalize("NFKC", written.lstrip("\0").partition("\0")[0]).upper()
    return "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign)[0] != "C").strip()
