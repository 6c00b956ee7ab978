"""A statement as a file, in each form that it can be had in."""

from collections.abc import Callable, Mapping

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from common.csv_stream import csv_response
from merchants.models import Statement
from merchants.settlement import pdf, sheet, tables

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    return FileResponse(file, as_attachment=True, filename=_name(statement, "xlsx"), content_type=XLSX)


def _csv(statement: Statement) -> HttpResponseBase:
    return csv_response(_name(statement, "csv"), tables.header(), tables.rows(statement))


FORMS: Mapping[str, Callable[[Statement], HttpResponseBase]] = {"pdf": _pdf, "xlsx": _xlsx, "csv": _csv}
