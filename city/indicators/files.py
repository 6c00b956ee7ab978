"""Series as files: the figures of one or of all, the same rows as CSV and as JSON."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from city.indicators import words
from city.indicators.series import Figure, Indicator
from city.sources import Source
from common.csv_stream import Cell
from common.texts import in_reader_language

Row = tuple[Indicator, Figure]


def header() -> list[str]:
    return [
        _("Code"),
        _("Indicator"),
        _("When"),
        _("What it is"),
        _("How exactly"),
        _("Figure"),
        _("Unit"),
        _("In words"),
        _("Source"),
        _("Publisher"),
        _("Date of the source"),
        _("Only a reprint was seen"),
    ]


def rows(figures: Iterable[Row]) -> Iterator[list[Cell]]:
    for indicator, figure in figures:
        source = figure.source
        yield [
            indicator.code,
            str(indicator),
            figure.when,
            str(words.KINDS[figure.kind]),
            str(words.BOUNDS[figure.bound]) if figure.bound else "",
            figure.number,
            in_reader_language(indicator.unit),
            in_reader_language(figure.text) if figure.text else "",
            in_reader_language(source.title),
            in_reader_language(source.publisher),
            source.date,
            _("yes") if source.is_copy else _("no"),
        ]


def as_json(indicator: Indicator) -> dict[str, Any]:
    """Numbers as texts, as decimal as their source gives them; words in both languages."""
    return {
        "code": indicator.code,
        "name": indicator.name,
        "group": indicator.group,
        "district": indicator.district or None,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "definition": indicator.definition,
        "figures": [_figure(figure) for figure in indicator.figures],
    }


def source_as_json(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "address": source.address or None,
        "is_copy": source.is_copy,
        "note": source.note,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "when": figure.when,
        "kind": figure.kind,
        "bound": figure.bound,
        "number": None if figure.number is None else str(figure.number),
        "text": figure.text,
        "source": source_as_json(figure.source),
    }
