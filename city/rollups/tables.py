"""What is published of days and released of months, as tables of the open data: the rows themselves, and no sum."""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Extract
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.districts import District
from city.rollups.models import PublishedCell, PublishedDay
from common.city_time import month_of
from common.open_data.answering import Freshness
from common.open_data.digested import tag_of
from common.open_data.fields import Field, Row, Table, Type, Value, Words, coded, count, required, text
from scenarios.evidence_words import evidence_of_all_in_words
from scenarios.rules import Evidence

CHUNK = 2000
BY = ("month", "district", "scenario", "evidence")
SMALL: Mapping[str, Words] = {
    PublishedCell.ALL: _("All together"),
    PublishedCell.REST: _("The rest: what is too small to be told by itself"),
}
HIDDEN = _("Empty where it is too small to be told")
CITIZENS = count("citizens_at_least", _("Citizens, at least"), _("Rounded down to a multiple of five"))


def days_freshness() -> Freshness:
    """Whatever changes a day moves one of its moments on, and none of these is when it was written."""
    moments = {name: Sum(Extract(name, "epoch")) for name in ("until", "taken_until")}
    told = PublishedDay.objects.aggregate(days=Count("pk"), **moments)
    return Freshness(None, tag_of(DAYS, *told.values()))


def months_freshness() -> Freshness:
    """Cells are released once and stay, so the last one tells of all."""
    last = PublishedCell.objects.order_by("-pk").values_list("pk", "released_at").first()
    return Freshness(last[1] if last else None, tag_of(MONTHS, *(last or ())))


def _days() -> Iterator[Row]:
    return _told_days(PublishedDay.objects.all())


def _days_after(key: Sequence[Value]) -> Iterator[Row]:
    return _told_days(PublishedDay.objects.filter(day__gt=key[0]))


def _told_days(days: QuerySet[PublishedDay]) -> Iterator[Row]:
    for one in days.order_by("day").iterator(chunk_size=CHUNK):
        revised_at = localtime(one.revised_at).isoformat(timespec="seconds") if one.revised_at else None
        figures = (one.acts, one.grams, one.credits, one.citizens)
        yield one.day.isoformat(), *figures, one.late, one.taken_back, revised_at


def _cells() -> Iterator[Row]:
    return _told_cells(PublishedCell.objects.all())


def _cells_after(key: Sequence[Value]) -> Iterator[Row]:
    """By the index of the four, in the database's own order of texts."""
    month, *where = key
    place = dict(zip(BY, (month_of(str(month)), *where), strict=True))
    equal, after = Q(), Q()
    for name, value in place.items():
        after |= equal & Q(**{f"{name}__gt": value})
        equal &= Q(**{name: value})
    return _told_cells(PublishedCell.objects.filter(after, month__gte=place["month"]))


def _told_cells(cells: QuerySet[PublishedCell]) -> Iterator[Row]:
    for one in cells.order_by(*BY).iterator(chunk_size=CHUNK):
        where = (one.district, one.scenario, one.evidence)
        yield f"{one.month:%Y-%m}", *where, one.acts, one.grams, one.credits, one.citizens


def _districts() -> Mapping[str, Words]:
    return {**dict(District.choices), PublishedCell.NONE: _("No district given"), **SMALL}


def _proofs() -> Mapping[str, Words]:
    return {**{grade.value: evidence_of_all_in_words(grade) for grade in Evidence}, **SMALL}


DAYS = Table(
    "days",
    _("Day by day, the whole city"),
    _("What was done on each day in the whole city: acts, CO₂ avoided and credits, without what was taken back"),
    ("day",),
    (
        required(Field("day", Type.DAY, _("Day"), _("On which it was done"))),
        required(count("acts", _("Acts"))),
        required(count("grams", _("CO₂ avoided (g)"), unit="g CO2")),
        required(count("credits", _("Credits"), unit="credit")),
        required(CITIZENS),
        required(count("late", _("Came late"), _("Acts that came after the day was published first"))),
        required(count("taken_back", _("Taken back since"), _("Acts taken back after the day was published first"))),
        Field("revised_at", Type.MOMENT, _("Revised"), _("When the last of these changed it")),
    ),
    _days,
    _days_after,
)
MONTHS = Table(
    "months",
    _("Month by month: districts, scenarios, proofs"),
    _("What was done in each released month, by district, scenario and proof, and by scenario within districts"),
    ("month", "district", "scenario", "evidence"),
    (
        required(Field("month", Type.MONTH, _("Month"), _("Released once, on the eighth of the next"))),
        required(coded("district", _("District"), _districts)),
        required(text("scenario", _("Scenario"), _("Its code; `all` for all together, `rest` for what is too small"))),
        required(coded("evidence", _("Proof"), _proofs)),
        count("acts", _("Acts"), HIDDEN),
        count("grams", _("CO₂ avoided (g)"), HIDDEN, "g CO2"),
        count("credits", _("Credits"), HIDDEN, "credit"),
        CITIZENS,
    ),
    _cells,
    _cells_after,
)
