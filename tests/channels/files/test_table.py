"""What a file may look like: encodings, spreadsheets' quirks, bounds; and what is refused before anything is kept."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from activities.models import Activity
from channels.files import refusals
from channels.files.formats import table
from channels.files.formats.recognition import recognise
from channels.files.formats.registry import all_formats
from channels.files.formats.rows import Row
from channels.files.models import ImportJob
from common.errors import DomainError
from common.typed.refusals import NotWhole, TooManyDigits, UnreadableMoment
from tests.channels.files.conftest import counts, reasons, send, sent_and_read

pytestmark = pytest.mark.usefixtures("catalogue")

STEPS = "日期,步数\n2026-11-22,8000\n"


def test_formats_are_found_by_themselves():
    assert set(all_formats()) == {"steps", "bike-trips", "google-fit"}


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (["date", "steps"], "steps"),
        (["步数", "备注", "日期"], "steps"),
        ([" Date ", "STEPS"], "steps"),
        (["started_at", "ended_at", "distance_m"], "bike-trips"),
        (["开始时间", "结束时间", "距离(米)"], "bike-trips"),
        (["Date", "Step count", "Distance (m)", "Move Minutes count"], "google-fit"),
    ],
)
def test_format_is_recognised_by_its_header_row(header, code):
    assert recognise(header).code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_is_read_in_the_encodings_that_spreadsheets_write(alice, encoding):
    assert counts(sent_and_read(alice, STEPS.encode(encoding))) == {"recorded": 1}


@pytest.mark.parametrize(
    "content",
    [
        "date,steps\r\n2026-11-22,8000\r\n\r\n\r\n",
        "date,steps\r2026-11-22,8000\r",
        "date,steps\n2026-11-22,8000",
        '"date","steps"\n"2026-11-22","8,000"\n',
        "date,steps\n2026-11-22,８０００\n",
        "date,steps\n2026/11/22,8000.0\n",
        "date,steps\n2026年11月22日,8000\n",
        "date;steps\n2026-11-22 0:00;8,000\n",
        "date\tsteps\n 2026-11-22 \t +8000\n",
        "date,steps,,\n2026-11-22,8000,,\n,,,\n",
        "\n\ndate,steps\n2026-11-22,8000,\n",
    ],
)
def test_what_spreadsheets_do_to_a_file_is_understood(alice, content):
    assert counts(sent_and_read(alice, content)) == {"recorded": 1}
    assert Activity.objects.get().values == {"steps": 8000}


def test_row_of_another_width_or_length_is_refused_alone(alice):
    job = sent_and_read(
        alice, f'date,steps\n2026-11-22\n2026-11-21,8,000\n"2026-11-20,1\n{"9" * 3000}\n2026-11-19,8000\n'
    )

    assert counts(job) == {"recorded": 1, "refused": 4}
    assert reasons(job) == [
        (2, "这一行有 1 列，而表头有 2 列。"),
        (3, "这一行有 3 列，而表头有 2 列。"),
        (4, "这一行有 1 列，而表头有 2 列。"),
        (5, "这一行超过 2,000 个字符。"),
    ]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", refusals.EmptyFile),
        (b"\xef\xbb\xbf\r\n\r\n", refusals.EmptyFile),
        (b"date,steps\n", refusals.NoRows),
        (b"date,steps\n2026-11-22,\xff\xff\n", refusals.Undecodable),
        (b"date,steps\n2026-11-22,8000\n\x00", refusals.NotText),
        ("date,steps\n2026-11-22,8000\n".encode("utf-16"), refusals.NotText),
        (b"2026-11-22,8000\n", refusals.UnknownHeader),
        (b"date,date,steps\n2026-11-22,2026-11-22,8000\n", refusals.UnknownHeader),
        (b"date,steps\n" + b"2026-11-22,8000\n" * (table.MOST_ROWS + 1), refusals.TooManyRows),
    ],
)
def test_file_that_cannot_be_read_is_refused_and_nothing_is_kept(alice, content, error):
    with pytest.raises(error):
        send(alice, content)

    assert not ImportJob.objects.exists()


def test_unknown_header_is_told_which_columns_are_known(alice):
    with pytest.raises(DomainError) as refused:
        send(alice, "a,b\n1,2\n")

    with translation.override("zh-hans"):
        assert str(refused.value) == (
            "文件第一行须是列名。目前支持：每日步数：日期、步数；共享单车行程：开始时间、结束时间、距离（米）；"
            "Google Fit：Date、Step count。"
        )


def test_20000_rows_are_the_most(alice):
    job = send(alice, "date,steps\n" + "2026-11-22,8000\n" * table.MOST_ROWS)

    assert job.rows_total == 20_000


def ride_of(line: str) -> Row:
    """The row of a file of rides."""
    read = table.below(table.lines_of(f"started_at;ended_at;distance_m\n{line}\n".encode()), 0)
    return recognise(read.header).rows(read).of(read.lines[0])


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2026-11-22T08:00:00+08:00", datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
        ("2026-11-22T08:00:00Z", datetime(2026, 11, 22, 8, 0, tzinfo=UTC)),
        ("2026-11-22 08:00", datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
        ("2026/11/22 8:05:30", datetime(2026, 11, 22, 0, 5, 30, tzinfo=UTC)),
        ("2026年11月22日 ８：05", datetime(2026, 11, 22, 0, 5, tzinfo=UTC)),
        ("2026-11-22 08:00:00.25 -0130", datetime(2026, 11, 22, 9, 30, 0, 250_000, tzinfo=UTC)),
        ("2026-11-22 16:00 +16:00", datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
    ],
)
def test_times_are_read_in_their_zone_or_in_the_citys(words, moment):
    assert ride_of(f"{words};-;-").moment("started_at") == moment


@pytest.mark.parametrize(
    "words", ["", "08:00", "2026-11-22", "2026-11-22 25:00", "2026-02-30 08:00", "0001-01-01 00:00", "22.11.2026 08:00"]
)
def test_other_times_are_refused(words):
    with pytest.raises(UnreadableMoment):
        ride_of(f"{words};-;-").moment("started_at")


@pytest.mark.parametrize(
    ("words", "number"),
    [("8000", 8000), ("8,000", 8000), ("1,234,567", 1234567), ("-5", -5), ("8000.00", 8000), ("", None), ("  ", None)],
)
def test_whole_numbers_are_read(words, number):
    assert ride_of(f"-;-;{words}").whole("distance_m") == number


@pytest.mark.parametrize("words", ["8,00", "8.5", "8e3", "0x10", "八千", "²", "1_000", "9" * 31])
def test_other_words_are_refused_by_the_name_of_their_column(words):
    with pytest.raises((NotWhole, TooManyDigits)) as refused:
        ride_of(f"-;-;{words}").whole("distance_m")

    assert refused.value.facts == {"label": "“distance_m”"}
