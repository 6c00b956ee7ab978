"""Questions and answers, and the pages that say what the portal is."""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from common.site_search import LANGUAGES, Found, first, has_all

Answered = tuple[str, str]
"""A question and its answer."""


def find(words: list[str]) -> Iterator[Found]:
    return first(_questions(words))


def _questions(words: list[str]) -> Iterator[Found]:
    """In the reader's language, found by the words of any."""
    in_all = zip(*(_answered(language) for language in LANGUAGES), strict=True)
    for own, versions in zip(_answered(get_language() or LANGUAGES[0]), in_all, strict=True):
        if has_all(words, *(text for version in versions for text in version)):
            yield Found(_("Questions and answers"), own[0], own[1], reverse("portal:help"))


@cache
def _answered(language: str) -> list[Answered]:
    with override(language):
        page = _Questions()
        page.feed(render_to_string("portal/_questions.html"))
    return page.found


class _Questions(HTMLParser):
    """Reads the folds of the page of help: what is asked, and what is said."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Answered] = []
        self._asked: list[str] | None = None
        self._said: list[str] = []
        self._in_question = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "details" and ("class", "question") in attrs:
            self._asked, self._said = [], []
        elif tag == "summary" and self._asked is not None:
            self._in_question = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "summary":
            self._in_question = False
        elif tag == "details" and self._asked is not None:
            self.found.append((_one_line(self._asked), _one_line(self._said)))
            self._asked = None

    def handle_data(self, data: str) -> None:
        if self._asked is not None:
            (self._asked if self._in_question else self._said).append(data)


def _one_line(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())
