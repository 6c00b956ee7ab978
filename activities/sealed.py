"""What a day's seal covers of acts: each act as it was recorded, with its keys, what scoring made of it, that
it was taken back, and that it counts again.

The claim, the district and the times are the citizen's own, and enter as a digest.
"""

from seals.sources import SealedRows

SEALED = [
    SealedRows(
        "activities.acts",
        "act",
        "activities_activity",
        "recorded_at",
        """
        SELECT act.id,
               jsonb_build_array(act.public_id, act.citizen_id, act.scenario_id, act.channel, act.evidence,
                                 act.city_day, act.recorded_at, keys.digests),
               act.citizen_id,
               jsonb_build_array(act.started_at, act.ended_at, act.district, act.values)::text
        FROM activities_activity AS act
        LEFT JOIN (
            SELECT key.activity_id, array_agg(key.digest ORDER BY key.digest) AS digests
            FROM activities_activitykey AS key, (
                SELECT min(id) AS first_id, max(id) AS last_id
                FROM activities_activity WHERE recorded_at >= %(since)s AND recorded_at < %(until)s
            ) AS of_day
            WHERE key.activity_id BETWEEN of_day.first_id AND of_day.last_id
            GROUP BY key.activity_id
        ) AS keys ON keys.activity_id = act.id
        WHERE act.recorded_at >= %(since)s AND act.recorded_at < %(until)s
        """,
        holds="values <> '{}' OR district <> ''",
    ),
    SealedRows(
        "activities.assessments",
        "assessment of act",
        "activities_assessment",
        "assessed_at",
        """
        SELECT assessment.activity_id,
               jsonb_build_array(assessment.version_id, assessment.grams, assessment.credits, assessment.award_number,
                                 assessment.facts, assessment.assessed_at),
               NULL::bigint, NULL::text
        FROM activities_assessment AS assessment
        WHERE assessment.assessed_at >= %(since)s AND assessment.assessed_at < %(until)s
        """,
    ),
    SealedRows(
        "activities.revocations",
        "revocation of act",
        "activities_revocation",
        "revoked_at",
        """
        SELECT revocation.activity_id,
               jsonb_build_array(revocation.reason, revocation.by_id, revocation.grams, revocation.credits,
                                 revocation.revoked_at),
               NULL::bigint, NULL::text
        FROM activities_revocation AS revocation
        WHERE revocation.revoked_at >= %(since)s AND revocation.revoked_at < %(until)s
        """,
    ),
    SealedRows(
        "activities.reinstatements",
        "reinstatement of act",
        "activities_reinstatement",
        "reinstated_at",
        """
        SELECT reinstatement.revocation_id,
               jsonb_build_array(reinstatement.activity_id, reinstatement.by_id, reinstatement.reinstated_at),
               NULL::bigint, NULL::text
        FROM activities_reinstatement AS reinstatement
        WHERE reinstatement.reinstated_at >= %(since)s AND reinstatement.reinstated_at < %(until)s
        """,
    ),
    SealedRows(
        "activities.doubts",
        "doubts of act",
        "activities_doubted",
        "raised_at",
        """
        SELECT doubted.activity_id,
               jsonb_build_array(doubted.citizen_id, doubted.weight, doubted.came, doubted.is_drawn, doubted.raised_at,
                                 doubted.due_at, doubted.doubts),
               NULL::bigint, NULL::text
        FROM activities_doubted AS doubted
        WHERE doubted.raised_at >= %(since)s AND doubted.raised_at < %(until)s
        """,
    ),
    SealedRows(
        "activities.decisions",
        "decision on act",
        "activities_doubted",
        "decided_at",
        """
        SELECT doubted.activity_id,
               jsonb_build_array(doubted.decision, doubted.reason, doubted.decided_by_id, doubted.decided_at),
               NULL::bigint, NULL::text
        FROM activities_doubted AS doubted
        WHERE doubted.decided_at >= %(since)s AND doubted.decided_at < %(until)s
        """,
    ),
    SealedRows(
        "activities.reopenings",
        "reopening of act",
        "activities_doubted",
        "reopened_at",
        """
        SELECT doubted.activity_id, jsonb_build_array(doubted.reopened_by_id, doubted.reopened_at),
               NULL::bigint, NULL::text
        FROM activities_doubted AS doubted
        WHERE doubted.reopened_at >= %(since)s AND doubted.reopened_at < %(until)s
        """,
    ),
]
