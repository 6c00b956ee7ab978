"""A CSV file: its mark, its lines, and nothing that a spreadsheet would run."""

import gzip
import sys
from decimal import Decimal

import pytest

from common import csv_stream
from common.csv_stream import csv_cell, csv_response, packed_csv_response, plain_cell, unmarked


def test_a_file_is_sent_row_by_row_with_its_mark():
    response = csv_response("statement.csv", ["何时", "多少"], iter([["今天", 16], ['"a", b', -2]]))

    assert response.streaming
    assert response["content-disposition"] == 'attachment; filename="statement.csv"'
    assert b"".join(response).decode() == '\ufeff何时,多少\r\n今天,16\r\n"""a"", b",-2\r\n'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "\u200b＋1"])
def test_a_text_that_would_be_reckoned_out_is_marked_as_text_and_can_be_had_back(text):
    assert plain_cell(text) == f"'{text}"
    assert unmarked(f"'{text}") == text


@pytest.mark.parametrize("cell", ["步行 8,000 步", "", "2026-11-23", 16, -16, None])
def test_other_cells_stay_as_they_are(cell):
    assert plain_cell(cell) == cell


@pytest.mark.parametrize("text", ["6217003810012345678", "200000000001", "007", "0571", "2e5", "23456789E2345678"])
def test_digits_that_a_spreadsheet_would_round_or_cut_are_marked_as_text_and_can_be_had_back(text):
    assert csv_cell(text) == f"'{text}"
    assert unmarked(f"'{text}") == text
    assert plain_cell(text) == text, "in a file that says what is a text nothing needs a mark"


@pytest.mark.parametrize(
    "cell", ["0", "13", "90s", "2026-11-23", "0.5", "12:00", "1 234", 10**18, Decimal("0.10"), None]
)
def test_what_a_spreadsheet_shows_as_it_stands_gets_no_mark(cell):
    assert csv_cell(cell) == cell


def test_long_numbers_are_marked_in_every_file_but_one_for_a_program():
    number = ["6217003810012345678"]

    assert "'6217003810012345678" in b"".join(csv_response("x.csv", ["a"], [number])).decode()
    assert "'6217003810012345678" in gzip.decompress(b"".join(packed_csv_response("x", ["a"], [number]))).decode()
    for_a_program = b"".join(csv_response("x.csv", ["a", "=1"], [number], marked=plain_cell)).decode()
    assert for_a_program == "\ufeffa,'=1\r\n6217003810012345678\r\n"


@pytest.mark.parametrize("text", ["'", "'Alice'", "'90s", "it's", ""])
def test_an_apostrophe_of_somebodys_own_stays(text):
    assert unmarked(text) == text


def test_the_names_of_columns_are_marked_too():
    assert b"".join(csv_response("x.csv", ["=1"], [])).decode() == "\ufeff'=1\r\n"


def test_a_packed_file_is_the_same_and_is_sent_while_it_is_made(monkeypatch):
    monkeypatch.setattr(csv_stream, "PIECE_BYTES", 1000)
    read = []

    def rows():
        for number in range(50_000):
            read.append(number)
            yield [number, f"{number * 7919 % 50_021:x}"]

    response = packed_csv_response("all.csv.gz", ["a", "b"], rows())
    assert next(piece for piece in response if len(piece) > 10)

    assert len(read) < 50_000, "nothing waits for its end"
    whole = b"".join(packed_csv_response("all.csv.gz", ["a", "b"], rows()))
    plain = b"".join(csv_response("all.csv", ["a", "b"], rows()))
    assert gzip.decompress(whole) == plain
    assert plain.count(b"\r\n") == 50_001


def test_no_letter_or_digit_that_is_taken_as_plain_begins_a_formula():
    """Of every letter that there is: what is looked at in haste is what the careful look says."""
    letters = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)

    assert [letter for letter in letters if csv_stream._is_plain(letter) and csv_stream._could_run(f"{letter}=1")] == []
