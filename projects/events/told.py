"""What pages tell of an event: its reckoning by table, plan beside actual, lines, retirements and steps."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from common.texts import in_reader_language
from methodologies.events.asked import MEASURED, TABLES
from methodologies.events.emission import tonnes_for
from methodologies.projects.told import Basis, plain
from projects.events.deeds import published
from projects.models import (
    Event,
    EventLine,
    EventRetirement,
    EventStatus,
    EventStep,
    EventStepKind,
    EventVersion,
    Phase,
)
from projects.monitoring.told import MOST_STEPS, Step, step_told
from projects.organisations import people
from projects.serials import Numbers, serial

WHOLE_BAR = 100
"""How wide the longest bar of the chart is, in its own units."""


class Reckoning(NamedTuple):
    """As it was reckoned and kept, in the reader's language."""

    kilograms: int
    tonnes: int
    low: str
    high: str
    added: str
    """What uncertainty adds; empty where it adds nothing."""
    steps: list[Step]
    left_out: int


def reckoning(version: EventVersion) -> Reckoning | None:
    """Nothing where the version can't be reckoned."""
    return shown(version.result, version.kilograms) if version.result else None


def shown(kept: Mapping[str, Any], kilograms: int) -> Reckoning:
    """A kept document of the calculator."""
    steps = [_step(step) for step in kept["steps"][:MOST_STEPS]]
    added = Decimal(kept["uncertainty_kg"])
    return Reckoning(
        kilograms,
        tonnes_for(kilograms),
        plain(round(Decimal(kept["low_kg"]), 1)),
        plain(round(Decimal(kept["high_kg"]), 1)),
        plain(added) if added else "",
        steps,
        len(kept["steps"]) - len(steps),
    )


def _step(kept: Mapping[str, Any]) -> Step:
    """What a line says may be an estimate: it is never called monitored."""
    told = step_told(kept)
    terms = [
        term._replace(basis=_("stated in a line")) if raw["basis"] == Basis.MONITORED else term
        for raw, term in zip(kept["terms"], told.terms, strict=True)
    ]
    return told._replace(terms=terms)


class Row(NamedTuple):
    """A table of sources in the chart: kilograms planned and emitted, rounded up, and how long its bars are."""

    heading: str
    planned: int | None
    emitted: int | None
    planned_bar: int
    emitted_bar: int


def rows(plan: EventVersion | None, actual: EventVersion | None) -> list[Row]:
    """Every table that one of the two has, in the order of the form."""
    planned, emitted = (_tables(version.result if version else {}) for version in (plan, actual))
    longest = max([1, *planned.values(), *emitted.values()])
    return [
        Row(
            in_reader_language(table.label),
            planned.get(table.code, 0) if plan else None,
            emitted.get(table.code, 0) if actual else None,
            _bar(planned.get(table.code, 0), longest),
            _bar(emitted.get(table.code, 0), longest),
        )
        for table in TABLES
        if table.code in planned or table.code in emitted
    ]


def rows_of(kept: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Of a kept document each table with its kilograms."""
    tables = _tables(kept)
    return [(in_reader_language(table.label), tables[table.code]) for table in TABLES if table.code in tables]


def _tables(kept: Mapping[str, Any]) -> dict[str, int]:
    tables = kept.get("tables", {}).items()
    return {code: int(Decimal(kg).to_integral_value(ROUND_CEILING)) for code, kg in tables}


def _bar(kilograms: int, longest: int) -> int:
    """What there is at all is seen."""
    return max(1, kilograms * WHOLE_BAR // longest) if kilograms else 0


class Origins(NamedTuple):
    """How many lines are measured and how many estimated."""

    measured: int
    estimated: int


def origins(version: EventVersion) -> Origins:
    said = [values.get("basis") for values in version.lines.values_list("values", flat=True)]
    measured = said.count(MEASURED)
    return Origins(measured, len(said) - measured)


def troubles(version: EventVersion) -> list[Mapping[str, Any]]:
    """What is to be mended, with the line that it is about."""
    return [{**trouble, "words": in_reader_language(trouble["sentence"])} for trouble in version.troubles]


class Retired(NamedTuple):
    row: EventRetirement
    tonnes: int
    serial: str
    """Empty until it is released."""


def retired(found: list[EventRetirement]) -> list[Retired]:
    return [
        Retired(
            row,
            Numbers.of(row.order.numbers).tonnes,
            serial(row.order.move.issuance, row.order.numbers) if row.order.move else "",
        )
        for row in found
    ]


class Hidden(NamedTuple):
    reason: str


def hidden(version: EventVersion | None) -> Hidden | None:
    """Why the desk has hidden what a version says in words."""
    found = version.steps.filter(kind=EventStepKind.HIDDEN).first() if version else None
    return Hidden(found.words) if found else None


def name_hidden(event: Event) -> Hidden | None:
    """Why the desk has hidden an event's name and venue."""
    found = event.steps.filter(kind=EventStepKind.HIDDEN, version=None).first()
    return Hidden(found.words) if found else None


def steps(event: Event, reader: Any = None) -> list[tuple[EventStep, str]]:
    """What was done, the first first, and by whom where a reader of the room asks."""
    found = event.steps.select_related("version", "by", "file__document").order_by("pk")
    return [(step, str(people.told(step.by, reader)) if reader else "") for step in found]


def public_steps(event: Event) -> list[tuple[EventStep, str]]:
    """What was done, without the words that the desk has hidden: of a version, or of the event itself."""
    found = steps(event)
    hidden = {step.version_id for step, _who in found if step.kind == EventStepKind.HIDDEN}
    for step, _who in found:
        if step.kind != EventStepKind.HIDDEN and step.version_id in hidden:
            step.words = ""
    return found


def pair(event: Event) -> tuple[EventVersion | None, EventVersion | None]:
    """The plan and the actual emissions that are in force."""
    return published(event, Phase.PLAN), published(event, Phase.ACTUAL)


def table_counts(version: EventVersion) -> dict[str, int]:
    """Lines by table."""
    counts: dict[str, int] = {}
    for code in EventLine.objects.filter(version=version).values_list("table", flat=True):
        counts[code] = counts.get(code, 0) + 1
    return counts


TAGS = {
    EventStatus.DRAFT.value: "quiet",
    EventStatus.PLANNED.value: "waiting",
    EventStatus.MEASURED.value: "waiting",
    EventStatus.NEUTRAL.value: "good",
    EventStatus.CALLED_OFF.value: "bad",
}
