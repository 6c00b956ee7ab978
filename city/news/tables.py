"""News and policies as a table of the open data: each as it reads now."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from city.indicators.tables import NAMES, SOURCE, source
from city.news import book
from city.news.words import KINDS
from common.city_time import city_day
from common.open_data.fields import Row, Table, both, coded, count, required, text

EXACT = _("A year, a month or a day, as exact as its source")


def _notices() -> Iterator[Row]:
    for one in book.notices(city_day(timezone.now())):
        dates = (one.published, one.in_force or None, one.repealed or None)
        said = (*both(one.issuer), one.number or None, *dates, *both(one.text), one.edition, _files(one))
        yield one.code, *both(one.title), one.kind.value, *said, *source(one.source)


def _files(one: book.Notice) -> str | None:
    return " ".join(reverse("city:news_file", args=[file.sha256]) for file in one.attachments) or None


NOTICES = Table(
    "news",
    _("News and policies"),
    _("What was announced and decided about the scheme, by whom and when"),
    ("notice",),
    (
        required(text("notice", _("Notice"), _("Its code; its page is /city/news/{notice}/"))),
        *NAMES,
        required(coded("kind", _("Kind"), lambda: KINDS)),
        required(text("issuer_zh", _("Issued by, in Chinese"))),
        text("issuer_en", _("Issued by, in English")),
        text("number", _("Number of the document")),
        required(text("published", _("When it was published"), EXACT)),
        text("in_force", _("In force since"), EXACT),
        text("repealed", _("Repealed since"), EXACT),
        required(text("text_zh", _("Text, in Chinese"))),
        text("text_en", _("Text, in English")),
        required(count("version", _("Version"), _("Earlier ones stay at /city/news/{notice}/v{version}/"))),
        text("files", _("Attachments"), _("Their addresses, one after the other")),
        *SOURCE,
    ),
    _notices,
)
