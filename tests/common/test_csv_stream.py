"""A CSV file: its mark, its lines, and nothing that a spreadsheet would run."""

import pytest

from common.csv_stream import csv_response, plain_cell, unmarked


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


@pytest.mark.parametrize("text", ["'", "'Alice'", "'90s", "it's", ""])
def test_an_apostrophe_of_somebodys_own_stays(text):
    assert unmarked(text) == text


def test_the_names_of_columns_are_marked_too():
    assert b"".join(csv_response("x.csv", ["=1"], [])).decode() == "\ufeff'=1\r\n"
