"""Proves trophies by a reckoning of their own: each that stands has its ground, each that is revoked a reason."""

from common.audit import AuditRule

RULES = [
    AuditRule(
        "trophy_without_its_ground",
        "award {0} of {1} to citizen {2} asks for {3} of “{4}”; found were {5}",
        """
        WITH award AS (
            SELECT award.id, award.trophy, award.citizen_id, award.subject, award.awarded_at,
                   edition.document->>'kind' AS ground, edition.document->>'scenario' AS scenario,
                   (edition.document->>'number')::bigint AS number
            FROM campaigns_trophyaward AS award
            JOIN lists_edition AS edition ON edition.id = award.edition_id
            WHERE award.revoked_at IS NULL AND NOT EXISTS (
                SELECT FROM activities_activity AS act
                LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
                LEFT JOIN activities_revocation AS revoked ON revoked.activity_id = act.id
                WHERE act.citizen_id = award.citizen_id
                AND greatest(assessment.assessed_at, revoked.revoked_at) > coalesce(
                    (SELECT until FROM campaigns_heard WHERE reader = 'trophies'), '-infinity'
                )
            ) AND NOT EXISTS (
                SELECT FROM campaigns_checkin AS checkin
                JOIN campaigns_signup AS signup ON signup.id = checkin.signup_id
                WHERE signup.citizen_id = award.citizen_id AND checkin.undone_at > coalesce(
                    (SELECT until FROM campaigns_heard WHERE reader = 'trophies'), '-infinity'
                )
            )
        ), found AS (
            SELECT award.*, CASE ground
                WHEN 'first' THEN done.days
                WHEN 'days' THEN done.days
                WHEN 'kilograms' THEN done.grams / 1000
                WHEN 'year' THEN done.grams / 1000
                WHEN 'team' THEN (
                    SELECT count(DISTINCT team.id) FROM campaigns_teammonth AS month
                    JOIN campaigns_teammember AS member ON member.id = month.member_id
                    JOIN campaigns_team AS team ON team.id = member.team_id
                    WHERE member.citizen_id = award.citizen_id
                    AND award.subject = to_char(month.month, 'YYYY-MM ') || team.public_id
                )
                WHEN 'campaign' THEN (
                    SELECT count(*) FROM campaigns_checkin AS checkin
                    JOIN campaigns_signup AS signup ON signup.id = checkin.signup_id
                    JOIN campaigns_campaign AS campaign ON campaign.id = signup.campaign_id
                    WHERE signup.citizen_id = award.citizen_id AND checkin.undone_at IS NULL
                    AND campaign.ends_at <= least(award.awarded_at, campaign.cancelled_at)
                )
            END AS times
            FROM award CROSS JOIN LATERAL (
                SELECT count(DISTINCT act.city_day) AS days,
                       coalesce(sum(assessment.grams - coalesce(revoked.grams, 0)), 0)::bigint AS grams
                FROM activities_activity AS act
                JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
                JOIN scenarios_scenario AS scenario ON scenario.id = act.scenario_id
                LEFT JOIN activities_revocation AS revoked ON revoked.activity_id = act.id
                WHERE act.citizen_id = award.citizen_id
                AND (assessment.grams > coalesce(revoked.grams, 0) OR assessment.credits > coalesce(revoked.credits, 0))
                AND award.scenario IN ('', scenario.code)
                AND (award.ground <> 'year' OR award.subject = to_char(act.city_day, 'YYYY'))
            ) AS done
        )
        SELECT id, trophy, citizen_id, number, ground, times FROM found
        WHERE (times >= CASE ground WHEN 'team' THEN 1 ELSE number END) IS NOT TRUE
        """,
    ),
    AuditRule(
        "trophy_revoked_without_reason",
        "award {0} of {1} to citizen {2} was revoked {3}; from {4} on no act or check-in of theirs was undone",
        """
        SELECT award.id, award.trophy, award.citizen_id, award.revoked_at, award.awarded_at
        FROM campaigns_trophyaward AS award
        WHERE award.revoked_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM activities_revocation AS revoked
            JOIN activities_activity AS act ON act.id = revoked.activity_id
            WHERE act.citizen_id = award.citizen_id
            AND revoked.revoked_at BETWEEN award.awarded_at - interval '1 hour' AND award.revoked_at
        ) AND NOT EXISTS (
            SELECT FROM campaigns_checkin AS checkin
            JOIN campaigns_signup AS signup ON signup.id = checkin.signup_id
            WHERE signup.citizen_id = award.citizen_id
            AND checkin.undone_at BETWEEN award.awarded_at - interval '1 hour' AND award.revoked_at
        )
        """,
    ),
]
"""An act that was taken back while its award was judged may say so an hour before it."""
