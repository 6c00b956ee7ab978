"""Files of lines: what spreadsheets and people write is read exactly, and everything wrong is told with its place."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from common.errors import DomainError
from methodologies.projects.registry import all_methods, method
from projects.monitoring.reading import templates
from projects.monitoring.reading.headings import columns, sheet_name
from projects.monitoring.reading.whole import collect
from projects.monitoring.reading.xlsx import MOST_UNPACKED
from projects.refusals import MergedCells, NoLinesInFile, NoTable, TableUnpacksTooBig

ROOF = method("photovoltaics")
[GENERATION] = ROOF.tables
HEAD = ["电表编号", "起始日期", "截止日期", "发电量（上网与自用） [千瓦时]"]
GROVES = method("linpan")
AREAS = GROVES.table("areas")


def book(*rows, title="发电计量", epoch=CALENDAR_WINDOWS_1900, more=None) -> bytes:
    made = Workbook()
    made.epoch = epoch
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if more:
        more(made, sheet)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def csv(*rows: str, encoding="utf-8-sig") -> bytes:
    return "\r\n".join(rows).encode(encoding)


def lines(content: bytes, of=ROOF, table=GENERATION):
    found = collect(of, content, table)
    assert found.wrongs == []
    return found.lines


def wrongs(content: bytes, of=ROOF, table=GENERATION):
    return [(each.sheet, each.row, each.letter, each.sentence) for each in collect(of, content, table).wrongs]


@pytest.fixture(autouse=True)
def _chinese(settings):
    settings.LANGUAGE_CODE = "zh-hans"


class TestWorkbooks:
    def test_lines_are_read_exactly(self):
        [line] = lines(book(HEAD, ["M-1", date(2026, 1, 1), datetime(2026, 1, 31), 0.1 + 0.2]))  # noqa: DTZ001, sheets know no zone

        assert (line.source, line.starts_on, line.ends_on) == ("M-1", date(2026, 1, 1), date(2026, 1, 31))
        assert line.values == {"generated": "0.3"}

    @pytest.mark.parametrize("epoch", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904], ids=["1900", "1904"])
    def test_days_of_both_systems(self, epoch):
        [line] = lines(book(HEAD, ["M-1", date(2024, 2, 29), date(2024, 3, 1), 5], epoch=epoch))

        assert (line.starts_on, line.ends_on) == (date(2024, 2, 29), date(2024, 3, 1))

    def test_a_number_as_a_source_is_its_digits(self):
        [line] = lines(book(HEAD, [510100234567, "2026/1/1", "2026年1月31日", "１，２３４．５"]))

        assert (line.source, line.values) == ("510100234567", {"generated": "1234.5"})
        assert (line.starts_on, line.ends_on) == (date(2026, 1, 1), date(2026, 1, 31))

    @pytest.mark.parametrize("number", [5101234567890123456, 5.101234567890123e18, 1234567890123456])
    def test_a_long_number_of_which_a_spreadsheet_lost_digits_is_no_source(self, number):
        told = wrongs(book(HEAD, [number, "2026-01-01", "2026-01-31", 5]))

        assert [(row, letter) for _sheet, row, letter, _words in told] == [(2, "A")]
        assert "文本格式" in told[0][3]

    def test_a_long_number_that_is_text_is_a_source(self):
        [line] = lines(book(HEAD, ["5101234567890123456", "2026-01-01", "2026-01-31", 5]))

        assert line.source == "5101234567890123456"

    def test_formulas_are_told_and_not_trusted(self):
        told = wrongs(book(HEAD, ["M-1", "2026-01-01", "2026-01-31", "=1+1"]))

        assert [(sheet, row, letter) for sheet, row, letter, _words in told] == [("发电计量", 2, "D")]
        assert "公式" in told[0][3]

    def test_merged_cells_are_told(self):
        content = book(HEAD, ["M-1", "2026-01-01", "2026-01-31", 5], more=lambda _b, sheet: sheet.merge_cells("A2:A3"))

        with pytest.raises(MergedCells) as refused:
            lines(content)
        assert refused.value.facts == {"cells": "A2:A3"}

    def test_all_that_is_wrong_is_told_at_once(self):
        told = wrongs(book(HEAD, ["M-1", "昨天", "2026-01-31", "x"], [], ["", "2026-01-01", "2026-01-31", "1,2"]))

        places = [(row, letter) for _sheet, row, letter, _words in told]
        assert places == [(2, "B"), (2, "D"), (4, "D")]

    def test_every_sheet_is_its_table_and_others_are_told(self):
        def more(made, _sheet):
            other = made.create_sheet("Tabelle3")
            other.append(["x"])
            made.create_sheet("Sheet2")

        told = wrongs(book(HEAD, ["M-1", "2026-01-01", "2026-01-31", 5], more=more))

        assert [(sheet, row) for sheet, row, _letter, _words in told] == [("Tabelle3", None)]
        assert "发电计量" in told[0][3]

    def test_a_hidden_sheet_is_none(self):
        def more(made, sheet):
            hidden = made.create_sheet("x")
            hidden.append(["x"])
            hidden.sheet_state = "hidden"

        assert len(lines(book(HEAD, ["M-1", "2026-01-01", "2026-01-31", 5], more=more))) == 1

    @pytest.mark.parametrize(
        "content",
        [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 500, book(HEAD)[:-400], b"\x00\x01", b""],
        ids=["a head", "noise", "cut off", "no text", "empty"],
    )
    def test_what_is_no_table_is_refused(self, content):
        with pytest.raises((NoTable, NoLinesInFile)):
            lines(content)

    def test_what_unpacks_to_too_much_is_refused(self):
        bomb = BytesIO(book(HEAD, ["M-1", "2026-01-01", "2026-01-31", 5]))
        with ZipFile(bomb, "a", ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet2.xml", bytes(MOST_UNPACKED))

        with pytest.raises(TableUnpacksTooBig):
            lines(bomb.getvalue())


class TestCsv:
    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
    @pytest.mark.parametrize("mark", [",", "\t", ";"])
    def test_as_spreadsheets_save_it(self, encoding, mark):
        row = mark.join(["M-1", "2026-01-01", "2026-01-31", "900"])

        [line] = lines(csv(mark.join(HEAD), row, encoding=encoding))

        assert line.values == {"generated": "900"}
        assert line.row == 2

    def test_a_heading_may_name_another_unit_and_be_english(self):
        every = {column.name: column for column in columns(ROOF, GENERATION)}
        head = [every[name].label["en"] for name in ("source", "starts_on", "ends_on")]
        quoted = ",".join(f'"{heading}"' for heading in [*head, f"{every['generated'].label['en']} (MWh)"])

        [line] = lines(csv(quoted, "M-1,2026-01-01,2026-01-31,0.9"))

        assert (line.values, line.units) == ({"generated": "0.9"}, {"generated": "MWh"})

    @pytest.mark.parametrize(("source", "is_told"), [("1.23457E+14", True), ("5e+18", True), ("1E5", False)])
    def test_a_number_with_an_exponent_is_no_source(self, source, is_told):
        told = wrongs(csv(",".join(HEAD), f"{source},2026-01-01,2026-01-31,5"))

        assert [(row, letter) for _sheet, row, letter, _words in told] == ([(2, "A")] if is_told else [])

    def test_what_headings_lack_repeat_or_do_not_know(self):
        told = wrongs(csv("电表编号,起始日期,起始日期,颜色", "M-1,2026-01-01,2026-01-31,5"))

        assert [(row, letter) for _sheet, row, letter, _words in told] == [(1, "C"), (1, "D"), (1, ""), (1, "")]

    def test_the_example_is_passed_over(self):
        with pytest.raises(NoLinesInFile):
            lines(csv(",".join(HEAD), "示例,2026-01-01,x,y"))
        with pytest.raises(NoLinesInFile):
            lines(csv(",".join(HEAD), " ＥＸＡＭＰＬＥ ,,,"))

    def test_a_row_that_cannot_be_parted_is_told_once(self):
        told = wrongs(csv(",".join(HEAD), "M-1,2026-01-01,2026-01-31,1,2,3,4,5,6", "M-2,2026-01-01,2026-01-31,5"))

        assert [(row, letter) for _sheet, row, letter, _words in told] == [(2, "")]

    def test_marked_formulas_of_our_own_files_are_plain_again(self):
        [line] = lines(csv(",".join(HEAD), "'-M1,2026-01-01,2026-01-31,5"))

        assert line.source == "-M1"


class TestTemplates:
    @pytest.mark.parametrize("code", all_methods())
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_a_template_that_is_filled_in_by_its_example_is_read(self, code, language):
        of = method(code)
        file = templates.workbook(of, language)
        with pytest.raises(NoLinesInFile):
            collect(of, file.read(), of.tables[0])
        file.seek(0)
        filled = load_workbook(file)
        for table in of.tables:
            sheet = filled[sheet_name(table, language)]
            sheet.cell(2, 1).value = "S-1"
        sent = BytesIO()
        filled.save(sent)

        found = lines(sent.getvalue(), of, of.tables[0])

        assert [line.table for line in found] == [table.code for table in of.tables]
        assert all(line.starts_on == date(2026, 1, 1) for line in found)


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20).filter(
    lambda text: text.isalnum() and text.casefold() not in {"示例", "example"}
)
days = st.dates(date(2001, 1, 1), date(2099, 12, 31))
kilowatt_hours = st.decimals(min_value=0, max_value=10**9, places=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(words, days, st.integers(0, 400), kilowatt_hours), min_size=1, max_size=8), st.booleans())
def test_what_is_written_is_what_is_read(rows, is_workbook):
    sent = [(source, first, first + timedelta(days=length), amount) for source, first, length, amount in rows]
    if is_workbook:
        content = book(HEAD, *([source, first, last, float(amount)] for source, first, last, amount in sent))
    else:
        content = csv(",".join(HEAD), *(f"{source},{first},{last},{amount}" for source, first, last, amount in sent))

    found = lines(content)

    assert [(line.starts_on, line.ends_on, Decimal(line.values["generated"])) for line in found] == [
        (first, last, amount) for _source, first, last, amount in sent
    ]


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_whatever_is_sent_is_read_or_refused(content):
    for beginning in (b"", b"PK\x03\x04"):
        with suppress(DomainError):
            collect(GROVES, beginning + content, AREAS)
