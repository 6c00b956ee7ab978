"""A chart as a picture to share: drawn by the server, the same everywhere, in both languages."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from city.dashboard.chart import Chart, Kind, Mark
from common import pdf

TEMPLATE = Path(__file__).with_name("picture.typ")
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
KEPT_FOR_S = 24 * 60 * 60
MOST_ROWS = 8
"""Lying bars for which there is room."""


def drawn(chart: Chart) -> bytes:
    """The PNG in the language active now; drawn anew once something that it shows has changed."""
    told = _told(chart)
    said = json.dumps([get_language(), told], sort_keys=True)
    key = f"city:picture:{sha256(said.encode()).hexdigest()}"
    known: bytes | None = cache.get(key)
    if known is None:
        known = pdf.picture(TEMPLATE, told)
        cache.set(key, known, KEPT_FOR_S)
    return known


def _told(chart: Chart) -> dict[str, Any]:
    """All of it words and numbers."""
    unit = chart.scale.unit.name if chart.scale else ""
    as_of = date_format(localtime(chart.as_of), "DATETIME_FORMAT") if chart.as_of else ""
    return {
        "kind": chart.kind,
        "scheme": _("Tianfu Carbon Credits"),
        "title": chart.finding,
        "subject": chart.subject,
        "unit": unit,
        "marks": [_mark(mark) for mark in chart.marks],
        "first": [_mark(mark) for mark in _first(chart)],
        "lines": [[float(below), value] for below, value in (chart.scale.lines if chart.scale else ())],
        "key": _("In the tiles: %(unit)s. Hatched: not shown.") % {"unit": unit},
        "hidden": _("not shown"),
        "empty": _("There is no chart of this yet."),
        "note": _("A demonstration, not an official programme"),
        "as_of": _("As of %(time)s") % {"time": as_of} if as_of else "",
    }


def _first(chart: Chart) -> list[Mark]:
    """The bars that are drawn, the largest first; of a map those of its first districts by their whole names."""
    if chart.kind is not Kind.TILES:
        return list(chart.marks[:MOST_ROWS])
    named = {mark.named: mark for mark in chart.marks}
    return [
        Mark(line.label, mark.value, mark.size)
        for line in chart.lines
        for mark in [named.get(line.label)]
        if mark and not mark.is_hidden
    ][:5]


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "label": mark.label,
        "value": mark.value,
        "size": float(mark.size),
        "hidden": mark.is_hidden,
        "quiet": mark.is_quiet,
        "named": mark.named,
        "column": mark.column,
        "shade": mark.shade,
    }
