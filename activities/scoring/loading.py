"""The state that a batch is reckoned on, out of the tables, in a fixed number of statements; under the citizens' locks.

Most acts meet nothing, so the first look asks only for the times of what is kept in mind. Whole acts are read for those
citizens alone who have something that meets.
"""

import json
import logging
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import connection

from activities.scoring.cases import Case, busy_until, lane_of
from activities.scoring.reckoning import State
from activities.scoring.timetable import Placed
from activities.scoring.usage import Day, Usage
from activities.scoring.walked import Total
from activities.scoring.worth import NOTHING, Used, Worth, own_worth
from common import pg_arrays
from common.city_time import city_day
from methodologies.base import Span
from methodologies.registry import Timeline, pedalling, timeline
from scenarios.rulebook import RuleBook, rule_of
from scenarios.rules import Evidence

log = logging.getLogger(__name__)

ONE_DAY = timedelta(days=1)

Stretch = tuple[int, date, date]
"""A citizen, the first day, the last day."""
Busy = tuple[datetime, datetime]


def load(cases: Sequence[Case], waiting: Iterable[Case], book: RuleBook) -> State:
    """What the citizens of these acts were credited with, as far as it matters to them or to acts that wait."""
    beside = _Beside(book)
    timed = [case for case in cases if case.lane or case.is_beside_rides]
    waiting_timed = [case for case in waiting if case.lane or case.is_beside_rides]
    tangled, ridden = _who_meets(timed, beside, book)
    tangled |= {case.citizen_id for case in waiting_timed}
    around = [_around(case) for case in [*timed, *waiting_timed] if case.citizen_id in tangled]
    placed = _placed({*around, *((citizen_id, day, day) for citizen_id, day in ridden)}, book)
    state = State()
    for act in placed:
        state.timetable.put(act)
    for total in _totals([*timed, *waiting_timed, *(other.act for other in placed)], beside):
        state.walk(total)
    told = [day.any for days in state.walked.values() for day in days.values()]
    return replace(state, usage=_usage([*cases, *(other.act for other in placed), *told], book))


class _Beside:
    """The days on which rides take something off the steps that are told of them."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self.scenario_ids = [
            scenario.pk
            for scenario in book.scenarios.values()
            if scenario.has_methodology and scenario.methodology.counts_pedalling
        ]
        self._known: dict[date, bool] = {}

    def __contains__(self, day: date) -> bool:
        if day not in self._known:
            found = [self._book.rule_on(scenario_id, day) for scenario_id in self.scenario_ids]
            self._known[day] = any(each[1].steps_per_riding_minute for each in found if each)
        return self._known[day]

    def is_of_steps(self, case: Case) -> bool:
        """Whether an act is a ride that takes something off steps, or the steps."""
        return case.is_beside_rides or bool(case.pedalled and case.city_day in self)


def _who_meets(cases: Iterable[Case], beside: _Beside, book: RuleBook) -> tuple[set[int], set[tuple[int, date]]]:
    """Those who have an act here that may share its time with another one here, or with one that is kept in mind.

    One that counts nothing is enough: it may join the act to a stretch that was paid more grams than it counts with.
    Then the days of whomever on which there is a ride here, or steps, and an act that is kept in mind.
    """
    busy: dict[tuple[int, str], list[Busy]] = defaultdict(list)
    near: set[Stretch] = set()
    days: set[tuple[int, date]] = set()
    for case in cases:
        line, last = _line_of(case), _last_day_of(case)
        if not case.is_beside_rides:
            busy[case.citizen_id, line.name].append((case.started_at, case.busy_until))
        if beside.is_of_steps(case):
            days.add((case.citizen_id, case.city_day))
            # Another ride of the day may last into the next.
            last += ONE_DAY
        near.add((case.citizen_id, case.city_day - timedelta(days=line.longest_days), last))
    ridden: set[tuple[int, date]] = set()
    for citizen_id, name, day, started_at, ended_at in _times_in_mind(near, book):
        busy[citizen_id, name].append((started_at, ended_at))
        if days and (citizen_id, day) in days:
            ridden.add((citizen_id, day))
    return {citizen_id for (citizen_id, _line), times in busy.items() if _share_a_time(times)}, ridden


def _line_of(case: Case) -> Timeline:
    return pedalling() if case.is_beside_rides else case.timeline


def _last_day_of(case: Case) -> date:
    """A total is of one day, though it ends when the next begins."""
    return case.city_day if case.is_beside_rides else city_day(case.busy_until)


def _share_a_time(times: list[Busy]) -> bool:
    times.sort()
    return any(later[0] < earlier[1] for earlier, later in pairwise(times))


def _times_in_mind(near: Iterable[Stretch], book: RuleBook) -> Iterable[tuple[int, str, date, datetime, datetime]]:
    """A citizen, a timeline, the city day, from when, until when."""
    stretches = _columns(near)
    if not stretches:
        return
    methods = _methods(book)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT activity.citizen_id, activity.scenario_id, activity.city_day, activity.started_at, activity.ended_at
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
        for citizen_id, scenario_id, day, started_at, ended_at in cursor.fetchall():
            method = methods[scenario_id]
            line = timeline(method)
            assert line
            yield citizen_id, line.name, day, started_at, busy_until(method, started_at, ended_at)


def _around(case: Case) -> Stretch:
    """As far as a stretch is followed, and as far again, for what an act at its end meets."""
    reach = timedelta(days=2 * _line_of(case).longest_days)
    return case.citizen_id, case.city_day - reach, _last_day_of(case) + reach


def _placed(near: Iterable[Stretch], book: RuleBook) -> list[Placed]:
    """The acts of these days on any lane: those that count, and those passed over that may come to count."""
    return [placed for row in _rows(near, _methods(book)) if (placed := _read_placed(row))]


def _totals(cases: Iterable[Case], beside: _Beside) -> list[Total]:
    """What was told of the steps of the days of these rides."""
    days = {(case.citizen_id, case.city_day) for case in cases if case.pedalled and case.city_day in beside}
    return [
        Total(placed.act, placed.credited, Used(*row[-3:]))
        for row in _rows({(citizen_id, day, day) for citizen_id, day in days}, beside.scenario_ids)
        if (placed := _read_placed(row)) and placed.act.is_beside_rides
    ]


def _rows(near: Iterable[Stretch], scenario_ids: Iterable[int]) -> list[tuple[Any, ...]]:
    """The acts of these scenarios that were scored, but those that are over for good."""
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
            [*stretches, pg_arrays.numbers(scenario_ids)],
        )
        return list(cursor.fetchall())


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
