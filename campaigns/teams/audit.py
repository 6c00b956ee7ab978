"""Proves teams: sums of members are those of their acts, nobody is in one without a consent, guardians are asked."""

from common.audit import AuditRule

RULES = [
    AuditRule(
        "team_month_is_not_its_acts",
        "member {0} has {2} g on {3} days of {1}; their acts in the team came to {4} g on {5}",
        """
        WITH heard AS (
            SELECT until FROM campaigns_heard WHERE reader = 'teams'
        ), settled AS (
            SELECT member.* FROM campaigns_teammember AS member
            WHERE NOT EXISTS (
                SELECT FROM activities_activity AS act
                LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
                LEFT JOIN activities_revocation AS revoked ON revoked.activity_id = act.id
                WHERE act.citizen_id = member.citizen_id
                AND greatest(assessment.assessed_at, revoked.revoked_at)
                    > coalesce((SELECT until FROM heard), '-infinity')
            )
        ), counted AS (
            SELECT member.id AS member_id, date_trunc('month', act.city_day)::date AS month,
                   sum(assessment.grams - coalesce(revoked.grams, 0))::bigint AS grams,
                   count(DISTINCT act.city_day) AS days
            FROM settled AS member
            JOIN activities_activity AS act ON act.citizen_id = member.citizen_id
                 AND act.city_day >= (member.joined_at AT TIME ZONE 'Asia/Shanghai')::date
                 AND act.started_at < coalesce(member.left_at, 'infinity')
                 AND member.id = (
                     SELECT max(same.id) FROM campaigns_teammember AS same
                     WHERE same.team_id = member.team_id AND same.citizen_id = member.citizen_id
                     AND (same.joined_at AT TIME ZONE 'Asia/Shanghai')::date <= act.city_day
                 )
            JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
            LEFT JOIN activities_revocation AS revoked ON revoked.activity_id = act.id
            WHERE assessment.grams > coalesce(revoked.grams, 0) OR assessment.credits > coalesce(revoked.credits, 0)
            GROUP BY 1, 2
        ), kept AS (
            SELECT month.member_id, month.month, month.grams, month.days
            FROM campaigns_teammonth AS month JOIN settled ON settled.id = month.member_id
        )
        SELECT coalesce(kept.member_id, counted.member_id), coalesce(kept.month, counted.month),
               coalesce(kept.grams, 0), coalesce(kept.days, 0), coalesce(counted.grams, 0), coalesce(counted.days, 0)
        FROM kept FULL JOIN counted USING (member_id, month)
        WHERE (kept.grams, kept.days) IS DISTINCT FROM (counted.grams, counted.days)
        """,
    ),
    AuditRule(
        "team_was_told_otherwise",
        "team {0} was told {2} kg of {1}; until then {3} citizens had saved {4} g in it",
        """
        SELECT told.team_id, told.month, told.kilograms, came.citizens, came.grams
        FROM campaigns_toldmonth AS told
        CROSS JOIN LATERAL (
            SELECT count(DISTINCT member.citizen_id) AS citizens, coalesce(sum(assessment.grams), 0)::bigint AS grams
            FROM campaigns_teammember AS member
            JOIN activities_activity AS act ON act.citizen_id = member.citizen_id
                 AND act.city_day BETWEEN told.month AND told.month + interval '1 month' - interval '1 day'
                 AND act.city_day >= (member.joined_at AT TIME ZONE 'Asia/Shanghai')::date
                 AND act.started_at < coalesce(member.left_at, 'infinity')
            JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
                 AND assessment.grams > 0 AND assessment.assessed_at <= told.told_at
            WHERE member.team_id = told.team_id
        ) AS came
        WHERE came.citizens < 5 OR came.grams < told.kilograms * 1000
        """,
    ),
    AuditRule(
        "in_a_team_without_consent",
        "member {0} of team {1} is in it and has agreed to none",
        """
        SELECT member.id, member.team_id FROM campaigns_teammember AS member
        WHERE member.left_at IS NULL AND NOT EXISTS (
            SELECT FROM campaigns_teamconsent AS consent
            WHERE consent.citizen_id = member.citizen_id AND consent.ended_at IS NULL
        )
        """,
    ),
    AuditRule(
        "child_decided_for_by_another",
        "consent {0} of citizen {1} is not of guardian {2}, who decided in consent {3} and had not released them",
        """
        SELECT consent.id, consent.citizen_id, earlier.guardian_id, earlier.id
        FROM campaigns_teamconsent AS consent
        JOIN campaigns_teamconsent AS earlier ON earlier.citizen_id = consent.citizen_id AND earlier.id < consent.id
            AND earlier.guardian_id <> coalesce(consent.guardian_id, 0)
        WHERE earlier.released_at IS NULL OR earlier.released_at > consent.given_at
        """,
    ),
    AuditRule(
        "guardian_change_is_not_its_consents",
        "change {0} of guardian {1} of child {2} was agreed to {3}, and the consents say otherwise",
        """
        SELECT change.id, change.guardian_id, change.child_id, change.decided_at
        FROM campaigns_guardianchange AS change
        WHERE change.is_agreed AND (
            NOT EXISTS (
                SELECT FROM campaigns_teamconsent AS lifted
                WHERE (lifted.citizen_id, lifted.guardian_id, lifted.released_at)
                    = (change.child_id, change.guardian_id, change.decided_at)
            )
            OR change.to_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM campaigns_teamconsent AS bound
                WHERE (bound.citizen_id, bound.guardian_id, bound.given_at, bound.ended_at)
                    = (change.child_id, change.to_id, change.decided_at, change.decided_at)
            )
        )
        """,
    ),
    AuditRule(
        "guardian_changed_by_one",
        "change {0} was asked for {1} by {2}, decided {3} by {4}",
        """
        SELECT id, asked_at, asked_by_id, decided_at, decided_by_id
        FROM campaigns_guardianchange
        WHERE decided_at IS NOT NULL AND (
            asked_by_id <> decided_by_id
            AND NOT ARRAY[asked_by_id, decided_by_id] && ARRAY[child_id, guardian_id, to_id]
            AND (NOT is_agreed OR decided_at >= due_at AND due_at > asked_at)
        ) IS NOT TRUE
        """,
    ),
    AuditRule(
        "bound_by_nobody",
        "consent {0} binds child {1} to guardian {2}, who has agreed to nothing, and no change of guardian says so",
        """
        SELECT consent.id, consent.citizen_id, consent.guardian_id
        FROM campaigns_teamconsent AS consent
        WHERE consent.edition = '' AND NOT EXISTS (
            SELECT FROM campaigns_guardianchange AS change
            WHERE (change.child_id, change.to_id, change.decided_at)
                = (consent.citizen_id, consent.guardian_id, consent.given_at) AND change.is_agreed
        )
        """,
    ),
]
