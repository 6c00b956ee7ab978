"""Districts, indicators, cases and sections of the report: by names, words, figures and sources, in either language."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from city.cases import book
from city.cases.words import CATEGORIES
from city.districts.population import census
from city.indicators import series, words
from city.indicators.series import Indicator
from city.report import reading as report
from city.report.parts import NAMES
from common.site_search import Found, first, has_all
from common.texts import in_reader_language


def find(asked: list[str]) -> Iterator[Found]:
    yield from first(_districts(asked))
    yield from first(_indicators(asked))
    yield from first(_cases(asked))
    yield from first(_report(asked))


def _districts(asked: list[str]) -> Iterator[Found]:
    """By the name in either language: a visitor types the one on the sign, or the one that a map writes."""
    for district in District:
        if has_all(asked, *_in_both_languages(district)):
            area = census().area_of(district)
            words = gettext("%(area)s: %(people)s residents") % {"area": area, "people": f"{area.people:,}"}
            address = reverse("city:district", args=[district.value])
            yield Found(_("A district"), str(district.label), words, address)


def _in_both_languages(district: District) -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        with override(language):
            yield str(district.label)


def _indicators(asked: list[str]) -> Iterator[Found]:
    for one in series.indicators():
        if has_all(asked, *_texts(one)):
            address = reverse("city:indicator", args=[one.code])
            yield Found(_("Indicator"), str(one), words.finding(one), address)


def _cases(asked: list[str]) -> Iterator[Found]:
    for case in book.cases():
        texts = (*case.name.values(), *case.summary.values(), *case.source.title.values(), case.place, case.year)
        if has_all(asked, *texts, str(CATEGORIES[case.category])):
            yield Found(_("Low-carbon case"), str(case), case.summary_text, reverse("city:case", args=[case.code]))


def _report(asked: list[str]) -> Iterator[Found]:
    """Sections of the versions that hold."""
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


def _texts(one: Indicator) -> Iterator[str]:
    """Everything that its page says, in both languages; numbers with and without commas."""
    for text in (one.name, one.definition, one.unit):
        yield from text.values()
    for figure in one.figures:
        yield figure.when
        yield from (figure.text or {}).values()
        yield from figure.source.title.values()
        yield from figure.source.publisher.values()
        if figure.number is not None:
            yield words.value_in_words(one, figure)
            yield f"{figure.number:f}{in_reader_language(one.unit)}"
