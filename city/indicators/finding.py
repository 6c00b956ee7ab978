"""Indicators by everything that their pages say, in both languages; numbers with and without commas."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from city.indicators import series, words
from city.indicators.series import Indicator
from common.site_search import Found, has_all
from common.texts import in_reader_language


def find(asked: list[str]) -> Iterator[Found]:
    for one in series.indicators():
        if has_all(asked, *_texts(one)):
            address = reverse("city:indicator", args=[one.code])
            yield Found(_("Indicators"), str(one), words.finding(one), address)


def _texts(one: Indicator) -> Iterator[str]:
    for text in (one.name, one.definition, one.unit):
        yield from text.values()
    for figure in one.figures:
        yield figure.when
        yield from (figure.text or {}).values()
        yield from figure.source.title.values()
        yield from figure.source.publisher.values()
        if figure.number is not None:
            yield words.value_in_words(one, figure)
            yield f"{figure.number:f}{in_reader_language(one.unit)}"
