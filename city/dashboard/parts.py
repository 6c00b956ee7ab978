"""What a released month or year is made of: by scenario, and by how well it is proven."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.districts import District
from city.dashboard import findings
from city.dashboard.chart import Chart, Column, Kind, Mark, columns_of_sums, hidden_note, of_row
from city.dashboard.measures import Unit, unit_of_grams
from city.dashboard.periods import released_in_words
from city.rollups import reading
from city.rollups.reading import NONE, REST, Row, Table
from scenarios import rulebook
from scenarios.evidence_words import evidence_of_all_in_words
from scenarios.rules import Evidence

TOGETHER = (REST, NONE)
"""Rows that are of no single part."""


def mix(name: str, period: str | None, *, district: str = reading.ALL) -> Chart:
    """By scenario, of the city or of one district."""
    told = reading.by_scenario(period, district=district)
    labels = {code: str(scenario) for code, scenario in rulebook.current().scenarios.items()}
    subject = _("CO₂ avoided by scenario, %(when)s") % {"when": released_in_words(period)}
    if district != reading.ALL:
        subject = f"{District(district).label} · {subject}"
    return _by_size(name, subject, Column("scenario", _("Scenario")), told, labels, period)


def proof(name: str, period: str | None) -> Chart:
    told = reading.by_evidence(period)
    labels = {grade.value: evidence_of_all_in_words(grade) for grade in Evidence}
    subject = _("How well it is proven, %(when)s") % {"when": released_in_words(period)}
    return _by_size(name, subject, Column("evidence", _("Proof")), told, labels, period)


def _by_size(name: str, subject: str, key: Column, told: Table, labels: Mapping[str, str], period: str | None) -> Chart:
    rows, when = sorted_rows(told.rows), released_in_words(period)
    most = max((row.grams for row in rows if row.grams), default=0)
    unit = unit_of_grams(most)
    named = {row.key: labels.get(row.key, row.key) if row.key != REST else _("All others, together") for row in rows}
    parts = [(named[row.key], row.grams) for row in rows if row.key != REST]
    return Chart(
        name=name,
        subject=subject,
        finding=findings.of_largest(parts, told.total.grams, when),
        key=key,
        columns=columns_of_sums(),
        lines=[of_row(row, named[row.key]) for row in rows],
        kind=Kind.ROWS,
        marks=[_bar(row, named[row.key], most, unit) for row in rows] if most else (),
        notes=hidden_note(told),
        as_of=told.as_of,
    )


def sorted_rows(rows: Sequence[Row]) -> list[Row]:
    """The largest first, then those that are hidden, then what is of no single part."""
    return sorted(rows, key=lambda row: (row.key in TOGETHER, row.grams is None, -(row.grams or 0)))


def _bar(row: Row, label: str, most: int, unit: Unit) -> Mark:
    value = "" if row.grams is None else unit.in_words(row.grams)
    return Mark(label, value, percent(row.grams or 0, most), is_hidden=row.is_hidden, is_quiet=row.key == REST)


def percent(amount: int | Decimal, most: int | Decimal) -> Decimal:
    return round(Decimal(100) * amount / most, 1)
