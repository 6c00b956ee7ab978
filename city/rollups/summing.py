"""Sums days anew that something changed, and no others: an act that was scored, or one that was taken back.

What changed is found by the time of scoring and of taking back, from the last midnight on before which nobody writes
any more (`seals.sealing.over_until`): a look at a day or two, however long the history is. A changed day is summed from
its acts, so that doing it again gives the same. Acts of a day lie between two numbers, which are kept with it.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Max, Min

from activities.models import Assessment
from city.rollups.counted import COUNTED
from city.rollups.models import RolledDay
from common import locks
from common.city_time import city_day, day_span, next_month
from seals import sealing

CHANGED = """
    SELECT act.city_day, min(act.id), max(act.id)
    FROM (
        SELECT activity_id FROM activities_assessment
        WHERE assessed_at >= %(since)s::timestamptz AND assessed_at < %(before)s::timestamptz
        UNION ALL
        SELECT activity_id FROM activities_revocation
        WHERE revoked_at >= %(since)s::timestamptz AND revoked_at < %(before)s::timestamptz
    ) AS changed
    JOIN activities_activity AS act ON act.id = changed.activity_id
    GROUP BY act.city_day
"""
KNOWN = "SELECT day, first_act, last_act FROM city_rolledday WHERE day = ANY(%(days)s)"
SUM = f"""
    INSERT INTO city_rollup (day, district, scenario_id, acts, grams, credits, citizens)
    SELECT day, district, scenario_id, count(*), sum(grams), sum(credits), count(DISTINCT citizen_id)
    FROM ({COUNTED} AND act.id BETWEEN %(first)s AND %(last)s AND act.city_day = ANY(%(days)s)) AS counted
    GROUP BY day, district, scenario_id
"""  # noqa: S608, words of this program alone
NOTE = """
    INSERT INTO city_rolledday AS known (day, first_act, last_act, until, summed_at)
    SELECT changed.day, changed.first, changed.last, %(until)s, now()
    FROM unnest(%(days)s::date[], %(firsts)s::bigint[], %(lasts)s::bigint[]) AS changed (day, first, last)
    WHERE EXISTS (SELECT FROM city_rollup AS summed WHERE summed.day = changed.day)
    ON CONFLICT (day) DO UPDATE SET first_act = excluded.first_act, last_act = excluded.last_act,
        until = greatest(known.until, excluded.until), summed_at = excluded.summed_at
"""
FORGET = """
    DELETE FROM city_rolledday AS known WHERE day = ANY(%(days)s)
    AND NOT EXISTS (SELECT FROM city_rollup AS summed WHERE summed.day = known.day)
"""
"""A day of which nothing counts any more is as one on which nothing was done."""


class Acts(NamedTuple):
    """Between which numbers the acts of a day lie."""

    first: int
    last: int

    def and_(self, other: "Acts") -> "Acts":
        return Acts(min(self.first, other.first), max(self.last, other.last))


def keep() -> int:
    """Sums every day that changed since the last time; returns how many. Each month of scoring is done by itself."""
    until = sealing.over_until()
    done = {day for since, before in _pieces(until) for day in _sum_changed(since, before, until=before)}
    return len(done.union(_sum_changed(_summed_until(), None, until=until)))


def _pieces(until: datetime | None) -> Iterator[tuple[datetime, datetime]]:
    """What is over and was not looked at, from month to month, so that nobody who is stopped begins from the start."""
    since = _summed_until() or Assessment.objects.aggregate(first=Min("assessed_at"))["first"]
    while until and since is not None and since < until:
        before = min(until, day_span(next_month(city_day(since).replace(day=1)))[0])
        yield since, before
        since = before


def _summed_until() -> datetime | None:
    until: datetime | None = RolledDay.objects.aggregate(last=Max("until"))["last"]
    return until


@transaction.atomic
def _sum_changed(since: datetime | None, before: datetime | None, *, until: datetime | None) -> set[date]:
    """Sums what changed between two moments. What is read is read under the lock, so the later of two knows more."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {locks.until_commit(locks.Space.ROLLUPS)}")
        changed = _asked(CHANGED, since=since or "-infinity", before=before or "infinity")
        for day, acts in _asked(KNOWN, days=[*changed]).items():
            changed[day] = changed[day].and_(acts)
        for _month, days in groupby(sorted(changed), lambda day: day.replace(day=1)):
            _sum({day: changed[day] for day in days}, until)
    return {*changed}


def _asked(query: str, **facts: Any) -> dict[date, Acts]:
    with connection.cursor() as cursor:
        cursor.execute(query, facts)
        return {day: Acts(first, last) for day, first, last in cursor.fetchall()}


def _sum(days: Mapping[date, Acts], until: datetime | None) -> None:
    """Days of one month, by one look at the acts among which theirs lie."""
    firsts, lasts = zip(*days.values(), strict=True)
    facts: dict[str, Any] = {"days": [*days], "first": min(firsts), "last": max(lasts)}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM city_rollup WHERE day = ANY(%(days)s)", facts)
        cursor.execute(SUM, facts)
        cursor.execute(NOTE, {"days": [*days], "firsts": [*firsts], "lasts": [*lasts], "until": until})
        cursor.execute(FORGET, facts)
