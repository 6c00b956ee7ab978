"""Scenarios, the factors that they count by, and venues as open data."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from common.city_time import city_day
from common.open_data.fields import (
    Field,
    Row,
    Table,
    Type,
    both,
    coded,
    count,
    number,
    required,
    text,
)
from common.open_data.series import Rhythm, Series, Theme
from scenarios import rulebook
from scenarios.models import EmissionFactor, Group, Scenario
from scenarios.rules import Rule, Standing
from scenarios.standing_words import standing_in_words
from scenarios.venues.check_list import Grade
from scenarios.venues.models import GRADE_WORDS, Kind, State, Venue

CHUNK = 500
NAMES = (required(text("name_zh", _("Name in Chinese"))), text("name_en", _("Name in English")))
SOURCE = (
    text("source_zh", _("Source in Chinese")),
    text("source_en", _("Source in English")),
    text("publisher_zh", _("Publisher in Chinese")),
    text("publisher_en", _("Publisher in English")),
    text("source_date", _("Date of the source"), _("A day, or a year alone")),
)


def _standings() -> dict[str, str]:
    return {standing.value: standing_in_words(standing) for standing in Standing}


STANDING = required(coded("standing", _("On whose authority"), _standings, _("Only what is official binds")))


def _scenarios() -> Iterator[Row]:
    """By the rules in force today."""
    book, today = rulebook.current(), city_day(timezone.now())
    for scenario in Scenario.objects.order_by("position", "code"):
        found = book.rule_on(scenario.pk, today)
        says = _says(found[1]) if found else (None, None, None, None)
        version = found[0] if found else None
        begun = version.effective_from.isoformat() if version else None
        names, summary = both(scenario.name), both(scenario.summary)
        yield (
            scenario.code,
            *names,
            *summary,
            scenario.group,
            scenario.methodology_code,
            version.number if version else None,
            begun,
            *says,
        )


def _says(rule: Rule) -> tuple[int | None, int | None, bool, str]:
    price, each = rule.grams_per_credit, rule.credits_each
    return price.value if price else None, each.value if each else None, rule.claimable, rule.budget_code


def _factors() -> Iterator[Row]:
    for one in EmissionFactor.objects.order_by("code").iterator(chunk_size=CHUNK):
        ends = (end if end is None else end.normalize() for end in (one.low, one.central, one.high))
        said = (one.unit, one.region, one.year, one.standing)
        yield one.code, one.value.normalize(), *ends, *said, *_source(one.source)


def _venues() -> Iterator[Row]:
    today = city_day(timezone.now())
    for one in Venue.objects.with_evaluations().order_by("pk").iterator(chunk_size=CHUNK):
        found = one.deciding_evaluation(today)
        yield (
            one.public_id,
            *both(one.name),
            one.kind,
            one.district or None,
            *both(one.address),
            one.latitude,
            one.longitude,
            one.state_on(today).value,
            found.grade if found else None,
            found.score if found else None,
            found.evaluated_on.isoformat() if found else None,
            found.valid_until.isoformat() if found else None,
            one.standing,
            *_source(one.source),
        )


def _source(source: dict[str, object]) -> tuple[str | None, ...]:
    title, publisher = source.get("title"), source.get("publisher")
    assert isinstance(title, dict)
    assert isinstance(publisher, dict)
    return *both(title), *both(publisher), str(source.get("date") or "") or None


SCENARIOS = Table(
    "scenarios",
    _("Scenarios"),
    _("What citizens can earn credits with, and how much by the rule in force today"),
    ("scenario",),
    (
        required(text("scenario", _("Scenario"), _("Its code; its page is /methods/{scenario}/"))),
        *NAMES,
        text("summary_zh", _("What it is, in Chinese")),
        text("summary_en", _("What it is, in English")),
        required(coded("group", _("Group"), lambda: dict(Group.choices))),
        required(text("methodology", _("Method"), _("Its code"))),
        count("version", _("Version in force"), _("Empty where none is in force today")),
        Field("from", Type.DAY, _("In force from")),
        count("grams_per_credit", _("Grams a credit"), _("Empty where no grams are counted"), "g CO2"),
        count("credits_each", _("Credits an act"), _("Where no grams are counted"), "credit"),
        Field("claimable", Type.FLAG, _("Claimable"), _("Whether its grams may be pooled to a project’s")),
        text("budget", _("Budget"), _("The code of the one that pays")),
    ),
    _scenarios,
)
FACTORS = Table(
    "factors",
    _("Factors"),
    _("Every published value that acts are reckoned with; a value never changes, another one gets another code"),
    ("factor",),
    (
        required(text("factor", _("Factor"), _("Its code"))),
        required(number("value", _("Value"))),
        number("low", _("Lowest published"), _("Of the range that it was chosen from, where there is one")),
        number("central", _("Middle of the published")),
        number("high", _("Highest published")),
        required(text("unit", _("Unit"))),
        text("region", _("Region")),
        count("year", _("Year")),
        STANDING,
        *SOURCE,
    ),
    _factors,
)
VENUES = Table(
    "venues",
    _("Low-carbon venues"),
    _("Venues that were evaluated or may be, where they are, and whether a visit counts today"),
    ("venue_id",),
    (
        required(text("venue_id", _("Venue"), _("Its id; its page is /venues/{venue_id}/"))),
        *NAMES,
        required(coded("kind", _("Kind"), lambda: dict(Kind.choices))),
        coded("district", _("District"), lambda: dict(District.choices)),
        text("address_zh", _("Address in Chinese")),
        text("address_en", _("Address in English")),
        number("latitude", _("Latitude"), "WGS-84", "°"),
        number("longitude", _("Longitude"), "WGS-84", "°"),
        required(coded("state", _("Today"), lambda: dict(State.choices))),
        coded("grade", _("Grade"), lambda: {grade.value: GRADE_WORDS[grade] for grade in Grade}),
        count("score", _("Score"), _("Of a hundred")),
        Field("evaluated_on", Type.DAY, _("Evaluated on")),
        Field("valid_until", Type.DAY, _("Valid until")),
        STANDING,
        *SOURCE,
    ),
    _venues,
)


def _methods() -> str:
    return reverse("activities:methods")


SERIES = [
    Series(
        "scenarios",
        SCENARIOS,
        Theme.RULES,
        Rhythm.IRREGULAR,
        _("The portal’s rules, each number with its source"),
        _methods,
    ),
    Series(
        "factors",
        FACTORS,
        Theme.RULES,
        Rhythm.IRREGULAR,
        _("Named in each row; what is no official value says so"),
        _methods,
    ),
    Series(
        "venues",
        VENUES,
        Theme.PLACES,
        Rhythm.DAILY,
        _("The city’s public lists and the portal’s evaluations; demo venues say so"),
        lambda: reverse("scenarios:venues"),
    ),
]
