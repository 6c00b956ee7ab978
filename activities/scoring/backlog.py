"""How the scorer is doing: what waits for it, since when, what it got done, and what it refused."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from activities.models import SHARDS, Activity, Assessment, QueuedAct, Status
from activities.scoring.queue import FREE
from common.city_time import city_day, day_span

MOST_COUNTED = 100_000
"""Beyond this a backlog is only called long: counting it exactly would add to it."""
KEEP_A_DAY_S = 7 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Figures:
    """The scorer at one moment; `pending` and `waiting` stop at `MOST_COUNTED`."""

    pending: int
    waiting: int
    busy_shards: int
    oldest_pending_at: datetime | None
    scored_last_minute: int
    scored_last_hour: int
    scored_today: int
    refused_today: int


@dataclass(frozen=True, slots=True)
class Day:
    """What was scored on one city day, whenever it was done."""

    day: date
    acts: int
    grams: int
    credits: int


def figures(now: datetime) -> Figures:
    """Six queries, none of which reads more than the acts of today or of a bounded backlog."""
    oldest = _oldest_by_shard()
    first_moment, _end = day_span(city_day(now))
    since = {
        "minute": Q(assessed_at__gt=now - timedelta(minutes=1)),
        "hour": Q(assessed_at__gt=now - timedelta(hours=1)),
        "today": Q(assessed_at__gte=first_moment),
    }
    earliest = min(first_moment, now - timedelta(hours=1))
    scored = Assessment.objects.filter(assessed_at__gte=earliest, assessed_at__lte=now).aggregate(
        **{name: Count("pk", filter=condition) for name, condition in since.items()}
    )
    refused = Activity.objects.filter(recorded_at__gte=first_moment, status=Status.REJECTED)
    return Figures(
        pending=_count_up_to_most(QueuedAct.objects.filter(waits_since=None)),
        waiting=_count_up_to_most(QueuedAct.objects.waiting_for_budget()),
        busy_shards=len(oldest),
        oldest_pending_at=min(oldest, default=None),
        scored_last_minute=scored["minute"],
        scored_last_hour=scored["hour"],
        scored_today=scored["today"],
        refused_today=refused.count(),
    )


def days(last: int, *, now: datetime) -> list[Day]:
    """The last city days, today last. A day that is over never changes, so it is counted once and kept."""
    today = city_day(now)
    return [_day(today - timedelta(days=ago), is_over=ago > 0) for ago in reversed(range(last))]


def _count_up_to_most(acts: QuerySet[QueuedAct]) -> int:
    return acts.order_by()[:MOST_COUNTED].count()


def _oldest_by_shard() -> list[datetime]:
    """When the oldest pending act of each busy shard was recorded: one look into the scorer's own index each."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT oldest.recorded_at
            FROM generate_series(0, %s - 1) AS shard (number)
            CROSS JOIN LATERAL (
                SELECT recorded_at
                FROM activities_queuedact AS queued JOIN activities_activity AS act ON act.id = queued.activity_id
                WHERE waits_since IS NULL AND queued.citizen_id %% %s = shard.number AND queued.{FREE}
                ORDER BY activity_id LIMIT 1
            ) AS oldest
            """,  # noqa: S608, a condition of this program alone
            [SHARDS, SHARDS],
        )
        return [recorded_at for (recorded_at,) in cursor.fetchall()]


def _day(day: date, *, is_over: bool) -> Day:
    key = f"scored-on:{day}"
    if is_over and (kept := cache.get(key)):
        return Day(day, *kept)
    begin, end = day_span(day)
    sums = Assessment.objects.filter(assessed_at__gte=begin, assessed_at__lt=end).aggregate(
        acts=Count("pk"), grams=Sum("grams"), credits=Sum("credits")
    )
    counted = (sums["acts"], sums["grams"] or 0, sums["credits"] or 0)
    if is_over:
        cache.set(key, counted, KEEP_A_DAY_S)
    return Day(day, *counted)
