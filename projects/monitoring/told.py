"""What pages tell of a report: its version with the reckoning, what favours it, findings, steps and files."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from common.texts import in_reader_language
from methodologies.projects.asked import Table
from methodologies.projects.favourable import favourable
from methodologies.projects.told import BASES, SIDES, Basis, Side, plain
from methodologies.projects.units import UNITS, convert
from methodologies.projects.writing import exact
from projects.models import EventLine, Finding, MonitoringReport, ReportLine, ReportStep, ReportVersion
from projects.monitoring.balls import ball
from projects.monitoring.reading.headings import Column
from projects.monitoring.stated import chosen, given, method_of

MOST_STEPS = 60
SUMS = ("baseline_kg", "removed_kg", "project_kg", "leakage_kg", "uncertainty_kg")


class Term(NamedTuple):
    symbol: str
    label: str
    value: str
    unit: str
    basis: str
    origin: str
    is_stated: bool


class Step(NamedTuple):
    side: str
    title: str
    formula: str
    worked: str
    kg: str
    deducted: str
    terms: list[Term]


class Reckoning(NamedTuple):
    """As it was reckoned and kept, in the reader's language."""

    steps: list[Step]
    left_out: int
    sums: Mapping[str, str]
    net: str


def reckoning(version: ReportVersion) -> Reckoning | None:
    """Nothing where the version can't be reckoned."""
    kept = version.result
    if not kept:
        return None
    steps = [step_told(step) for step in kept["steps"][:MOST_STEPS]]
    sums = {name.removesuffix("_kg"): _kg(kept[name]) for name in SUMS}
    return Reckoning(steps, len(kept["steps"]) - len(steps), sums, _kg(kept["net_kg"]))


def notices(version: ReportVersion) -> list[str]:
    """Which numbers the project states better for itself than what is published."""
    method, parameters = method_of(version.report.project), version.parameters
    found = favourable(method, given(parameters), chosen(parameters))
    return [in_reader_language(notice.sentence) for notice in found]


def troubles(version: ReportVersion) -> list[Mapping[str, Any]]:
    """What is to be mended, with the line that it is about."""
    return [{**trouble, "words": in_reader_language(trouble["sentence"])} for trouble in version.troubles]


def steps_of(report: MonitoringReport) -> QuerySet[ReportStep]:
    return report.steps.select_related("by", "version", "finding", "file__document").order_by("pk")


def findings_of(report: MonitoringReport) -> list[Finding]:
    """Its own, and what earlier reports left for it."""
    own = list(report.findings.prefetch_related("steps__file", "steps__by").order_by("nth"))
    left = Finding.objects.holding_up(report).exclude(report=report)
    return [*left.select_related("report").order_by("pk"), *own]


class Cells(NamedTuple):
    """A line as a table shows it."""

    row: ReportLine | EventLine
    said: list[tuple[str, str]]


def lines_told(table: Table, rows: Sequence[ReportLine | EventLine]) -> list[Cells]:
    return [Cells(row, _said(table, row)) for row in rows]


def _said(table: Table, row: ReportLine | EventLine) -> list[tuple[str, str]]:
    told = []
    for column in table.asked:
        if column.name not in row.values:
            continue
        value = row.values[column.name]
        if column.options:
            words = {option.code: in_reader_language(option.label) for option in column.options}.get(value, value)
        else:
            unit = row.units.get(column.name) or column.unit
            words = (
                f"{plain(Decimal(value))} {in_reader_language(UNITS[unit].label) if unit != 'share' else ''}".strip()
            )
        told.append((in_reader_language(column.label), words))
    return told


def in_own_unit(column: Column, row: ReportLine) -> str:
    """A value in the unit of its column's heading, rounded to the decimals that the column takes; words as they are."""
    value, asked = row.values.get(column.name, ""), column.field
    if asked is None or asked.options or not value or not asked.units:
        return value
    own = asked.units[0].code
    number = convert(Decimal(value), row.units.get(column.name) or own, own)
    return exact(round(number, asked.decimals))


def head(report: MonitoringReport) -> dict[str, Any]:
    """What every page of a report begins with."""
    return {"report": report, "project": report.project, "ball": ball(report), "method": method_of(report.project)}


def step_told(step: Mapping[str, Any]) -> Step:
    deducted = Decimal(step["deducted_kg"])
    return Step(
        in_reader_language(SIDES[Side(step["side"])]),
        in_reader_language(step["title"]),
        step["formula"],
        in_reader_language(step["worked"]),
        _kg(step["kg"]),
        plain(deducted) if deducted else "",
        [_term(term) for term in step["terms"]],
    )


def _term(term: Mapping[str, Any]) -> Term:
    value = plain(Decimal(term["value"]))
    over = f"{value}/{plain(Decimal(term['over']))}" if "over" in term else value
    unit = in_reader_language(UNITS[term["unit"]].label) if term["unit"] not in ("", "share") else ""
    basis = Basis(term["basis"])
    origin = in_reader_language(term["origin"]) if term["origin"] else ""
    return Term(
        term["symbol"],
        in_reader_language(term["label"]),
        over,
        unit,
        in_reader_language(BASES[basis]),
        origin,
        basis is Basis.STATED,
    )


def _kg(number: str) -> str:
    return plain(Decimal(number))
