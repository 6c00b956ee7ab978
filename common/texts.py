"""Words that are data, kept in every language: `{"zh-hans": …, "en": …}`."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language


def in_reader_language(text: Mapping[str, str]) -> str:
    """The words in the language active now, in Chinese where that language has none."""
    language = get_language() or settings.LANGUAGE_CODE
    return text.get(language) or text[settings.LANGUAGE_CODE]
