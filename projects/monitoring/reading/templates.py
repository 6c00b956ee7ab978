"""The template of a method: each table with its headings and an example line, and a sheet that says how to fill it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import IO

from openpyxl import Workbook

from common import spreadsheets
from common.csv_stream import plain_cell
from methodologies.projects.asked import Table
from methodologies.projects.base import ProjectMethod
from methodologies.projects.forms import FormField
from methodologies.projects.told import plain
from methodologies.projects.writing import exact
from projects.monitoring.reading.headings import ENDS_ON, SOURCE, STARTS_ON, Column, columns, sheet_name
from projects.monitoring.reading.words import EXAMPLE, NOTES

Words = dict[str, str]
HEAD: Sequence[Words] = (
    {"zh-hans": "监测表", "en": "Table"},
    {"zh-hans": "列", "en": "Column"},
    {"zh-hans": "单位", "en": "Unit"},
    {"zh-hans": "必填", "en": "Needed"},
    {"zh-hans": "范围或选项", "en": "Bounds or answers"},
    {"zh-hans": "监测频次", "en": "How often"},
    {"zh-hans": "说明", "en": "Hint"},
)
YES: Words = {"zh-hans": "是", "en": "yes"}
NO: Words = {"zh-hans": "否", "en": "no"}
DAYS = {STARTS_ON: "2026-01-01", ENDS_ON: "2026-01-31"}


def workbook(method: ProjectMethod, language: str) -> IO[bytes]:
    """The template as an XLSX file, at its beginning."""
    book = Workbook(write_only=True)
    notes = spreadsheets.added_sheet(book, NOTES[language])
    notes.append([words[language] for words in HEAD])
    for table in method.tables:
        for column in columns(method, table):
            notes.append(_note(table, column, language))
        sheet = spreadsheets.added_sheet(book, sheet_name(table, language))
        for row in rows(method, table, language):
            sheet.append([plain_cell(cell) for cell in row])
    return spreadsheets.saved(book)


def rows(method: ProjectMethod, table: Table, language: str) -> Iterator[list[str]]:
    """The headings of a table, and a line that is passed over when the file is read."""
    every = columns(method, table)
    yield [column.heading(language) for column in every]
    yield [_example(column, language) for column in every]


def _note(table: Table, column: Column, language: str) -> list[str]:
    field = column.field
    needed = NO if column.is_optional else YES
    told = [table.label[language], column.label[language]]
    if field is None:
        return [*told, "", needed[language], DAYS.get(column.name, ""), "", ""]
    unit = field.unit[language] if field.units else ""
    return [
        *told,
        unit,
        needed[language],
        _bounds(field, language),
        field.frequency[language],
        field.hint.get(language, ""),
    ]


def _bounds(field: FormField, language: str) -> str:
    if field.options:
        return "、".join(option.label[language] for option in field.options)
    return "" if field.limit is None else f"{plain(field.limit.least)} – {plain(field.limit.most)}"


def _example(column: Column, language: str) -> str:
    if column.name == SOURCE:
        return EXAMPLE[language]
    if column.field is None:
        return DAYS[column.name]
    if column.field.options:
        return column.field.options[0].label[language]
    return exact(_number(column.field))


def _number(field: FormField) -> Decimal:
    """One within the bounds that looks like one."""
    if field.limit is None:
        return Decimal(1)
    usual = Decimal(1) / 10 if field.limit.most <= 1 else Decimal(100)
    return min(max(usual, field.limit.least), field.limit.most)
