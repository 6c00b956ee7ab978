"""The report's sections as a table of the open data: of each year as its last version says them."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from city.report import reading
from city.report.parts import NAMES
from city.sources import Source
from common.open_data.fields import Row, Table, both, coded, count, flag, required, text

BETWEEN_SOURCES = "；"


def _sections() -> Iterator[Row]:
    for year in reading.years():
        last = reading.versions(year)[-1]
        for part in last.parts:
            for one in part.sections:
                place = (str(year), part.part.value, one.number, last.number, part.is_official)
                yield *place, *both(one.heading), *both(one.text), _named(one.sources)


def _named(sources: tuple[Source, ...]) -> str | None:
    """As they are named in Chinese, each with its date; what each figure stands on is with the indicators."""
    named = (f"{one.title['zh-hans']}（{one.publisher['zh-hans']}，{one.date or '—'}）" for one in sources)
    return BETWEEN_SOURCES.join(named) or None


SECTIONS = Table(
    "report-sections",
    _("Sections of the report on green development"),
    _("The text of the last version of each year, section by section, in six parts"),
    ("year", "part", "section"),
    (
        required(text("year", _("Year"))),
        required(coded("part", pgettext_lazy("part of the report", "Part"), lambda: NAMES)),
        required(count("section", _("Section"), _("Its number within the part"))),
        required(count("version", _("Version"), _("Its page is /city/report/{year}/v{version}/"))),
        flag("is_official", _("The city’s own text"), _("What this portal compiled is not")),
        required(text("heading_zh", _("Heading in Chinese"))),
        text("heading_en", _("Heading in English")),
        text("text_zh", _("Text, in Chinese")),
        text("text_en", _("Text, in English")),
        text("sources_zh", _("Sources, in Chinese"), _("Each with publisher and date")),
    ),
    _sections,
)
