"""What the city avoided over time: by day, ISO week, month or year; periods that are not settled are told apart."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.districts import District
from city.dashboard import findings, periods
from city.dashboard.chart import Chart, Column, Kind, Mark, columns_of_sums, hidden_note, of_row
from city.dashboard.measures import Scale, grams_in_words, scale_for, unit_of_grams
from city.rollups import reading
from city.rollups.periods import Unit
from city.rollups.reading import Row, Table
from common.city_time import city_day

COUNTS = {Unit.DAY: 30, Unit.WEEK: 26, Unit.MONTH: 24, Unit.YEAR: 10}
"""How many periods a chart shows at the most."""
SUBJECTS: dict[Unit, Promise] = {
    Unit.DAY: gettext_lazy("CO₂ avoided, day by day"),
    Unit.WEEK: gettext_lazy("CO₂ avoided, week by week"),
    Unit.MONTH: gettext_lazy("CO₂ avoided, month by month"),
    Unit.YEAR: gettext_lazy("CO₂ avoided, year by year"),
}
FEWEST = 2
"""One point is told, not drawn."""
SPACES = 4
"""Between the periods that the axis names."""


def trend(unit: Unit, now: datetime) -> Chart:
    today = city_day(now)
    told = reading.by_period(unit, before=today, count=COUNTS[unit])
    scale = scale_of(told.rows)
    return Chart(
        name=f"trend-{unit}",
        subject=str(SUBJECTS[unit]),
        finding=findings.of_trend(unit, told.rows, told.since, today),
        key=Column(unit, _("Time span")),
        columns=columns_of_sums(),
        lines=[of_row(row, periods.words_of(unit, row.key).whole) for row in reversed(told.rows)],
        kind=Kind.COLUMNS,
        marks=marks(unit, told.rows, scale, today) if scale else (),
        scale=scale,
        notes=_notes(unit, told, today if scale else None),
        as_of=told.as_of,
    )


def of_district(name: str, district: District) -> Chart:
    """Its released months."""
    told = reading.over_time(Unit.MONTH, district=district)
    rows = told.rows[-COUNTS[Unit.MONTH] :]
    scale = scale_of(rows)
    return Chart(
        name=name,
        subject=_("%(district)s: CO₂ avoided, month by month") % {"district": district.label},
        finding=findings.of_trend(Unit.MONTH, rows, told.since) if rows else _without_acts(),
        key=Column(Unit.MONTH, _("Time span")),
        columns=columns_of_sums(),
        lines=[of_row(row, periods.words_of(Unit.MONTH, row.key).whole) for row in reversed(rows)],
        kind=Kind.COLUMNS,
        marks=marks(Unit.MONTH, rows, scale) if scale else (),
        scale=scale,
        notes=hidden_note(told),
        as_of=told.as_of,
    )


def _without_acts() -> str:
    """Of a district of which no released month has anything."""
    released = reading.released(Unit.MONTH)
    return _("No act here is counted in the months published so far") if released else findings.nothing(0)


def scale_of(rows: Sequence[Row]) -> Scale | None:
    """Of the grams of periods; none where there is nothing to compare."""
    grams = [row.grams for row in rows if row.grams is not None]
    return scale_for(max(grams), unit_of_grams(max(grams))) if len(grams) >= FEWEST and max(grams) else None


def marks(unit: Unit, rows: Sequence[Row], scale: Scale, today: date | None = None) -> list[Mark]:
    """A bar for each period; those of which acts still come in are quiet."""
    named = {round(number * (len(rows) - 1) / SPACES) for number in range(SPACES + 1)}
    words = [periods.words_of(unit, row.key) for row in rows]
    return [
        Mark(
            label=name.whole,
            value="" if row.grams is None else grams_in_words(row.grams),
            size=Decimal(0) if row.grams is None else scale.height(row.grams),
            is_hidden=row.is_hidden,
            is_quiet=_grows(unit, row, today),
            named=name.short if place in named else "",
        )
        for place, (row, name) in enumerate(zip(rows, words, strict=True))
    ]


def _grows(unit: Unit, row: Row, today: date | None) -> bool:
    return today is not None and not periods.is_settled(unit, row.key, today)


def _notes(unit: Unit, told: Table, today: date | None) -> list[str]:
    """What befell the figures; `today` where a drawing tells settled periods from others."""
    notes = []
    if any(_grows(unit, row, today) for row in told.rows):
        notes.append(_("Faint bars can still grow: acts of that time are still coming in."))
    if changed := [row.note for row in told.rows if row.note]:
        facts = {
            "late": sum(note.late for note in changed),
            "taken": sum(note.taken_back for note in changed),
            "day": date_format(city_day(max(note.revised_at for note in changed)), "DATE_FORMAT"),
        }
        notes.append(
            _("Since first published, %(late)s acts came late and %(taken)s were taken back, the last on %(day)s.")
            % facts
        )
    if any(row.is_hidden or row.left_out for row in told.rows):
        notes.append(_("Days of fewer than five citizens are hidden, and are in no sum."))
    return notes
