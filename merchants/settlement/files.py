"""A statement, and what the bank is to pay, as a file in each form that it can be had in."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from common import spreadsheets
from common.csv_stream import Cell, csv_response, plain_cell
from merchants.models import Statement
from merchants.settlement import pdf, sheet, tables


def answer(statement: Statement, form: str) -> HttpResponseBase:
    """A download in a form that an address knows."""
    return FORMS[form](statement)


def _name(statement: Statement, form: str) -> str:
    """In plain ASCII."""
    return f"statement-{statement.month:%Y-%m}-{statement.public_id}.{form}"


def _pdf(statement: Statement) -> HttpResponseBase:
    response = HttpResponse(pdf.made(statement), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_name(statement, "pdf")}"'
    return response


def _xlsx(statement: Statement) -> HttpResponseBase:
    file = sheet.written(f"{statement.month:%Y-%m}", tables.header(), tables.rows(statement))
    return FileResponse(
        file, as_attachment=True, filename=_name(statement, "xlsx"), content_type=spreadsheets.MEDIA_TYPE
    )


def _csv(statement: Statement) -> HttpResponseBase:
    return csv_response(_name(statement, "csv"), tables.header(), tables.rows(statement))


FORMS: Mapping[str, Callable[[Statement], HttpResponseBase]] = {"pdf": _pdf, "xlsx": _xlsx, "csv": _csv}


def _payments_csv(name: str, rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    """For the bank's program, which wants account numbers as they are and no mark before them."""
    return csv_response(name, tables.payment_header(), rows, marked=plain_cell)


def _payments_xlsx(name: str, rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    """For people: account numbers are texts."""
    file = spreadsheets.written(tables.payment_header(), rows)
    return FileResponse(file, as_attachment=True, filename=name, content_type=spreadsheets.MEDIA_TYPE)


PAYMENT_FORMS: Mapping[str, Callable[[str, Iterable[Sequence[Cell]]], HttpResponseBase]] = {
    "csv": _payments_csv,
    "xlsx": _payments_xlsx,
}
