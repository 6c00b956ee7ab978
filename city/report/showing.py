"""What a section of the report shows besides its text, as pages and the PDF set it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from city.cases import book
from city.figures import Sums
from city.indicators import drawing, series
from city.indicators import words as indicator_words
from city.report.freezing import CASE, INDICATOR, LISTS, PROJECT, YEAR, Frozen
from city.report.reading import Section
from common.texts import day_shown, in_reader_language, one_after_another
from lists import reading


@dataclass(frozen=True, slots=True)
class Shown:
    """`facts` are for the partial of its kind; `finding` says it in one sentence, `note` as of when."""

    kind: str
    title: str
    finding: str
    note: str
    address: str
    facts: Mapping[str, Any]


def shown_of(section: Section) -> list[Shown]:
    return list(_all(section.shown))


def _all(frozen: tuple[Frozen, ...]) -> Iterator[Shown]:
    for one in frozen:
        yield SHOWING[one["kind"]](one)


def _indicator(frozen: Frozen) -> Shown:
    indicator = series.read(frozen["code"], _document(frozen))
    return Shown(
        INDICATOR,
        str(indicator),
        indicator_words.finding(indicator),
        _edition(frozen),
        reverse("city:indicator", args=[frozen["code"]]),
        {
            "indicator": indicator,
            "bars": drawing.bars(indicator),
            "lines": [indicator_words.line(indicator, figure) for figure in indicator.figures],
        },
    )


def _case(frozen: Frozen) -> Shown:
    case = book.read(frozen["code"], _document(frozen))
    address = reverse("city:case", args=[frozen["code"]])
    return Shown(CASE, str(case), case.summary_text, _edition(frozen), address, {"case": case})


def _project(frozen: Frozen) -> Shown:
    issued = _("%(tonnes)s t CO₂e were issued to it.") % {"tonnes": f"{frozen['issued_t']:,}"}
    return Shown(
        PROJECT,
        in_reader_language(frozen["name"]),
        issued,
        _as_of(frozen),
        reverse("projects:project", args=[frozen["code"]]),
        {"owner": in_reader_language(frozen["owner"])},
    )


def _year(frozen: Frozen) -> Shown:
    sums = Sums(frozen["acts"], frozen["grams"], frozen["credits"])
    said = {"acts": f"{sums.acts:,}", "kg": f"{sums.kilograms:,}", "credits": f"{sums.credits:,}"}
    return Shown(
        YEAR,
        _("What citizens did in %(year)s, by this portal") % {"year": frozen["code"]},
        _("%(acts)s acts that avoided %(kg)s kg of CO₂ and earned %(credits)s credits") % said,
        _as_of(frozen),
        reverse("city:figures"),
        {},
    )


SHOWING = {INDICATOR: _indicator, CASE: _case, PROJECT: _project, YEAR: _year}


def _document(frozen: Frozen) -> Mapping[str, Any]:
    """Of the edition that is named: confirmed ones are never removed."""
    editions = reading.current().editions(LISTS[frozen["kind"]], frozen["code"])
    document: Mapping[str, Any] = next(one.document for one in editions if one.number == frozen["edition"])
    return document


def _edition(frozen: Frozen) -> str:
    """By which edition it stands here, and that there is a newer one where there is."""
    told = _("Edition %(number)s, as it was when this was published.") % {"number": frozen["edition"]}
    last = reading.current().editions(LISTS[frozen["kind"]], frozen["code"])[-1].number
    return told if last == frozen["edition"] else one_after_another(told, _("Its own page has a newer one."))


def _as_of(frozen: Frozen) -> str:
    return _("As of %(day)s.") % {"day": day_shown(date.fromisoformat(frozen["as_of"]))}
