"""How the desk is doing: what is decided a day, how old the oldest is, and how often two reviewers say the same.

Read from the rows on which was decided, each in its own app: there is no second count of them.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncDate

from activities.reviewables import Reviewable, all_kinds
from common.city_time import CITY_ZONE, city_day, day_span
from review.models import Appeal, AppealStatus, Opinion, Verdict

DAYS = 14


class Day(NamedTuple):
    """How much of each kind was decided on a city day, in the kinds' order."""

    day: date
    counts: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


class Agreement(NamedTuple):
    """Of decisions on which two reviewers have spoken, those on which they said the same."""

    same: int
    of: int

    @property
    def per_cent(self) -> int:
        return round(100 * self.same / self.of)


def throughput(kinds: Collection[Reviewable], *, now: datetime) -> list[Day]:
    """The last days, today first; a day on which nothing was decided is among them."""
    today = city_day(now)
    first = today - timedelta(days=DAYS - 1)
    counted = [_decided_by_day(kind, day_span(first)[0]) for kind in kinds]
    days = (today - timedelta(days=ago) for ago in range(DAYS))
    return [Day(day, [counts[day] for counts in counted]) for day in days]


def agreement(*, now: datetime) -> Agreement | None:
    """Of the last days' second opinions and answered appeals; nothing where there were none."""
    since = now - timedelta(days=DAYS)
    both = [*_opinions(since), *_appeals(since)]
    return Agreement(sum(both), len(both)) if both else None


def _decided_by_day(kind: Reviewable, since: datetime) -> Counter[date]:
    rows = kind.rows().filter(decided_at__gte=since, decided_by__isnull=False).order_by()
    days = rows.annotate(decided_on=TruncDate("decided_at", tzinfo=CITY_ZONE)).values("decided_on")
    return Counter({row["decided_on"]: row["count"] for row in days.annotate(count=Count("pk"))})


def _opinions(since: datetime) -> list[bool]:
    """Whether each reviewer who left the decision to a colleague thought what the colleague then decided."""
    said = Opinion.objects.filter(said_at__gte=since).exclude(verdict=Verdict.UNSURE)
    return [same for kind in all_kinds().values() for same in _borne_out(kind, list(said.filter(kind=kind.code)))]


def _borne_out(kind: Reviewable, said: Sequence[Opinion]) -> list[bool]:
    rows: Any = kind.rows().filter(pk__in=[opinion.item_id for opinion in said])
    accepted = set(rows.filter(kind.accepted).values_list("pk", flat=True))
    refused = set(rows.filter(kind.refused).values_list("pk", flat=True))
    decided = [opinion for opinion in said if opinion.item_id in accepted | refused]
    return [(opinion.verdict == Verdict.ACCEPT) == (opinion.item_id in accepted) for opinion in decided]


def _appeals(since: datetime) -> list[bool]:
    """Whether each decision that was looked at again has stood."""
    answered = Appeal.objects.filter(decided_at__gte=since, first_decided_by__isnull=False)
    return [status == AppealStatus.REFUSED for status in answered.values_list("status", flat=True)]
