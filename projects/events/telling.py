"""Who is told what of an event: the people of its organiser, and of its verifier when something is to be looked at."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from accounts.inbox.telling import News, tell
from common.city_time import city_day
from projects.events.deeds import retire_until
from projects.models import Event, EventStatus, EventVersion, Organisation, Seat

ACTUALS_DUE, RETIRE_DUE, TO_CHECK, JUDGED, NEUTRAL, LAPSED = (
    *("event_actuals_due", "event_retire_due", "event_to_check"),
    *("event_judged", "event_neutral", "event_lapsed"),
)
BEFORE_THE_END = (90, 30, 7)
"""Days before the last day for retiring on which the organiser is reminded, once each."""
A_YEAR_AND_A_DAY = timedelta(days=367)


def to_be_checked(event: Event, version: EventVersion, *, now: datetime) -> None:
    assert event.verifier is not None
    tell(_to(event.verifier, event, TO_CHECK, str(version.pk)), now=now)


def judged(event: Event, version: EventVersion, *, is_right: bool, now: datetime) -> None:
    tell(_to(event.owner, event, JUDGED, str(version.pk), {"is_right": is_right}), now=now)


def neutral(event: Event, *, now: datetime) -> None:
    tell(_to(event.owner, event, NEUTRAL, str(event.steps.count())), now=now)


def lapsed(event: Event, version: EventVersion, *, now: datetime) -> None:
    tell(_to(event.owner, event, LAPSED, str(version.pk)), now=now)


def remind(*, now: datetime, limit: int) -> int:
    """Tells organisers once that what was emitted is to be written, and as the year for retiring comes to its end.

    Returns how many events it looked at.
    """
    today = city_day(now)
    over = Q(status=EventStatus.PLANNED, ends_on__lt=today)
    ending = Q(status=EventStatus.MEASURED, ends_on__gte=today - A_YEAR_AND_A_DAY)
    rows = Event.objects.filter(over | ending).select_related("owner").order_by("ends_on", "pk")
    found = list(rows[:limit])
    tell([news for event in found for news in _reminded(event, now)], now=now)
    return len(found)


def _reminded(event: Event, now: datetime) -> Iterator[News]:
    if event.status == EventStatus.PLANNED:
        yield from _to(event.owner, event, ACTUALS_DUE, "")
        return
    until = retire_until(event)
    left = (until - city_day(now)).days
    for days in sorted(BEFORE_THE_END):
        if 0 <= left <= days:
            yield from _to(event.owner, event, RETIRE_DUE, str(days), {"day": until.isoformat()})
            return


def _to(
    to: Organisation, event: Event, code: str, key: str, facts: Mapping[str, object] | None = None
) -> Iterator[News]:
    path = reverse("projects:event", args=[to.public_id, event.public_id])
    said = {"name": event.name, **(facts or {})}
    seats = Seat.objects.current().filter(organisation=to, user__isnull=False)
    for user_id in seats.values_list("user_id", flat=True):
        yield News(user_id, code, f"{code}:{event.pk}:{key}", path, said)
