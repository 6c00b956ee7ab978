"""The state that a batch is reckoned on, out of the tables, in a fixed number of statements; under the citizens' locks.

Most acts meet nothing, so the first look asks only for the times of what is kept in mind. Whole acts are read for those
citizens alone who have something that meets.
"""

import json
import logging
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import connection

from activities.scoring.cases import Case, busy_until, lane_of
from activities.scoring.reckoning import State
from activities.scoring.timetable import Placed, Timetable
from activities.scoring.usage import Day, Usage
from activities.scoring.worth import NOTHING, Used, Worth, own_worth
from common import pg_arrays
from common.city_time import city_day
from methodologies.base import Span
from methodologies.registry import timeline
from scenarios.rulebook import RuleBook, rule_of
from scenarios.rules import Evidence

log = logging.getLogger(__name__)

ONE_DAY = timedelta(days=1)

Stretch = tuple[int, date, date]
"""A citizen, the first day, the last day."""
Busy = tuple[datetime, datetime]


def load(cases: Sequence[Case], waiting: Iterable[Case], book: RuleBook) -> State:
    """What the citizens of these acts were credited with, as far as it matters to them or to acts that wait."""
    timed = [case for case in cases if case.lane]
    waiting_timed = [case for case in waiting if case.lane]
    tangled = _citizens_who_meet(timed, book) | {case.citizen_id for case in waiting_timed}
    placed = _placed([case for case in [*timed, *waiting_timed] if case.citizen_id in tangled], book)
    timetable = Timetable()
    for act in placed:
        timetable.put(act)
    return State(_usage([*cases, *(other.act for other in placed)], book), timetable)


def _citizens_who_meet(cases: Iterable[Case], book: RuleBook) -> set[int]:
    """Those who have an act here that may share its time with another one here, or with one that is kept in mind.

    One that counts nothing is enough: it may join the act to a stretch that was paid more grams than it counts with.
    """
    busy: dict[tuple[int, str], list[Busy]] = defaultdict(list)
    near: set[Stretch] = set()
    for case in cases:
        line = timeline(case.rule.methodology)
        assert line
        busy[case.citizen_id, line.name].append((case.started_at, case.busy_until))
        near.add((case.citizen_id, case.city_day - timedelta(days=line.longest_days), city_day(case.busy_until)))
    for citizen_id, name, started_at, ended_at in _times_in_mind(near, book):
        busy[citizen_id, name].append((started_at, ended_at))
    return {citizen_id for (citizen_id, _line), times in busy.items() if _share_a_time(times)}


def _share_a_time(times: list[Busy]) -> bool:
    times.sort()
    return any(later[0] < earlier[1] for earlier, later in pairwise(times))


def _times_in_mind(near: Iterable[Stretch], book: RuleBook) -> Iterable[tuple[int, str, datetime, datetime]]:
    """A citizen, a timeline, from when, until when."""
    stretches = _columns(near)
    if not stretches:
        return
    methods = _methods(book)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT activity.citizen_id, activity.scenario_id, activity.started_at, activity.ended_at
            FROM unnest(%s::bigint[], %s::date[], %s::date[]) AS near (citizen_id, first_day, last_day)
            JOIN activities_activity AS activity
                ON activity.citizen_id = near.citizen_id
                AND activity.city_day BETWEEN near.first_day AND near.last_day
                AND activity.scenario_id = ANY (%s::bigint[])
            JOIN activities_assessment AS assessment ON assessment.activity_id = activity.id
            WHERE NOT assessment.facts ? 'is_over'
            """,
            [*stretches, pg_arrays.numbers(methods)],
        )
        for citizen_id, scenario_id, started_at, ended_at in cursor.fetchall():
            method = methods[scenario_id]
            line = timeline(method)
            assert line
            yield citizen_id, line.name, started_at, busy_until(method, started_at, ended_at)


def _placed(cases: Iterable[Case], book: RuleBook) -> list[Placed]:
    """The acts around these on any lane: those that count, and those passed over that may come to count.

    As far as a stretch is followed, and as far again, for what an act at its end meets.
    """
    near: set[Stretch] = set()
    for case in cases:
        line = timeline(case.rule.methodology)
        assert line
        reach = timedelta(days=2 * line.longest_days)
        near.add((case.citizen_id, case.city_day - reach, city_day(case.busy_until) + reach))
    stretches = _columns(near)
    if not stretches:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT
                activity.id, activity.citizen_id, activity.scenario_id, activity.started_at, activity.ended_at,
                activity.city_day, coalesce(assessment.facts->>'counted_as', activity.evidence),
                activity.values::text, assessment.version_id,
                assessment.facts->>'quantified', assessment.grams, assessment.credits,
                revocation.grams, revocation.credits,
                coalesce(recounting.grams, 0), coalesce(recounting.credits, 0), coalesce(recounting.acts, 0)
            FROM unnest(%s::bigint[], %s::date[], %s::date[]) AS near (citizen_id, first_day, last_day)
            JOIN activities_activity AS activity
                ON activity.citizen_id = near.citizen_id
                AND activity.city_day BETWEEN near.first_day AND near.last_day
                AND activity.scenario_id = ANY (%s::bigint[])
            JOIN activities_assessment AS assessment ON assessment.activity_id = activity.id
            LEFT JOIN activities_revocation AS revocation ON revocation.activity_id = activity.id
            LEFT JOIN activities_recounting AS recounting ON recounting.activity_id = activity.id
            WHERE NOT assessment.facts ? 'is_over'
            """,
            [*stretches, pg_arrays.numbers(_methods(book))],
        )
        return [placed for row in cursor.fetchall() if (placed := _read_placed(row))]


