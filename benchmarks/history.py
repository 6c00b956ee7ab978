"""A history of scored and paid acts, written in bulk as scoring would have left it, years of it in a minute."""

import itertools
from collections.abc import Callable
from typing import Any

from django.db import connection

from benchmarks import acts
from common.city_time import city_day
from credits.accounts import available_accounts
from scenarios.models import RuleVersion

DAYS_A_STEP, FIRST_DAYS_AGO = 10, 30
GRAMS, CREDITS = 160, 16
FILLINGS = 20
"""One slot pays for ten million acts."""
WRITE = """
WITH made AS MATERIALIZED (
    SELECT nextval('activities_activity_id_seq') AS id, nextval('credits_transfer_id_seq') AS transfer_id,
           citizen.id AS citizen_id, citizen.account_id,
           %(last_day)s::date - act.number AS city_day,
           ((%(last_day)s::date - act.number)::timestamp AT TIME ZONE 'Asia/Shanghai') AS began
    FROM generate_series(%(first)s, %(last)s) AS act (number)
    CROSS JOIN unnest(%(citizens)s::bigint[], %(accounts)s::bigint[]) AS citizen (id, account_id)
), recorded AS (
    INSERT INTO activities_activity (id, public_id, citizen_id, scenario_id, channel, evidence, district, started_at,
        ended_at, city_day, values, status, status_at, refusal, recorded_at)
    SELECT id, translate(left(md5(id::text), 16), '01', 'gh'), citizen_id, %(scenario)s, 'file', 'device', 'jinjiang',
        began, began + interval '1 day', city_day, '{"steps": 8000}', 'scored', began, '', began FROM made
), keyed AS (
    INSERT INTO activities_activitykey (citizen_id, digest, activity_id)
    SELECT citizen_id, md5(id::text)::uuid, id FROM made
), assessed AS (
    INSERT INTO activities_assessment (activity_id, version_id, grams, credits, facts, assessed_at)
    SELECT id, %(version)s, %(grams)s, %(credits)s, '{"quantified": "160.00"}', began FROM made
), named AS (
    INSERT INTO credits_transferkey (reference, transfer_id) SELECT 'act:' || id, transfer_id FROM made
)
INSERT INTO credits_transfer (id, debit_id, credit_id, amount, asset, kind, reference, event_at, created_at)
SELECT transfer_id, %(slot)s, account_id, %(credits)s, 'credit', 'award', 'act:' || id, began, began
FROM made
"""
TABLES = (
    "activities_activity",
    "activities_activitykey",
    "activities_queuedact",
    "activities_assessment",
    "credits_transfer",
    "credits_transferkey",
)
"""What an act leaves rows in."""


def writer(number: int, count: int, *, citizens: int) -> Callable[[], int]:
    """A step that writes ten more days of acts, one a day for each of so many citizens."""
    of_all = facts(citizens)
    # Days long past: what is measured writes into the present.
    starts = itertools.count(FIRST_DAYS_AGO, DAYS_A_STEP)

    def write() -> int:
        first = next(starts)
        with connection.cursor() as cursor:
            cursor.execute(WRITE, {**of_all, "first": first, "last": first + DAYS_A_STEP - 1})
        return citizens * DAYS_A_STEP

    return write


def facts(citizens: int) -> dict[str, Any]:
    """Of new citizens with accounts, what `WRITE` asks for beside the days."""
    for _filling in range(FILLINGS):
        acts.fill_budget()
    citizen_ids = acts.make_citizens(citizens)
    accounts = available_accounts(citizen_ids, acts.VINTAGE)
    # The history lies before every later version.
    version = RuleVersion.objects.published().filter(scenario__code="walking").earliest("effective_from")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM credits_ledgeraccount WHERE kind = 'budget' ORDER BY id LIMIT 1")
        [slot] = cursor.fetchone()
    return {
        "citizens": citizen_ids,
        "accounts": [accounts[citizen_id] for citizen_id in citizen_ids],
        "slot": slot,
        "version": version.pk,
        "scenario": version.scenario_id,
        "last_day": city_day(acts.EVENING),
        "grams": GRAMS,
        "credits": CREDITS,
    }


def bytes_of_tables() -> int:
    """What the tables that an act leaves rows in take, with their indexes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name", [list(TABLES)]
        )
        return int(cursor.fetchone()[0])
