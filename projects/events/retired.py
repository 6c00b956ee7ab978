"""How much is retired for an event, and what is left to retire."""

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from methodologies.events.emission import tonnes_for
from projects.events.deeds import published, retire_until
from projects.models import Event, EventRetirement, EventVersion, OrderStatus, Phase
from projects.serials import Numbers


class Balance(NamedTuple):
    """What an event emitted by the version that is in force, and what was retired for it, in whole tonnes."""

    version: EventVersion | None
    needed: int
    retired: int
    waiting: int
    """In orders that nobody has released yet."""
    until: date

    @property
    def missing(self) -> int:
        return max(self.needed - self.retired, 0)

    @property
    def to_order(self) -> int:
        return max(self.missing - self.waiting, 0)


def balance(event: Event) -> Balance:
    version = published(event, Phase.ACTUAL)
    needed = tonnes_for(version.kilograms) if version else 0
    return Balance(
        version, needed, retired_tonnes(event), _tonnes(bound(event, OrderStatus.WAITING)), retire_until(event)
    )


def retired_tonnes(event: Event, *, until: date | None = None) -> int:
    """Whole tonnes retired for it; `until` a city day, that day included."""
    rows = bound(event, OrderStatus.RELEASED)
    return _tonnes(rows.filter(order__decided_at__date__lte=until) if until else rows)


def bound(event: Event, *statuses: OrderStatus) -> QuerySet[EventRetirement]:
    rows = event.retirements.select_related("order__move__issuance__project").order_by("pk")
    return rows.filter(order__status__in=statuses) if statuses else rows


def _tonnes(rows: QuerySet[EventRetirement]) -> int:
    return sum(Numbers.of(row.order.numbers).tonnes for row in rows)
