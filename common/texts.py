"""Words that are data, kept in every language: `{"zh-hans": …, "en": …}`."""

from collections.abc import Mapping

from django.conf import settings
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
