"""Sections of the versions that hold, by their headings, words, sources and parts."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from city.report import reading as report
from city.report.parts import NAMES
from common.site_search import Found, has_all


def find(asked: list[str]) -> Iterator[Found]:
    for year in report.years():
        for part in report.versions(year)[-1].parts:
            for section in part.sections:
                sources = (word for source in section.sources for word in source.title.values())
                texts = (*section.heading.values(), *section.text.values(), *sources)
                if has_all(asked, *texts, str(NAMES[part.part]), str(year)):
                    address = reverse("city:report_part", args=[year, part.part])
                    heading = f"{section} · {NAMES[part.part]} {year}"
                    yield Found(
                        _("Report on green development"),
                        heading,
                        section.paragraphs[0],
                        f"{address}#section-{section.number}",
                    )
