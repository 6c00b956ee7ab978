"""Columns of many rows as PostgreSQL's own array texts: one short parameter each, which the server reads at once.

psycopg2 would write a list as an expression of so many constants, which takes longer to plan than to insert.
"""

from collections.abc import Iterable
from datetime import date, datetime


def numbers(values: Iterable[int]) -> str:
    """For `%s::bigint[]`."""
    return f"{{{','.join(map(str, values))}}}"


def moments(values: Iterable[datetime]) -> str:
    """For `%s::timestamptz[]`; the moments are aware."""
    return f"{{{','.join([moment.isoformat() for moment in values])}}}"


def days(values: Iterable[date]) -> str:
    """For `%s::date[]`."""
    return f"{{{','.join([day.isoformat() for day in values])}}}"


def texts(values: Iterable[str]) -> str:
    """For `%s::text[]`, whatever the texts hold."""
    return "{" + ",".join([_quoted(value) for value in values]) + "}"


def _quoted(value: str) -> str:
    if "\\" in value or '"' in value:
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{value}"'
