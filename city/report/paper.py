"""A version of the report on paper: everything that its pages say, set by typst."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from city.report.parts import NAMES
from city.report.reading import PartText, Section, Version
from city.report.showing import Shown, shown_of
from city.sources import Source
from common import pdf, turns
from common.texts import day_shown

TEMPLATE = Path(__file__).with_name("report.typ")
KEPT_FOR_S = 3600
Told = dict[str, object]


def made(version: Version, absolute: Callable[[str], str]) -> bytes:
    """The document, in the reader's language, with the address where it was asked for; it is kept for an hour, since
    setting it takes a second. May raise `NoTurn`.
    """
    key = f"city:report:{version.year}:{version.number}:{get_language()}:{absolute('/')}"
    known: bytes | None = cache.get(key)
    if known is None:
        with turns.heavy.taken():
            known = pdf.made(TEMPLATE, _told(version, absolute))
        cache.set(key, known, KEPT_FOR_S)
    return known


def _told(version: Version, absolute: Callable[[str], str]) -> Told:
    facts = {"number": version.number, "day": day_shown(localtime(version.published_at).date())}
    return {
        "title": _("Report on Chengdu’s Green and Low-carbon Development (%(year)s)") % {"year": version.year},
        "version": _("Version %(number)s, published on %(day)s") % facts,
        "notice": "" if version.is_official else compiled(),
        "contents": _("Contents"),
        "address": absolute(reverse("city:report_version", args=[version.year, version.number])),
        "parts": [_part(part) for part in version.parts],
        "headings": {"sources": _("Sources"), "header": [_("When"), _("Figure"), _("What it is"), _("Source")]},
    }


def compiled() -> str:
    """Said wherever a text is not the city's own."""
    return _("Compiled by this portal from published sources. This is not the official report.")


def _part(part: PartText) -> Told:
    return {
        "name": str(NAMES[part.part]),
        "lead": part.lead_text,
        "sections": [_section(section) for section in part.sections],
    }


def _section(section: Section) -> Told:
    missing = _("This section is there in Chinese alone.") if section.is_in_chinese_alone else ""
    return {
        "heading": str(section),
        "missing": missing,
        "paragraphs": section.paragraphs,
        "shown": [_shown(shown) for shown in shown_of(section)],
        "sources": [_source(source) for source in section.sources],
    }


def _shown(shown: Shown) -> Told:
    return {
        "title": shown.title,
        "finding": shown.finding,
        "note": shown.note,
        "bars": [[bar.when, float(bar.height), bar.value] for bar in shown.facts.get("bars", ())],
        "rows": [list(_row(line)) for line in shown.facts.get("lines", ())],
    }


def _row(line: dict[str, object]) -> Iterator[str]:
    yield from (str(line[name]) for name in ("when", "value", "kind"))
    source = line["source"]
    assert isinstance(source, Source)
    yield _source(source)


def _source(source: Source) -> str:
    copy = _("seen in a reprint") if source.is_copy else ""
    return " · ".join(filter(None, [source.title_text, source.publisher_text, source.date, copy]))
