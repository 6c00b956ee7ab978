"""Indicators and their figures as tables of the open data."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from city.indicators import series, words
from city.sources import Source
from common.open_data.fields import Row, Table, Value, both, coded, count, flag, number, required, text

CODE = required(text("indicator", _("Indicator"), _("Its code; its page is /city/indicators/{indicator}/")))
NAMES = (required(text("name_zh", _("Name in Chinese"))), text("name_en", _("Name in English")))
SOURCE = (
    required(text("source_zh", _("Source in Chinese"))),
    text("source_en", _("Source in English")),
    text("publisher_zh", _("Publisher in Chinese")),
    text("publisher_en", _("Publisher in English")),
    text("source_date", _("Date of the source"), _("A day, or a year alone")),
    text("address", _("Address of the source"), _("Only where it is still at its publisher’s")),
    flag("is_copy", _("Only a reprint was seen")),
    text("note_zh", _("Said of the source, in Chinese")),
    text("note_en", _("Said of the source, in English")),
)


def source(told: Source) -> tuple[Value, ...]:
    said = (*both(told.title), *both(told.publisher), told.date or None, told.address or None)
    return *said, told.is_copy, *both(told.note)


def _indicators() -> Iterator[Row]:
    for one in series.indicators():
        district = one.district or None
        said = (one.group.value, district, *both(one.unit), one.direction.value, *both(one.definition))
        yield one.code, *both(one.name), *said, len(one.figures)


def _figures() -> Iterator[Row]:
    for one in series.indicators():
        for nth, figure in enumerate(one.figures, 1):
            bound = figure.bound.value if figure.bound else None
            said = (figure.when, figure.kind.value, bound, figure.number, *both(one.unit), *both(figure.text))
            yield one.code, nth, *said, *source(figure.source)


INDICATORS = Table(
    "indicators",
    _("Indicators of the city"),
    _("Which series there are, what each counts and in which unit"),
    ("indicator",),
    (
        CODE,
        *NAMES,
        required(coded("group", _("Group"), lambda: words.GROUPS)),
        coded("district", _("District"), lambda: dict(District.choices), _("Empty where it is of the whole city")),
        text("unit_zh", _("Unit in Chinese")),
        text("unit_en", _("Unit in English")),
        required(coded("direction", _("Which way is good"), lambda: words.DIRECTIONS)),
        text("definition_zh", _("What it counts, in Chinese")),
        text("definition_en", _("What it counts, in English")),
        required(count("figures", _("How many figures it has"))),
    ),
    _indicators,
)
FIGURES = Table(
    "figures",
    _("Figures of the indicators"),
    _("Every figure that a public source names, as it names it; where sources contradict each other, both"),
    ("indicator", "nth"),
    (
        CODE,
        required(count("nth", _("Which of its figures"), _("In the order of time"))),
        required(text("when", _("When"), _("A year, a month, or years such as 2016/2020"))),
        required(coded("kind", _("What it is"), lambda: words.KINDS)),
        coded("bound", _("How exactly"), lambda: words.BOUNDS, _("Empty where the source gives the number itself")),
        number("number", _("Figure"), _("Empty where the source has only words")),
        text("unit_zh", _("Unit in Chinese")),
        text("unit_en", _("Unit in English")),
        text("words_zh", _("In words, in Chinese")),
        text("words_en", _("In words, in English")),
        *SOURCE,
    ),
    _figures,
)
