"""A CSV file: its mark, its lines, and nothing that a spreadsheet would run."""

import pytest

from common.csv_stream import csv_response, plain_cell


def test_a_file_is_sent_row_by_row_with_its_mark():
    response = csv_response("statement.csv", ["何时", "多少"], iter([["今天", 16], ['"a", b', -2]]))

    assert response.streaming
    assert response["content-disposition"] == 'attachment; filename="statement.csv"'
    assert b"".join(response).decode() == '\ufeff何时,多少\r\n今天,16\r\n"""a"", b",-2\r\n'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1"])
def test_a_text_that_would_be_reckoned_out_is_marked_as_text(text):
    assert plain_cell(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["步行 8,000 步", "", "2026-11-23", 16, -16, None])
def test_other_cells_stay_as_they_are(cell):
    assert plain_cell(cell) == cell
