"""A file that asks for much work: bounded by the work, not by its bytes alone."""

from time import process_time

import pytest

from channels.files import refusals
from channels.files.formats import finer, recognition, table
from channels.files.models import ImportJob
from common.errors import DomainError
from tests.channels.files.conftest import send, sent_and_read

MOST_S = 4.0
"""Of a processor. The heaviest files that are taken need about two."""
BYTES = 5 * 1024 * 1024
HEAD, TIMED = "date,steps\n", "date,steps,time\n"
DAY = "2026-11-22,8000"


def filled(head: str, row: str, most: int = BYTES, end: str = "") -> bytes:
    room = BYTES - len((head + end).encode())
    return (head + row * min(room // len(row.encode()), most) + end).encode()


def columns(names: list[str], cells: str) -> bytes:
    return filled(f"date,steps,{','.join(names)}\n", f"{DAY}{cells}\n", 20_000)


def work(content: bytes) -> tuple[str, float]:
    """What is said of a file, and the seconds that it took to say it."""
    began = process_time()
    try:
        found, read = recognition.read(content)
        found.check(read)
        said = "read"
    except DomainError as error:
        said = error.code
    return said, process_time() - began


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (filled(HEAD, "\n", end=f"{DAY}\n"), "too_many_rows"),
        (filled(HEAD, "\r", end=f"{DAY}\n"), "too_many_rows"),
        (filled(HEAD, ",\n", end=f"{DAY}\n"), "too_many_rows"),
        (filled(HEAD, '"\n', end=f"{DAY}\n"), "too_many_rows"),
        (filled(HEAD, "\u200b\n"), "too_many_rows"),
        (filled(HEAD, "\ufeff\n", end=f"{DAY}\n"), "too_many_rows"),
        (filled("", ","), "empty_file"),
        (filled("", "\u200b"), "empty_file"),
        (filled("", "\ufeff"), "empty_file"),
        (filled(HEAD, '"'), "read"),
        (filled(HEAD, "a"), "read"),
        (filled(HEAD, "好"), "read"),
        (filled(HEAD, "\0"), "not_text"),
        ((HEAD * 1000).encode("utf-16"), "not_text"),
        (b"PK\x03\x04" + bytes(1000), "not_text"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><HealthData>&b;</HealthData>", "unknown_header"),
        (columns([f"hour{place}" for place in range(115)], ",1" * 115), "read"),
        (columns([f"h{place}" for place in range(115)], ",1:" * 75 + "," * 40), "read"),
        (columns([f"h{place}" for place in range(115)], ",1:1" * 58 + "," * 57), "read"),
        (filled(TIMED, "2026-11-22,1," + "下午" * 300 + "\n"), "read"),
        (filled(TIMED, "2026-11-22,1,1" + " " * 1900 + "2\n"), "read"),
        (filled(TIMED, "2026-11-22,1," + "1:" * 900 + "\n"), "read"),
        (filled(HEAD, "2026-11-22," + "9" * 1980 + "\n"), "read"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value[:24]!r}",
)
def test_file_of_much_work_is_little_work(content, said):
    found, seconds = work(content)

    assert found == said
    assert seconds < MOST_S


def test_blank_lines_below_the_last_row_do_not_count(catalogue, alice):
    """A sheet that was saved with all of its million lines."""
    job = sent_and_read(alice, HEAD + DAY + "\r\n" + ",\r\n" * 1_000_000)

    assert (job.rows_total, job.recorded) == (1, 1)


def test_blank_lines_between_rows_count_as_before(catalogue, alice):
    job = sent_and_read(alice, f"{HEAD}\n\n{DAY}\r\r\r2026-11-21,7000\n\n")

    assert (job.rows_total, job.recorded) == (2, 2)


def test_a_file_of_blank_lines_alone_has_no_rows(catalogue, alice):
    with pytest.raises(refusals.NoRows):
        send(alice, HEAD + "\n" * 1_000_000)
    assert not ImportJob.objects.exists()


def test_more_lines_than_rows_and_blank_ones_could_be_are_too_many(catalogue, alice):
    with pytest.raises(refusals.TooManyRows):
        send(alice, HEAD + "\n" * table.MOST_LINES + DAY + "\n")
    assert not ImportJob.objects.exists()


def test_of_many_columns_one_that_is_called_a_time_is_still_found(catalogue, alice):
    names = [f"c{place}" for place in range(finer.MOST_COLUMNS * 3)]
    rows = "".join(f"2026-11-22,{steps}{',x' * len(names)},{clock}\n" for steps, clock in ((10, "8:01"), (20, "8:02")))

    with pytest.raises(refusals.FinerThanADay):
        send(alice, f"date,steps,{','.join(names)},hour of it\n{rows}")
