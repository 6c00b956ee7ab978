"""The time of a photo: read in every spelling that phones write, in every format, and never guessed."""

from datetime import UTC, datetime, timedelta

import pytest

from common.city_time import CITY_ZONE
from common.pictures import exif as reading
from evidence.camera_clock import Times, read_time, times_of
from evidence.developing import Said, develop
from tests.conftest import NOW
from tests.evidence.cameras import (
    ASCII,
    CHANGED,
    DIGITIZED,
    DIGITIZED_OFFSET,
    FORMATS,
    OFFSET,
    ORIGINAL,
    ORIGINAL_OFFSET,
    UNDEFINED,
    Raw,
    exif,
    old_png,
    photo,
)
from tests.evidence.conftest import take

EVENING = datetime(2026, 11, 8, 18, 30, 20, tzinfo=CITY_ZONE)
SPELLINGS = {
    "as EXIF asks for": "2026:11:08 18:30:20",
    "with fractions": "2026:11:08 18:30:20.403",
    "with a comma": "2026:11:08 18:30:20,4",
    "with a trailing blank": "2026:11:08 18:30:20 ",
    "with trailing zeros": "2026:11:08 18:30:20\0\0\0",
    "with rubbish behind its end": "2026:11:08 18:30:20\0\x01@z",
    "with a leading blank": " 2026:11:08 18:30:20",
    "with a mark that is not seen": "\u200e2026:11:08 18:30:20\ufeff",
    "with dashes": "2026-11-08 18:30:20",
    "with strokes": "2026/11/08 18:30:20",
    "with points": "2026.11.08 18:30:20",
    "with dashes throughout": "2026-11-08 18-30-20",
    "as ISO": "2026-11-08T18:30:20",
    "as ISO with fractions and offset": "2026-11-08T18:30:20.403+08:00",
    "as ISO of Greenwich": "2026-11-08T10:30:20Z",
    "with an offset": "2026:11:08 18:30:20+08:00",
    "with an offset behind a blank": "2026:11:08 18:30:20 +0800",
    "with a named offset": "2026:11:08 18:30:20 GMT+08:00",
    "with another offset": "2026:11:08 19:30:20+09:00",
    "in the afternoon, before": "2026:11:08 下午 6:30:20",
    "in the afternoon, at once": "2026:11:08 下午06:30:20",
    "in the afternoon, behind": "2026:11:08 06:30:20 下午",
    "in the afternoon of 24 hours": "2026:11:08 18:30:20 下午",
    "in the evening": "2026:11:08 晚上 6:30:20",
    "in Japanese": "2026:11:08 午後6:30:20",
    "PM": "2026:11:08 6:30:20 PM",
    "p.m. behind a narrow blank": "2026:11:08 6:30:20\u202fp.m.",
    "run together": "20261108183020",
    "run together in two": "20261108 183020",
    "run together as ISO": "20261108T183020+0800",
    "run together as a file's name": "20261108_183020",
    "in Chinese": "2026年11月08日 18时30分20秒",
    "in Chinese of the afternoon": "2026年11月8日下午6:30:20",
    "with blanks for zeros": "2026:11: 8 18:30:20",
    "in full-width signs": "２０２６：１１：０８　１８：３０：２０",
    "in Arabic digits": "٢٠٢٦:١١:٠٨ ١٨:٣٠:٢٠",
}
UNCLEAR = [
    "2026:11:08",
    "2026:11:08 25:04:20",
    "2026:11:08 18:60:20",
    "2026:13:08 18:30:20",
    "2026:02:30 18:30:20",
    "2026:11:08 18:30:20 CST",
    "2026:11:08 上午 18:30:20",
    "2026:11:08 晚上 12:30:20",
    "2026:11:08 18:30:20+25:00",
    "2026:11:08 18:30:20 18:30:20",
    "08/11/2026 18:30:20",
    "26:11:08 18:30:20",
    "1794133820",
    "yesterday",
    "下午",
]
NEVER_SET = ["", "    :  :     :  :  ", "0000:00:00 00:00:00", "\0" * 19, "  "]


def told(main=None, details=None) -> Times:
    """What is read of the times of a photo, on the city's clock where it names no offset."""
    times = times_of(reading.read(exif(main, details)))
    return Times(
        *(
            moment and (moment if moment.tzinfo else moment.replace(tzinfo=CITY_ZONE))
            for moment in (times.taken, times.existed)
        )
    )


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_time_is_read_however_it_is_spelled(spelling):
    assert told(details={ORIGINAL: SPELLINGS[spelling]}) == Times(EVENING)


@pytest.mark.parametrize(
    ("written", "hour", "minute"),
    [
        ("2026:11:08 24:04:20", 0, 4),
        ("2026:11:08 上午 12:04:20", 0, 4),
        ("2026:11:08 凌晨12:04:20", 0, 4),
        ("2026:11:08 12:04:20 AM", 0, 4),
        ("2026:11:08 上午 9:04:20", 9, 4),
        ("2026:11:08 下午 12:04:20", 12, 4),
        ("2026:11:08 中午12:04:20", 12, 4),
        ("2026:11:08 中午11:54:20", 11, 54),
        ("2026:11:08 12:04:20 PM", 12, 4),
        ("2026:11:08 晚上 11:04:20", 23, 4),
    ],
)
def test_hours_around_midnight_and_noon_are_those_of_the_same_day(written, hour, minute):
    assert read_time(written) == datetime(2026, 11, 8, hour, minute, 20)  # noqa: DTZ001, as the camera's clock says it


