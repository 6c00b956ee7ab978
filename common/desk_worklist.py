"""What waits for somebody at the desk, kind by kind: each app says itself what of it does, in its module `worklist`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from common.brought import brought

MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Waits:
    """Things of one kind, and the page on which they are done; `since` the longest waiting one is there."""

    title: str
    address: str
    since: datetime | None = None
    count: int = 0
    """At most `MOST_COUNTED`."""
    told: str = ""
    """In words, instead of a count."""

    @property
    def is_more(self) -> bool:
        return self.count >= MOST_COUNTED


def waiting_rows(title: Any, rows: QuerySet[Any], since: str, address: str) -> Iterator[Waits]:
    """One line for rows that wait since the moment in a field; none where there are none. One statement."""
    moments: Sequence[datetime] = list(rows.order_by(since).values_list(since, flat=True)[:MOST_COUNTED])
    if moments:
        yield Waits(str(title), address, moments[0], len(moments))


def worklist(request: HttpRequest, now: datetime) -> list[Waits]:
    """Everything that this reader may do, the longest waiting first; what has no moment comes before all else."""
    found = [one for module in brought("worklist") for one in module.waiting(request, now)]
    return sorted(found, key=lambda one: (one.since is not None, one.since))
