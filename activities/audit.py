"""Proves that what was scored was paid, by one award for every credited assessment, that files are their rows, and that
nothing in the world has counted twice.

What was scored is itself held against a second reckoner's answers, citizen by citizen of a sample.
"""

from collections.abc import Iterator

from activities.award_references import AWARD_REFERENCE
from activities.second_opinion import auditing
from activities.second_opinion.auditing import Sample
from activities.things.conflicts import CONFLICT, HOLDS, WANTED
from common.audit import AuditRule, Finding

RULES = [
    AuditRule(
        "credited_assessment_without_its_award",
        "activity {0} earned {1} credits; its unreversed awards to its citizen are worth {2}",
        f"""
        SELECT assessment.activity_id, assessment.credits, coalesce(award.amount, 0)
        FROM activities_assessment AS assessment
        JOIN activities_activity AS activity ON activity.id = assessment.activity_id
        LEFT JOIN (
            SELECT transfer.reference, account.owner_id, sum(transfer.amount) AS amount
            FROM credits_transfer AS transfer
            JOIN credits_ledgeraccount AS account ON account.id = transfer.credit_id
            LEFT JOIN credits_transferkey AS reversal ON reversal.reference = 'reversal:' || transfer.id
            WHERE transfer.kind = 'award' AND reversal.reference IS NULL
            GROUP BY 1, 2
        ) AS award ON award.reference = {AWARD_REFERENCE} AND award.owner_id = activity.citizen_id
        WHERE assessment.credits <> coalesce(award.amount, 0)
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "award_without_its_assessment",
        "transfer {0} ({1})",
        f"""
        SELECT transfer.id, transfer.reference
        FROM credits_transfer AS transfer
        LEFT JOIN activities_assessment AS assessment ON transfer.reference = {AWARD_REFERENCE}
        WHERE transfer.kind = 'award' AND assessment.activity_id IS NULL
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "scored_without_assessment",
        "activity {0} is {1}",
        """
        SELECT activity.id, activity.status
        FROM activities_activity AS activity
        LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = activity.id
        WHERE (activity.status = 'scored') <> (assessment.activity_id IS NOT NULL)
        """,
    ),
    AuditRule(
        "queue_is_not_the_unsettled",
        "activity {0} is {1}, and the queue says {2}",
        """
        SELECT coalesce(activity.id, queued.activity_id), activity.status, coalesce(queued.status, 'nothing')
        FROM (SELECT id, status FROM activities_activity WHERE status IN ('pending', 'waiting')) AS activity
        FULL JOIN (
            SELECT activity_id, CASE WHEN waits_since IS NULL THEN 'pending' ELSE 'waiting' END AS status
            FROM activities_queuedact
        ) AS queued ON queued.activity_id = activity.id
        WHERE activity.status IS DISTINCT FROM queued.status
        """,
    ),
    AuditRule(
        "file_is_not_its_rows",
        "file {0} says {1} rows, {2} of them recorded; it has {3} and {4} acts of its citizen",
        """
        SELECT job.id, job.rows_done, job.recorded, count(row.line), count(activity.id)
        FROM activities_importjob AS job
        LEFT JOIN activities_importrow AS row ON row.job_id = job.id
        LEFT JOIN activities_activity AS activity
            ON activity.id = row.activity_id AND activity.citizen_id = job.citizen_id AND activity.channel = 'file'
            AND row.outcome = 'recorded'
        GROUP BY job.id
        HAVING job.rows_done <> count(row.line) OR job.recorded <> count(activity.id)
        """,
    ),
    AuditRule(
        "activity_without_its_key",
        "activity {0}",
        """
        SELECT activity.id
        FROM activities_activity AS activity
        LEFT JOIN activities_activitykey AS key
            ON key.activity_id = activity.id AND key.citizen_id = activity.citizen_id
        WHERE key.activity_id IS NULL
        """,
    ),
    AuditRule(
        "key_without_its_activity",
        "activity {0} of citizen {1}",
        """
        SELECT key.activity_id, key.citizen_id
        FROM activities_activitykey AS key
        LEFT JOIN activities_activity AS activity ON activity.id = key.activity_id
        WHERE activity.id IS NULL
        """,
    ),
    AuditRule(
        "thing_counted_twice",
        "thing {0} by activities {1} and {2}",
        f"""
        SELECT DISTINCT wanted.thing_id, wanted.activity_id, counted.activity_id
        FROM ({WANTED.format(stretches="activities_countedstretch")}) AS wanted {CONFLICT}
        AND counted.activity_id > wanted.activity_id
        AND EXISTS (
            SELECT FROM activities_activity AS act
            LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
            WHERE act.id = wanted.activity_id AND {HOLDS}
        )
        """,  # noqa: S608, an expression of this program alone
    ),
    # By the plates and numbers themselves: what was counted under a key that is lost, or before things were known.
    AuditRule(
        "car_or_meter_counted_twice",
        "one car or meter by activities {0} and {1} of two citizens at one time",
        """
        WITH shown AS (
            SELECT vehicle.plate AS thing, reading.activity_id
            FROM activities_odometerreading AS reading
            JOIN activities_vehicle AS vehicle ON vehicle.id = reading.vehicle_id
            UNION
            SELECT vehicle.plate, pledge.activity_id
            FROM activities_pledge AS pledge
            JOIN activities_vehicle AS vehicle ON vehicle.id = pledge.vehicle_id
            UNION
            SELECT meter.kind || ' ' || meter.number, reading.activity_id
            FROM activities_meterreading AS reading
            JOIN activities_meter AS meter ON meter.id = reading.meter_id
        ), paid AS (
            SELECT shown.thing, act.id, act.citizen_id, act.started_at, act.ended_at
            FROM shown
            JOIN activities_activity AS act ON act.id = shown.activity_id
            JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
            WHERE assessment.grams > 0
        )
        SELECT ours.id, theirs.id
        FROM paid AS ours
        JOIN paid AS theirs
            ON theirs.thing = ours.thing AND theirs.citizen_id <> ours.citizen_id AND theirs.id > ours.id
            AND theirs.started_at < ours.ended_at AND ours.started_at < theirs.ended_at
        """,
    ),
    AuditRule(
        "household_act_counts_no_thing",
        "activity {0}",
        """
        SELECT shown.activity_id
        FROM (
            SELECT activity_id FROM activities_odometerreading
            UNION SELECT activity_id FROM activities_pledge
            UNION SELECT activity_id FROM activities_meterreading
        ) AS shown
        LEFT JOIN activities_countedstretch AS counted ON counted.activity_id = shown.activity_id
        WHERE shown.activity_id IS NOT NULL AND counted.activity_id IS NULL
        """,
    ),
    AuditRule(
        "visit_is_not_its_act",
        "visit of activity {0}",
        """
        SELECT visit.activity_id
        FROM activities_venuevisit AS visit
        JOIN activities_activity AS activity ON activity.id = visit.activity_id
        JOIN scenarios_scenario AS scenario ON scenario.id = activity.scenario_id
        WHERE (visit.citizen_id, visit.city_day, 'venue-visit')
            IS DISTINCT FROM (activity.citizen_id, activity.city_day, scenario.code)
        """,
    ),
    AuditRule(
        "recounting_is_not_its_act",
        "recounting of activity {0}",
        """
        SELECT recounting.activity_id
        FROM activities_recounting AS recounting
        LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = recounting.activity_id
        LEFT JOIN activities_activity AS activity ON activity.id = assessment.activity_id
        WHERE (recounting.citizen_id, recounting.scenario_id, recounting.city_day)
            IS DISTINCT FROM (activity.citizen_id, activity.scenario_id, activity.city_day)
        """,
    ),
]


A_FEW = Sample()


def findings(sample: Sample = A_FEW) -> Iterator[Finding]:
    """Everything about scored acts that is not as it must be; nothing when they are sound.

    Of the citizens of `sample` a second opinion is asked.
    """
    for rule in RULES:
        yield from rule.findings()
    yield from auditing.findings(sample)
