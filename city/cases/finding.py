"""Cases by their names, words, categories, places, years and sources."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from city.cases import book
from city.cases.words import CATEGORIES
from common.site_search import Found, has_all


def find(asked: list[str]) -> Iterator[Found]:
    for case in book.cases():
        if has_all(asked, *book.texts(case), str(CATEGORIES[case.category])):
            yield Found(_("Low-carbon cases"), str(case), case.summary_text, reverse("city:case", args=[case.code]))
