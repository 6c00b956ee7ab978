"""Low-carbon cases as a table of the open data."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from city.cases import book
from city.cases.words import CATEGORIES
from city.indicators.tables import NAMES, SOURCE, source
from common.open_data.fields import Row, Table, both, coded, flag, required, text


def _cases() -> Iterator[Row]:
    for case in book.cases():
        said = (case.category.value, case.district or None, case.year or None, *both(case.summary))
        yield case.code, *both(case.name), case.is_example, *said, *source(case.source)


CASES = Table(
    "cases",
    _("Low-carbon cases"),
    _("What was done in Chengdu, in the ten categories of the hundred cases, as public sources name it"),
    ("case",),
    (
        required(text("case", _("Case"), _("Its code; its page is /city/cases/{case}/"))),
        *NAMES,
        flag("is_example", _("Only an example"), _("Made up to show what a case looks like")),
        required(coded("category", _("Category"), lambda: CATEGORIES)),
        coded("district", _("District"), lambda: dict(District.choices), _("Empty where it is of the whole city")),
        text("year", _("Year"), _("Empty where no source says one")),
        text("summary_zh", _("What was done, in Chinese")),
        text("summary_en", _("What was done, in English")),
        *SOURCE,
    ),
    _cases,
)