def _read_placed(row: tuple[Any, ...]) -> Placed | None:
    try:
        return _as_placed(*row)
    except Exception:
        # What can no longer be read must not stop the acts around it.
        log.exception("activity %s counts, but cannot be read", row[0])
        return None


def _as_placed(
    pk: int,
    citizen_id: int,
    scenario_id: int,
    started_at: datetime,
    ended_at: datetime,
    day: date,
    evidence: str,
    said: str,
    version_id: int,
    quantified: str,
    grams: int,
    credits: int,
    given_back_g: int | None,
    given_back_credits: int | None,
    *recounted: int,
) -> Placed:
    rule = rule_of(version_id)
    method = rule.methodology
    claim = method.read(json.loads(said), int((ended_at - started_at).total_seconds()))
    quantified_g, paid = Decimal(quantified), Worth(grams, credits)
    is_revoked = given_back_credits is not None
    case = Case(
        pk,
        citizen_id,
        scenario_id,
        started_at,
        busy_until(method, started_at, ended_at),
        day,
        rule,
        quantified_g,
        NOTHING if is_revoked else own_worth(quantified_g, claim, rule, Evidence(evidence)),
        lane_of(method, claim),
        claim,
        Evidence(evidence),
    )
    # What a revoked act kept of its pay is what its stretch is worth without it.
    kept = Worth(grams - (given_back_g or 0), credits - (given_back_credits or 0))
    return Placed(case, kept, Used.by(paid).plus(Used(*recounted)))


def _usage(acts: Iterable[Case], book: RuleBook) -> Usage:
    """Every day that a cap of these acts' rules looks at."""
    usage = Usage()
    stretches = _columns(_stretches(acts))
    if not stretches:
        return usage
    day_totals = {
        scenario.pk
        for scenario in book.scenarios.values()
        if scenario.has_methodology and scenario.methodology.span is Span.DAY
    }
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH stretch AS (
                SELECT * FROM unnest(%s::bigint[], %s::date[], %s::date[]) AS stretch (citizen_id, first_day, last_day)
            )
            SELECT activity.citizen_id, activity.scenario_id, activity.city_day,
                   sum(assessment.grams)::bigint, sum(assessment.credits)::bigint,
                   count(*) FILTER (WHERE assessment.grams > 0 OR assessment.credits > 0)
            FROM stretch
            JOIN activities_activity AS activity
                ON activity.citizen_id = stretch.citizen_id
                AND activity.city_day BETWEEN stretch.first_day AND stretch.last_day
            JOIN activities_assessment AS assessment ON assessment.activity_id = activity.id
            GROUP BY 1, 2, 3
            UNION ALL
            SELECT recounting.citizen_id, scenario_id, city_day, grams, credits, acts
            FROM stretch
            JOIN activities_recounting AS recounting
                ON recounting.citizen_id = stretch.citizen_id
                AND recounting.city_day BETWEEN stretch.first_day AND stretch.last_day
            """,
            stretches,
        )
        totals: dict[Day, Worth] = defaultdict(Worth)
        for citizen_id, scenario_id, day, grams, credits, counted in cursor.fetchall():
            if scenario_id in day_totals:
                totals[citizen_id, scenario_id, day] = totals[citizen_id, scenario_id, day].plus(Worth(grams, credits))
            else:
                usage.count(citizen_id, scenario_id, day, Used(grams, credits, counted))
    for place, worth in totals.items():
        # The totals of one day are one act, however often they grew, while any of them counts.
        usage.count(*place, Used.by(worth))
    return usage


def _stretches(acts: Iterable[Case]) -> Iterable[Stretch]:
    """The days to read, or whole months where a cap looks at them."""
    days: set[tuple[int, date, bool]] = {(act.citizen_id, act.city_day, act.rule.has_monthly_cap) for act in acts}
    for citizen_id, day, has_monthly_cap in days:
        if has_monthly_cap:
            yield citizen_id, day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
        else:
            yield citizen_id, day, day


def _methods(book: RuleBook) -> dict[int, Any]:
    """The methodologies of the scenarios whose acts keep something busy."""
    return {
        scenario.pk: scenario.methodology
        for scenario in book.scenarios.values()
        if scenario.has_methodology and timeline(scenario.methodology)
    }


def _columns(stretches: Iterable[Stretch]) -> list[str]:
    """For `unnest(%s::bigint[], %s::date[], %s::date[])`, no day twice; nothing where there are none."""
    rows: list[Stretch] = []
    for citizen_id, first, last in sorted(stretches):
        if rows and rows[-1][0] == citizen_id and first <= rows[-1][2] + ONE_DAY:
            rows[-1] = (citizen_id, rows[-1][1], max(last, rows[-1][2]))
        else:
            rows.append((citizen_id, first, last))
    if not rows:
        return []
    citizen_ids, first_days, last_days = zip(*rows, strict=True)
    return [pg_arrays.numbers(citizen_ids), pg_arrays.days(first_days), pg_arrays.days(last_days)]
