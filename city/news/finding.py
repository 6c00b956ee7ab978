"""News and policies by their words, who issued them, number and date."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.news import book
from city.news.words import KINDS
from common.city_time import city_day
from common.site_search import Found, has_all


def find(asked: list[str]) -> Iterator[Found]:
    for one in book.notices(city_day(timezone.now())):
        texts = (*one.title.values(), *one.text.values(), *one.issuer.values(), one.number, one.published)
        if has_all(asked, *texts, str(KINDS[one.kind])):
            yield Found(_("News and policies"), str(one), one.paragraphs[0], reverse("city:notice", args=[one.code]))
