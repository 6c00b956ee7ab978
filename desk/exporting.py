"""The rows of a list of the desk as a file has them: the same rows, the same columns, read a piece at a time."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.contrib.admin.utils import label_for_field, lookup_field
from django.http import HttpRequest
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from common.city_time import CITY_ZONE
from common.csv_stream import Cell
from common.desk import DeskAdmin, KeyedChangeList

PIECE = 500


def header(desk: DeskAdmin, changelist: KeyedChangeList) -> list[str]:
    """The columns as the list calls them."""
    return [str(label_for_field(name, desk.model, desk)) for name in _columns(changelist)]


def rows(desk: DeskAdmin, changelist: KeyedChangeList, request: HttpRequest) -> Iterator[list[Cell]]:
    """Every row that the list would show on one of its pages, the newest first."""
    columns, language = _columns(changelist), translation.get_language()
    for row in changelist.pieces(request, PIECE):
        # The file is sent after the request is over, and with it the reader's language.
        with translation.override(language):
            cells = [_cell(*_shown(name, row, desk)) for name in columns]
        yield cells


def _columns(changelist: KeyedChangeList) -> Sequence[str]:
    return [str(name) for name in changelist.list_display if name != "action_checkbox"]


def _shown(name: str, row: Any, desk: DeskAdmin) -> tuple[Any, Any]:
    """A column's field, where it is one, and its value."""
    field, _attribute, value = lookup_field(name, row, desk)
    return field, value


def _cell(field: Any, value: Any) -> Cell:
    """What stands in the list; of a choice or a state its word, without its colour."""
    if isinstance(value, tuple):
        value = value[-1]
    if field is not None and field.flatchoices:
        value = dict(field.flatchoices).get(value, value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment_cell(value)
    return value if isinstance(value, int) else strip_tags(str(value))


def moment_cell(moment: datetime) -> str:
    """As spreadsheets sort it."""
    return f"{moment.astimezone(CITY_ZONE):%Y-%m-%d %H:%M:%S}"
