"""Proves that what was scored was paid, by one award for every credited assessment, and that nothing in the world has
counted twice.

What was scored is itself held against a second reckoner's answers, citizen by citizen of a sample.
"""

from collections.abc import Iterator

from activities.award_references import AWARD_REFERENCE
from activities.keepsakes.auditing import RULES as CERTIFICATE_RULES
from activities.second_opinion import auditing
from activities.second_opinion.auditing import Sample
from activities.things.auditing import RULES as THING_RULES
from activities.ways_in import all_ways
from common.audit import WHOLE, AuditRule, Extent, Finding, broken, since_migration
from credits.reading import TRANSFERS

_FOLLOWED = """
    FROM activities_assessment AS assessment
    JOIN activities_activity AS activity ON activity.id = assessment.activity_id
    LEFT JOIN scenarios_ruleversion AS version ON version.id = assessment.version_id
"""
TAKEN_BACK_OF = "substring(transfer.reference FROM '^revoke:([0-9]{1,18}):')::bigint"
"""SQL: the act for whose revocation a transfer takes back."""
_PAID = f"""
    {_FOLLOWED}
    JOIN {TRANSFERS} AS transfer ON transfer.kind = 'award' AND transfer.reference = {AWARD_REFERENCE}
"""

RULES = [
    AuditRule(
        "credited_assessment_without_its_award",
        "activity {0} earned {1} credits; its unreversed awards to its citizen are worth {2}",
        f"""
        SELECT assessment.activity_id, assessment.credits, coalesce(award.amount, 0)
        FROM activities_assessment AS assessment
        JOIN activities_activity AS activity ON activity.id = assessment.activity_id
        LEFT JOIN (
            SELECT transfer.reference, transfer.to_owner, sum(transfer.amount) AS amount
            FROM {TRANSFERS} AS transfer
            WHERE transfer.kind = 'award' AND transfer.reversed_by IS NULL
            GROUP BY 1, 2
        ) AS award ON award.reference = {AWARD_REFERENCE} AND award.to_owner = activity.citizen_id
        WHERE assessment.credits <> coalesce(award.amount, 0)
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "award_without_its_assessment",
        "transfer {0} ({1})",
        f"""
        SELECT transfer.id, transfer.reference
        FROM {TRANSFERS} AS transfer
        LEFT JOIN activities_assessment AS assessment ON transfer.reference = {AWARD_REFERENCE}
        WHERE transfer.kind = 'award' AND assessment.activity_id IS NULL
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "assessed_by_another_version",
        "activity {0} of {1} was assessed by version {2}, which was not in force for it",
        f"""
        SELECT assessment.activity_id, activity.city_day, assessment.version_id
        {_FOLLOWED}
        WHERE version.published_at IS NULL OR version.withdrawn_at IS NOT NULL
        OR version.scenario_id <> activity.scenario_id OR version.effective_from > activity.city_day
        OR EXISTS (
            SELECT FROM scenarios_ruleversion AS later
            WHERE later.scenario_id = version.scenario_id AND later.withdrawn_at IS NULL
            AND later.effective_from > version.effective_from AND later.effective_from <= activity.city_day
            AND later.published_at <= assessment.assessed_at
        )
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "rule_of_another_factor",
        "version {0} counts with {1} as {2}, which is published as {3}",
        """
        SELECT version.id, used ->> 'code', used ->> 'value', coalesce(factor.value::text, 'nothing')
        FROM scenarios_ruleversion AS version
        CROSS JOIN jsonb_each(version.document -> 'factors') AS slot (name, used)
        LEFT JOIN scenarios_emissionfactor AS factor ON factor.code = used ->> 'code'
        WHERE version.published_at IS NOT NULL AND factor.value IS DISTINCT FROM (used ->> 'value')::numeric
        """,
    ),
    # A clock may be set back between two of them, by less than a day.
    AuditRule(
        "times_run_backwards",
        "activity {0} began {1}, was recorded {2} and assessed {3}",
        """
        SELECT activity.id, activity.started_at, activity.recorded_at, assessment.assessed_at
        FROM activities_activity AS activity
        LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = activity.id
        WHERE activity.recorded_at < activity.started_at - interval '1 day'
        OR assessment.assessed_at < activity.recorded_at - interval '1 day'
        """,
    ),
    AuditRule(
        "act_on_another_day",
        "activity {0} of {1} began on {2}",
        """
        SELECT id, city_day, (started_at AT TIME ZONE 'Asia/Shanghai')::date
        FROM activities_activity
        WHERE city_day <> (started_at AT TIME ZONE 'Asia/Shanghai')::date
        """,
    ),
    AuditRule(
        "evidence_is_not_its_channels",
        "activity {0} is {1}, which {2} cannot prove or its rule does not take",
        f"""
        SELECT activity.id, activity.evidence, activity.channel
        FROM activities_activity AS activity
        LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = activity.id
        LEFT JOIN scenarios_ruleversion AS version ON version.id = assessment.version_id
        WHERE NOT version.document -> 'windows' ? activity.evidence
        OR activity.channel || ' ' || activity.evidence <> ALL (%s)
        AND NOT (
            activity.channel = 'api' AND activity.evidence = 'device'
            AND activity.recorded_at < {since_migration("activities", "0014_things")}
        )
        """,  # noqa: S608, an expression of this program alone
        [[f"{way.code} {grade}" for way in all_ways().values() for grade in way.grades]],
    ),
    AuditRule(
        "award_at_another_time",
        "activity {0} began {1} and was assessed {2}; its award says {3} and {4}",
        f"""
        SELECT assessment.activity_id, activity.started_at, assessment.assessed_at, transfer.event_at,
            transfer.created_at
        {_PAID}
        WHERE (transfer.event_at, transfer.created_at) <> (activity.started_at, assessment.assessed_at)
        """,
    ),
    AuditRule(
        "award_from_another_budget",
        "activity {0} was paid by {1}, its rule says {2}",
        f"""
        SELECT assessment.activity_id, transfer.from_budget, version.document ->> 'budget'
        {_PAID}
        WHERE transfer.from_budget <> version.document ->> 'budget'
        """,
    ),
    AuditRule(
        "award_of_another_vintage",
        "activity {0} was paid {1}, until {2}",
        f"""
        SELECT assessment.activity_id, transfer.created_at, transfer.to_expire_on
        {_PAID}
        WHERE transfer.to_expire_on
            <> make_date(extract(year FROM transfer.created_at AT TIME ZONE 'Asia/Shanghai')::int + 1, 12, 31)
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "scored_without_assessment",
        "activity {0} is {1}",
        """
        SELECT activity.id, activity.status
        FROM activities_activity AS activity
        LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = activity.id
        WHERE (activity.status IN ('scored', 'revoked')) <> (assessment.activity_id IS NOT NULL)
        """,
    ),
    AuditRule(
        "revoked_without_revocation",
        "activity {0} is {1}",
        """
        SELECT activity.id, activity.status
        FROM activities_activity AS activity
        FULL JOIN activities_revocation AS revocation ON revocation.activity_id = activity.id
        WHERE (activity.status = 'revoked') IS DISTINCT FROM (revocation.activity_id IS NOT NULL)
        """,
    ),
    AuditRule(
        "revocation_is_not_its_transfers",
        "activity {0} gave back {1} credits; {2} were taken from its citizen for it",
        f"""
        SELECT revocation.activity_id, revocation.credits, coalesce(sum(transfer.amount), 0)
        FROM activities_revocation AS revocation
        JOIN activities_activity AS activity ON activity.id = revocation.activity_id
        LEFT JOIN {TRANSFERS} AS transfer
            ON transfer.kind IN ('clawback', 'debt') AND transfer.from_owner = activity.citizen_id
            AND transfer.created_at = revocation.revoked_at
            AND {TAKEN_BACK_OF} = revocation.activity_id
        GROUP BY 1, 2
        HAVING revocation.credits <> coalesce(sum(transfer.amount), 0)
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "taken_back_without_revocation",
        "transfer {0} ({1})",
        f"""
        SELECT transfer.id, transfer.reference
        FROM {TRANSFERS} AS transfer
        LEFT JOIN activities_revocation AS revocation
            ON {TAKEN_BACK_OF} = revocation.activity_id
        WHERE transfer.kind IN ('clawback', 'debt') AND revocation.activity_id IS NULL
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "counted_again_without_revocation",
        "activity {0} counts again as activity {1}, which is not the same act of the same citizen",
        """
        SELECT reinstatement.revocation_id, reinstatement.activity_id
        FROM activities_reinstatement AS reinstatement
        LEFT JOIN activities_activity AS before ON before.id = reinstatement.revocation_id
        LEFT JOIN activities_activity AS again ON again.id = reinstatement.activity_id
        LEFT JOIN activities_revocation AS revocation ON revocation.activity_id = reinstatement.revocation_id
        WHERE revocation.activity_id IS NULL OR again.channel IS DISTINCT FROM 'again'
        OR reinstatement.by_id IN (revocation.by_id, before.citizen_id)
        OR (before.citizen_id, before.scenario_id, before.started_at, before.ended_at, before.values, before.evidence)
            IS DISTINCT FROM
            (again.citizen_id, again.scenario_id, again.started_at, again.ended_at, again.values, again.evidence)
        """,
    ),
    AuditRule(
        "counted_again_by_nobody",
        "activity {0}",
        """
        SELECT activity.id
        FROM activities_activity AS activity
        LEFT JOIN activities_reinstatement AS reinstatement ON reinstatement.activity_id = activity.id
        WHERE activity.channel = 'again' AND reinstatement.activity_id IS NULL
        """,
    ),
    AuditRule(
        "set_is_not_what_it_took_back",
        "set {0}, activity {1}",
        """
        SELECT whole.id, member.activity_id
        FROM activities_revocationset AS whole
        JOIN activities_revocationsetact AS member ON member.revocation_set_id = whole.id
        LEFT JOIN activities_activity AS activity ON activity.id = member.activity_id
        LEFT JOIN activities_revocation AS revocation ON revocation.activity_id = member.activity_id
        WHERE activity.citizen_id IS DISTINCT FROM member.citizen_id
        OR whole.done_at IS NOT NULL AND member.outcome = ''
        OR member.outcome = 'taken'
            AND (whole.by_id, whole.reason) IS DISTINCT FROM (revocation.by_id, revocation.reason)
        """,
    ),
    AuditRule(
        "queue_is_not_the_unsettled",
        "activity {0} is {1}, and the queue says {2}",
        """
        SELECT coalesce(activity.id, queued.activity_id), activity.status, coalesce(queued.status, 'nothing')
        FROM (SELECT id, status FROM activities_activity WHERE status IN ('pending', 'waiting', 'behind')) AS activity
        FULL JOIN (
            SELECT activity_id, CASE
                WHEN waits_since IS NULL THEN 'pending' WHEN waits_for IS NULL THEN 'waiting' ELSE 'behind'
            END AS status
            FROM activities_queuedact
        ) AS queued ON queued.activity_id = activity.id
        WHERE activity.status IS DISTINCT FROM queued.status
        """,
    ),
    AuditRule(
        "queued_is_not_its_act",
        "activity {0} of citizen {1} and scenario {2} is queued as one of citizen {3} and scenario {4}",
        """
        SELECT activity.id, activity.citizen_id, activity.scenario_id, queued.citizen_id, queued.scenario_id
        FROM activities_queuedact AS queued
        JOIN activities_activity AS activity ON activity.id = queued.activity_id
        WHERE (queued.citizen_id, queued.scenario_id) <> (activity.citizen_id, activity.scenario_id)
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
    # Whoever freezes waits for a batch under way, whose moment is read before; clocks of two hosts differ, too.
    AuditRule(
        "earned_while_frozen",
        "activity {0} of citizen {1} was assessed {2} for {3} credits, amid freeze {4}",
        """
        SELECT activity.id, activity.citizen_id, assessment.assessed_at, assessment.credits, frozen.id
        FROM accounts_freeze AS frozen
        JOIN activities_activity AS activity ON activity.citizen_id = frozen.citizen_id
        JOIN activities_assessment AS assessment ON assessment.activity_id = activity.id
        WHERE frozen.earning AND assessment.credits > 0
        AND assessment.assessed_at > frozen.begun_at + interval '1 minute'
        AND assessment.assessed_at < coalesce(frozen.over_at, 'infinity') - interval '1 minute'
        """,
    ),
    AuditRule(
        "refused_without_a_freeze",
        "activity {0} of citizen {1}, recorded {2}, was refused for a freeze that did not stay to its end",
        """
        SELECT activity.id, activity.citizen_id, activity.recorded_at
        FROM activities_activity AS activity
        WHERE activity.refusal = 'frozen' AND NOT EXISTS (
            SELECT FROM accounts_freeze AS frozen
            WHERE frozen.citizen_id = activity.citizen_id AND frozen.earning
            AND frozen.over_at IS NOT NULL AND frozen.lifted_by_id IS NULL AND frozen.overturned_at IS NULL
            AND activity.recorded_at >= frozen.begun_at AND activity.recorded_at < frozen.ends_at
        )
        """,
    ),
    AuditRule(
        "review_is_not_its_doubts",
        "activity {0} is {1}; its doubts came to {2}, with the decision {3}",
        """
        SELECT activity.id, activity.status, doubted.came, doubted.decision
        FROM activities_activity AS activity
        FULL JOIN activities_doubted AS doubted ON doubted.activity_id = activity.id
        WHERE (
            doubted.activity_id IS NOT NULL OR activity.status = 'review' OR starts_with(activity.refusal, 'refused_')
        )
        AND CASE
            WHEN doubted.reopened_at IS NOT NULL OR doubted.decision = 'cleared'
                THEN activity.status = 'review' OR starts_with(activity.refusal, 'refused_')
            WHEN doubted.came = 'review' AND doubted.decision = '' THEN activity.status <> 'review'
            WHEN doubted.came = 'review' AND doubted.decision = 'refused'
                THEN activity.refusal <> 'refused_in_review'
            WHEN doubted.came = 'review' THEN activity.refusal <> 'refused_unreviewed'
            WHEN doubted.came = 'refused' THEN activity.refusal <> 'refused_over_doubts'
            WHEN doubted.came IS NULL THEN true
            ELSE activity.status = 'review' OR starts_with(activity.refusal, 'refused_')
        END IS NOT FALSE
        """,
    ),
    AuditRule(
        "lowered_is_not_its_doubts",
        "activity {0} is {1} and counted as {2}; its doubts came to {3}",
        """
        SELECT activity.id, activity.evidence, assessment.facts ->> 'counted_as', doubted.came
        FROM activities_assessment AS assessment
        JOIN activities_activity AS activity ON activity.id = assessment.activity_id
        LEFT JOIN activities_doubted AS doubted ON doubted.activity_id = assessment.activity_id
        WHERE assessment.facts ? 'counted_as'
            <> (doubted.came IS NOT DISTINCT FROM 'lower' AND doubted.decision = '' AND doubted.reopened_at IS NULL)
        """,
    ),
    AuditRule(
        "weight_is_not_its_doubts",
        "activity {0} of citizen {1}: its doubts weigh {2}, not {3}",
        """
        SELECT doubted.activity_id, doubted.citizen_id, found.weight, doubted.weight
        FROM activities_doubted AS doubted
        LEFT JOIN activities_activity AS activity ON activity.id = doubted.activity_id
        CROSS JOIN LATERAL (
            SELECT coalesce(sum((doubt ->> 'weight')::int), 0) AS weight FROM jsonb_array_elements(doubts) AS doubt
        ) AS found
        WHERE found.weight <> doubted.weight OR activity.citizen_id IS DISTINCT FROM doubted.citizen_id
        OR doubted.is_drawn AND doubted.weight <> 0
        """,
    ),
    AuditRule(
        "behind_nothing_in_review",
        "activity {0} waits for activity {1}, which is {2}",
        """
        SELECT queued.activity_id, queued.waits_for, other.status
        FROM activities_queuedact AS queued
        JOIN activities_activity AS activity ON activity.id = queued.activity_id
        LEFT JOIN activities_activity AS other ON other.id = queued.waits_for
        WHERE queued.waits_since IS NOT NULL AND queued.waits_for IS NOT NULL
        AND (other.status, other.citizen_id) IS DISTINCT FROM ('review', activity.citizen_id)
        """,
    ),
    *THING_RULES,
    *CERTIFICATE_RULES,
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


def findings(extent: Extent = WHOLE) -> Iterator[Finding]:
    """Everything about scored acts that is not as it must be; nothing when they are sound."""
    yield from broken(RULES)
    yield from auditing.findings(Sample(extent.seed, extent.citizens, extent.judged_since))
