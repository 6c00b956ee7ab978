"""What the books say: the audit's findings, and what was scored and moved."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

from activities.models import Activity, QueuedAct
from common.audit import Extent, Finding
from credits.movements import Movement, movements
from portal import books

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
"""Simulated days may lie before the migrations that the audit goes by: all of them are judged."""

__all__ = ["Finding", "Movement", "Scored", "findings", "movements", "pending", "scored"]


class Scored(NamedTuple):
    citizen_id: int
    day: date
    scenario: str
    evidence: str
    status: str
    grams: int | None
    credits: int | None


def findings(*, seed: str, citizens: int, with_seals: bool) -> list[Finding]:
    """All that the audit finds, with so many citizens reckoned anew. Not within a transaction of the caller's."""
    apps = [app for app in books.apps_with_books() if with_seals or app != "seals"]
    return list(books.findings(Extent(seed, citizens, judged_since=BEFORE_ALL), only=apps))


def scored() -> Iterator[Scored]:
    """Every act and what came of it, in no order."""
    rows = Activity.objects.order_by().values_list(
        "citizen_id", "city_day", "scenario__code", "evidence", "status", "assessment__grams", "assessment__credits"
    )
    for row in rows.iterator(chunk_size=5000):
        yield Scored(*row)


def doubted() -> Iterator[tuple[int, str, str, list[str]]]:
    """Every act with its citizen and status, what came of its doubts and the codes of these; both empty for most."""
    rows = Activity.objects.order_by().values_list("citizen_id", "status", "doubted__came", "doubted__doubts")
    for citizen_id, status, came, doubts in rows.iterator(chunk_size=5000):
        yield citizen_id, status, came if doubts else "", [doubt["code"] for doubt in doubts or ()]


def pending() -> int:
    """Acts that nobody has scored and that wait for no budget."""
    return QueuedAct.objects.filter(waits_since=None).count()
