"""Half a year of 10,000 citizens in bulk, few acts of theirs or many: what the city's figures are summed from.

Nobody is alike: some do much, most live in few districts, walking is done most, more is done at weekends. Only what the
figures are summed from is written, acts with their assessments and what is taken back: no keys and no credits.
"""

import random
import sys
from datetime import date, timedelta
from typing import Any

from django.db import connection

from accounts.districts import District
from benchmarks import acts
from common.city_time import city_day
from scenarios.models import RuleVersion

CITIZENS, DAYS = 10_000, 182
DAYS_AGO = 20
"""The last day of the half year, before the benchmarks' evening."""
LATE_DAYS = 7
TAKEN_DAYS_AGO = (DAYS // 6, DAYS // 2, DAYS - 1)
CHANGED = LATE_DAYS + len(TAKEN_DAYS_AGO)
"""How many days late acts and what is taken back change."""
WEIGHTS = (0.9, 0.9, 0.9, 0.9, 0.9, 1.25, 1.25)
"""How much is done on a day of the week, Monday first; 1 on average."""
RECORD = """
    INSERT INTO activities_activity (id, public_id, citizen_id, scenario_id, channel, evidence, district, started_at,
        ended_at, city_day, values, status, status_at, refusal, recorded_at)
    SELECT id, translate(left(md5(id::text), 16), '01', 'gh'), citizen_id, scenario_id, channel, evidence, district,
        began, began + interval '1 minute', city_day, '{"steps": 8000}', 'scored', scored_at, '', scored_at FROM made
"""
MAKE = f"""
WITH drawn AS MATERIALIZED (
    SELECT 1 + floor(random() * %(kinds)s)::integer AS kind,
        1 + floor(power(random(), 2) * %(citizens)s)::integer AS person, random() * interval '14 hours' AS after,
        20 + floor(random() * 1000)::bigint AS grams
    FROM generate_series(1, %(acts)s)
), made AS MATERIALIZED (
    SELECT nextval('activities_activity_id_seq') AS id, person.id AS citizen_id, person.district, kind.*, drawn.grams,
        %(day)s::date AS city_day, (%(day)s::timestamp AT TIME ZONE 'Asia/Shanghai') + after AS began,
        (%(day)s::timestamp AT TIME ZONE 'Asia/Shanghai') + after + interval '1 hour' AS scored_at
    FROM drawn
    JOIN unnest(%(ids)s::bigint[], %(districts)s::text[]) WITH ORDINALITY AS person (id, district, place)
        ON person.place = drawn.person
    JOIN unnest(%(scenarios)s::bigint[], %(versions)s::bigint[], %(channels)s::text[], %(evidence)s::text[])
        WITH ORDINALITY AS kind (scenario_id, version_id, channel, evidence, number) ON kind.number = drawn.kind
), recorded AS ({RECORD})
INSERT INTO activities_assessment (activity_id, version_id, grams, credits, facts, assessed_at)
SELECT id, version_id, grams, grams / 10, '{{}}', scored_at FROM made
"""
COME_LATE = f"""
WITH made AS MATERIALIZED (
    SELECT nextval('activities_activity_id_seq') AS id, citizen_id, scenario_id, channel, evidence, district,
        started_at AS began, city_day, now() AS scored_at, version_id, grams, credits
    FROM (
        SELECT * FROM activities_activity WHERE city_day > %(since)s ORDER BY md5(id::text) LIMIT %(late)s
    ) AS act JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
), recorded AS ({RECORD})
INSERT INTO activities_assessment (activity_id, version_id, grams, credits, facts, assessed_at)
SELECT id, version_id, grams, credits, '{{}}', now() FROM made
"""
TAKE_BACK = """
INSERT INTO activities_revocation (activity_id, reason, by_id, grams, credits, revoked_at)
SELECT activity_id, 'mistaken', %(by)s, grams / part, credits / part, now()
FROM (
    SELECT assessment.*, 1 + activity_id %% 2 AS part FROM activities_activity AS act
    JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
    WHERE act.city_day = ANY(%(days)s) AND NOT EXISTS (
        SELECT FROM activities_revocation AS gone WHERE gone.activity_id = act.id
    )
    ORDER BY md5(activity_id::text) LIMIT %(taken)s
) AS chosen
"""
"""By turns wholly and by half."""
DIFFERING = """
WITH counted AS (
    SELECT activity_id, sum(grams) AS grams, sum(credits) AS credits FROM (
        SELECT activity_id, grams, credits FROM activities_assessment
        UNION ALL SELECT activity_id, -grams, -credits FROM activities_revocation
    ) AS moved GROUP BY activity_id
), fresh AS (
    SELECT city_day AS day, district, scenario_id, count(*) AS acts, sum(grams) AS grams, sum(credits) AS credits,
        count(DISTINCT citizen_id) AS citizens
    FROM counted JOIN activities_activity AS act ON act.id = activity_id WHERE grams > 0 OR credits > 0
    GROUP BY city_day, district, scenario_id
)
SELECT count(*), count(fresh.day), coalesce(sum(fresh.acts), 0)::bigint, count(*) FILTER (WHERE
    (kept.acts, kept.grams, kept.credits, kept.citizens)
    IS DISTINCT FROM (fresh.acts, fresh.grams, fresh.credits, fresh.citizens))
FROM fresh FULL JOIN city_rollup AS kept USING (day, district, scenario_id)
"""


def fill(count: int) -> None:
    """About so many acts, all of them scored on their day."""
    facts, first = _facts(), last_day() - timedelta(days=DAYS - 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        for day in (first + timedelta(days=number) for number in range(DAYS)):
            of_day = round(count / DAYS * WEIGHTS[day.weekday()])
            cursor.execute(MAKE, {**facts, "day": day, "acts": of_day})


def come_late(late: int, taken: int) -> None:
    """Acts of the last week come late, and others of three days of the half year are taken back."""
    days = [last_day() - timedelta(days=ago) for ago in TAKEN_DAYS_AGO]
    since = last_day() - timedelta(days=LATE_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(COME_LATE, {"since": since, "late": late})
        cursor.execute(TAKE_BACK, {"days": days, "taken": taken, "by": acts.make_citizens(1)[0]})


def prove() -> None:
    """Compares roll-ups with a fresh sum that shares no word with what keeps them. Raises `AssertionError`."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING)
        rows, fresh, counted, differing = cursor.fetchone()
    assert fresh, "nothing was summed"
    assert not differing, f"{differing} of {rows} roll-ups are not their sum"
    print(f"{rows:,} roll-ups equal a fresh sum of {counted:,} acts", file=sys.stderr)


def last_day() -> date:
    return city_day(acts.EVENING) - timedelta(days=DAYS_AGO)


def _facts() -> dict[str, Any]:
    """Citizens with their districts, and a hundred kinds of acts, each as often as it is done."""
    chance, ids = random.Random(1), acts.make_citizens(CITIZENS)
    homes = [*District.values, ""]
    known = RuleVersion.objects.published().order_by("-effective_from")
    versions = {version.scenario.code: version for version in known.select_related("scenario")}
    kinds = [
        (versions[code], tell(chance).evidence) for code, (share, tell) in acts.MIX.items() for _one in range(share)
    ]
    return {
        "ids": ids,
        "citizens": len(ids),
        "districts": [homes[int(len(homes) * chance.random() ** 2)] for _citizen in ids],
        "kinds": len(kinds),
        "scenarios": [version.scenario_id for version, _evidence in kinds],
        "versions": [version.pk for version, _evidence in kinds],
        "channels": [acts.CHANNELS[evidence] for _version, evidence in kinds],
        "evidence": [evidence for _version, evidence in kinds],
    }
