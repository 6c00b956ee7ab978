"""The queue: all that waits for a person, of every kind, the longest waiting first."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from activities.reviewables import Reviewable, all_kinds
from review import refusals
from review.assigning import take
from review.models import Assignment

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits."""

    kind: Reviewable
    row: Any

    @property
    def since(self) -> datetime:
        moment: datetime = getattr(self.row, self.kind.since)
        return moment

    @property
    def told(self) -> str:
        return self.kind.told(self.row)

    @property
    def scenario(self) -> str:
        return self.kind.scenario_of(self.row)


def kinds_of(reviewer: User) -> list[Reviewable]:
    """The kinds on which somebody at the desk may decide, here or elsewhere."""
    return [kind for kind in all_kinds().values() if reviewer.has_perm(kind.right)]


def queued_kinds_of(reviewer: User) -> list[Reviewable]:
    """Of them those that wait here."""
    return [kind for kind in kinds_of(reviewer) if kind.is_queued]


def may_review(request: HttpRequest) -> bool:
    """Whether the side bar offers the review desk."""
    return isinstance(request.user, User) and bool(queued_kinds_of(request.user))


def waiting(kinds: Collection[Reviewable], *, scenario: str = "", most: int = MOST_SHOWN) -> list[Waiting]:
    """What waits longest."""
    rows = [_oldest(kind, rows_waiting(kind, scenario), most) for kind in kinds]
    return list(merge(*rows, key=lambda one: one.since))[:most]


def rows_waiting(kind: Reviewable, scenario: str = "") -> QuerySet[Any]:
    rows = kind.rows().filter(kind.waiting)
    return kind.in_scenario(rows, scenario) if scenario else rows


def take_next(*, kinds: Collection[Reviewable], by: User, now: datetime, scenario: str = "") -> Waiting | None:
    """The longest waiting one that nobody looks at, given to this reviewer; nothing where there is none."""
    for one in _open_to(kinds, by, now, scenario):
        try:
            take(kind=one.kind, row=one.row, by=by, now=now)
        except (refusals.HeldByColleague, refusals.NotWaiting, refusals.WaitsForAnother):
            continue  # Somebody was faster.
        return one
    return None


def _open_to(kinds: Collection[Reviewable], by: User, now: datetime, scenario: str) -> Iterator[Waiting]:
    closed = Assignment.objects.closed_to(by, now)
    rows = (
        _oldest(
            kind,
            kind.open_to(rows_waiting(kind, scenario), by).exclude(
                pk__in=closed.filter(kind=kind.code).values("item_id")
            ),
            MOST_SHOWN,
        )
        for kind in kinds
    )
    return merge(*rows, key=lambda one: one.since)


def _oldest(kind: Reviewable, rows: QuerySet[Any], most: int) -> list[Waiting]:
    return [Waiting(kind, row) for row in rows.order_by(kind.since, "pk")[:most]]
