"""Words that are data, kept in every language: `{"zh-hans": …, "en": …}`; and days as each language writes them."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language

Text = dict[str, str]
"""Words in Chinese and, where somebody wrote them, in English."""


def text_of(chinese: str, english: str = "") -> Text:
    """The pair; without English words no English member, so that the Chinese ones stand in."""
    return {"zh-hans": chinese, "en": english} if english else {"zh-hans": chinese}


def in_reader_language(text: Mapping[str, str]) -> str:
    """The words in the language active now, in Chinese where that language has none."""
    language = get_language() or settings.LANGUAGE_CODE
    return text.get(language) or text[settings.LANGUAGE_CODE]


def in_all_languages(text: Mapping[str, str]) -> list[str]:
    """The words in every language that has them, the Chinese ones first: the database keeps no order of languages."""
    return [text[language] for language in sorted(text, key=lambda one: one != settings.LANGUAGE_CODE)]


def chinese_beside(text: Mapping[str, str]) -> str:
    """The Chinese words where the reader's are others: what stands on the sign and what a driver reads; else empty."""
    chinese = text[settings.LANGUAGE_CODE]
    return "" if in_reader_language(text) == chinese else chinese


def listed(words: Iterable[str]) -> str:
    """Words one after the other, as the reader's language sets them apart."""
    is_chinese = (get_language() or settings.LANGUAGE_CODE).startswith("zh")
    return ("、" if is_chinese else ", ").join(words)


def one_after_another(*sentences: str) -> str:
    """Whole sentences as one text; Chinese sets no space between them. Empty ones are left out."""
    is_chinese = (get_language() or settings.LANGUAGE_CODE).startswith("zh")
    return ("" if is_chinese else " ").join(filter(None, sentences))


def day_shown(day: date) -> str:
    """As `{{ day|date:"DATE_FORMAT" }}`; lists write the same few days again and again."""
    return _day_shown(day, get_language())


@lru_cache(maxsize=4096)
def _day_shown(day: date, _language: str | None) -> str:
    return date_format(day, "DATE_FORMAT")