def test_older_phones_write_chinese_in_a_code_of_its_own():
    written = Raw(ASCII, "2026:11:08 下午 6:30:20".encode("gb18030") + b"\0")

    assert told(details={ORIGINAL: written}) == Times(EVENING)


@pytest.mark.parametrize("kind", [ASCII, UNDEFINED])
def test_time_without_an_end_mark_is_read(kind):
    assert told(details={ORIGINAL: Raw(kind, b"2026:11:08 18:30:20")}) == Times(EVENING)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("order", "<>")
def test_time_is_read_in_every_format(kind, order):
    block = exif({CHANGED: "2026:11:09 10:00:00"}, {ORIGINAL: "2026:11:08 18:30:20"}, order=order)

    assert develop(photo(block, kind)).said == Said(taken_at="2026-11-08T18:30:20")


def test_time_in_the_text_of_an_older_png_is_read():
    said = develop(old_png(exif(details={ORIGINAL: "2026:11:08 18:30:20"}))).said

    assert said == Said(taken_at="2026-11-08T18:30:20")


def test_time_beside_what_leads_to_the_details_is_read():
    assert told({ORIGINAL: "2026:11:08 18:30:20"}) == Times(EVENING)


def test_time_of_the_file_itself_stands_for_a_missing_one():
    assert told(details={DIGITIZED: "2026:11:08 18:30:20"}) == Times(EVENING)


@pytest.mark.parametrize("blank", NEVER_SET)
def test_time_of_the_file_itself_stands_for_one_that_was_never_set(blank):
    assert told(details={ORIGINAL: blank, DIGITIZED: "2026:11:08 18:30:20"}) == Times(EVENING)


@pytest.mark.parametrize("written", UNCLEAR)
def test_unclear_time_is_no_time_and_no_other_is_taken_for_it(written):
    details = {ORIGINAL: written, DIGITIZED: "2026:11:08 18:30:20"}

    assert told({CHANGED: "2026:11:23 12:00:00"}, details) == Times(existed=EVENING)


@pytest.mark.parametrize("blank", NEVER_SET)
def test_time_that_was_never_set_is_no_time(blank):
    assert told({CHANGED: blank}, {ORIGINAL: blank, DIGITIZED: blank}) == Times()


def test_changing_a_file_says_only_that_it_was_there():
    assert told({CHANGED: "2026:11:08 18:30:20"}) == Times(existed=EVENING)


@pytest.mark.parametrize("spelling", ["+09:00", "+0900", "+9:00", "+09", " +09:00 ", "GMT+09:00", "UTC+9"])
@pytest.mark.parametrize("tag", [ORIGINAL_OFFSET, OFFSET, DIGITIZED_OFFSET])
def test_offset_beside_the_time_is_read(tag, spelling):
    assert told(details={ORIGINAL: "2026:11:08 19:30:20", tag: spelling}) == Times(EVENING)


def test_offset_of_the_time_itself_goes_before_another():
    details = {ORIGINAL: "2026:11:08 19:30:20", ORIGINAL_OFFSET: "+09:00", OFFSET: "+01:00"}
    assert told(details=details) == Times(EVENING)

    assert told(details={**details, ORIGINAL: "2026:11:08 18:30:20+08:00"}) == Times(EVENING)


@pytest.mark.parametrize("blank", ["", "   :  ", "\0\0\0\0\0\0"])
def test_offset_that_was_never_set_leaves_the_citys_clock(blank):
    assert told(details={ORIGINAL: "2026:11:08 18:30:20", ORIGINAL_OFFSET: blank}) == Times(EVENING)


@pytest.mark.parametrize("unclear", ["CST", "Asia/Chongqing", "+99:00", "9", "00:00", "+08:75"])
def test_offset_that_is_not_clear_leaves_no_time(unclear):
    assert told(details={ORIGINAL: "2026:11:08 18:30:20", ORIGINAL_OFFSET: unclear}) == Times()


def test_zero_offset_is_greenwich():
    assert told(details={ORIGINAL: "2026:11:08 10:30:20", ORIGINAL_OFFSET: "+00:00"}) == Times(EVENING)


# What is believed of it


@pytest.mark.django_db
def test_times_are_kept_with_the_photo(alice):
    taken = take(alice, photo(exif(details={ORIGINAL: "2026:11:08 下午 6:30:20"})))
    there = take(alice, photo(exif({CHANGED: "2026:11:08 18:30:20"})))

    assert (taken.taken_at, taken.existed_at) == (EVENING, None)
    assert (there.taken_at, there.existed_at) == (None, EVENING)


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["0001:01:01 00:00:00+14:00", "9999:12:31 23:59:59-14:00", "1994:12:31 00:00:00"])
def test_time_that_cannot_be_is_not_believed(alice, written):
    assert take(alice, photo(exif(details={ORIGINAL: written}))).taken_at is None


@pytest.mark.django_db
def test_clock_a_day_ahead_is_believed_and_no_more(alice):
    tomorrow = (NOW + timedelta(days=1)).astimezone(UTC)
    later = tomorrow + timedelta(seconds=1)

    def ahead(moment):
        return take(alice, photo(exif(details={ORIGINAL: moment.strftime("%Y-%m-%dT%H:%M:%SZ")})))

    assert (ahead(tomorrow).taken_at, ahead(later).taken_at) == (tomorrow, None)
