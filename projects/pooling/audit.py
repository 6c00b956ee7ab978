"""Proves pooling: each act as it was scored and with consent; what is reported is what was pooled, to the gram."""

from common.audit import AuditRule
from credits.reading import TRANSFERS

RULES = [
    AuditRule(
        "pooled_otherwise_than_scored",
        "act {0} is pooled in month {1} with {2} g for citizen {3}; it has {4} g of citizen {5}, on {6}, and is {7}",
        """
        SELECT pooled.activity_id, pooled.month_id, pooled.grams, pooled.citizen_id, assessment.grams, act.citizen_id,
            act.city_day, act.status
        FROM projects_pooledact AS pooled
        JOIN projects_pooledmonth AS month ON month.id = pooled.month_id
        LEFT JOIN activities_activity AS act ON act.id = pooled.activity_id
        LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = pooled.activity_id
        LEFT JOIN scenarios_ruleversion AS version ON version.id = assessment.version_id
        WHERE (pooled.grams, pooled.citizen_id) IS DISTINCT FROM (assessment.grams, act.citizen_id)
           OR act.city_day NOT BETWEEN month.starts_on AND month.ends_on
           OR act.status NOT IN ('scored', 'revoked')
           OR (version.document ->> 'claimable')::boolean IS NOT TRUE
        """,
    ),
    # Once agreed, a consent may end: it stood until then.
    AuditRule(
        "pooled_without_consent",
        "act {0} of citizen {1} on {2} is pooled in month {3}, without a consent for that day",
        """
        SELECT pooled.activity_id, pooled.citizen_id, act.city_day, pooled.month_id
        FROM projects_pooledact AS pooled
        JOIN projects_pooledmonth AS month ON month.id = pooled.month_id AND month.status = 'agreed'
        JOIN activities_activity AS act ON act.id = pooled.activity_id
        WHERE NOT EXISTS (
            SELECT FROM projects_poolconsent AS consent WHERE consent.citizen_id = pooled.citizen_id
            AND (consent.given_at AT TIME ZONE 'Asia/Shanghai')::date < act.city_day
            AND coalesce(consent.ended_at >= month.decided_at, true)
        )
        """,
    ),
    AuditRule(
        "month_is_not_its_acts",
        "month {0}: {1} g and {2} acts, its counts say {3} g and {4}; its acts have {5} g less {6} g of {7} that left",
        """
        SELECT month.id, month.acts_g, month.acts, counts.grams, counts.acts, own.grams, went.grams, went.acts
        FROM projects_pooledmonth AS month
        LEFT JOIN LATERAL (
            SELECT coalesce(sum(grams), 0) AS grams, coalesce(sum(acts), 0) AS acts
            FROM projects_poolcount WHERE month_id = month.id AND reason = ''
        ) AS counts ON true
        LEFT JOIN LATERAL (
            SELECT coalesce(sum(grams), 0) AS grams, count(*) AS acts FROM projects_pooledact WHERE month_id = month.id
        ) AS own ON true
        LEFT JOIN LATERAL (
            SELECT coalesce(sum(grams), 0) AS grams, count(*) AS acts FROM projects_poolleaving
            WHERE month_id = month.id AND kind = 'left'
        ) AS went ON true
        WHERE month.status IN ('drawn', 'agreed')
        AND ((month.acts_g + went.grams, month.acts + went.acts) <> (own.grams, own.acts)
            OR (counts.grams, counts.acts) <> (own.grams, own.acts))
        """,
    ),
    # What a report may show goes by how many citizens a count names.
    AuditRule(
        "counted_otherwise_than_pooled",
        "month {0}: its count of {1} in {2} says {3} citizens, {4} acts and {5} g; its acts have {6}, {7} and {8} g",
        """
        SELECT month_id, scenario, district, said.citizens, said.acts, said.grams, own.citizens, own.acts, own.grams
        FROM (
            SELECT known.* FROM projects_poolcount AS known
            JOIN projects_pooledmonth AS month ON month.id = known.month_id AND month.status IN ('drawn', 'agreed')
            WHERE known.reason = '' AND known.acts > 0
        ) AS said
        FULL JOIN (
            SELECT pooled.month_id, scenario.code AS scenario, act.district,
                count(DISTINCT pooled.citizen_id) AS citizens, count(*) AS acts, sum(pooled.grams)::bigint AS grams
            FROM projects_pooledact AS pooled
            JOIN projects_pooledmonth AS month ON month.id = pooled.month_id AND month.status IN ('drawn', 'agreed')
            JOIN activities_activity AS act ON act.id = pooled.activity_id
            JOIN scenarios_scenario AS scenario ON scenario.id = act.scenario_id
            GROUP BY 1, 2, 3
        ) AS own USING (month_id, scenario, district)
        WHERE (said.citizens, said.acts, said.grams) IS DISTINCT FROM (own.citizens, own.acts, own.grams)
        """,
    ),
    AuditRule(
        "month_of_other_citizens",
        "month {0} says {1} citizens; the acts that have not left it are of {2}",
        """
        SELECT month.id, month.citizens, own.citizens FROM projects_pooledmonth AS month
        CROSS JOIN LATERAL (
            SELECT count(DISTINCT pooled.citizen_id) AS citizens FROM projects_pooledact AS pooled
            LEFT JOIN projects_poolleaving AS leaving
                ON leaving.activity_id = pooled.activity_id AND leaving.kind = 'left'
            WHERE pooled.month_id = month.id AND leaving.activity_id IS NULL
        ) AS own
        WHERE month.status IN ('drawn', 'agreed') AND month.citizens <> own.citizens
        """,
    ),
    AuditRule(
        "carried_otherwise_than_before",
        "month {0}: {1} g carried and {2} g owed from before, {3} g taken off; before says {4} g and {5} g, acts {6} g",
        """
        SELECT * FROM (
            SELECT month.id, month.carried_in_g, month.owed_in_g, month.deducted_g,
                coalesce(lag(month.carried_out_g) OVER before, 0) AS carried,
                coalesce(lag(month.owed_out_g) OVER before, 0) AS owed,
                (SELECT coalesce(sum(grams), 0) FROM projects_poolleaving
                 WHERE month_id = month.id AND kind = 'deducted') AS deducted
            FROM projects_pooledmonth AS month WHERE month.status IN ('agreed', 'closed')
            WINDOW before AS (PARTITION BY month.project_id ORDER BY month.starts_on, month.id)
        ) AS month
        WHERE (carried_in_g, owed_in_g, deducted_g) IS DISTINCT FROM (carried, owed, deducted)
        """,
    ),
    AuditRule(
        "reported_otherwise_than_pooled",
        "month {0}: {1} kg pooled, report {2} says {3} kg",
        """
        SELECT month.id, month.kilograms, month.report_id, version.kilograms
        FROM projects_pooledmonth AS month
        LEFT JOIN LATERAL (
            SELECT kilograms FROM projects_reportversion WHERE report_id = month.report_id ORDER BY nth DESC LIMIT 1
        ) AS version ON true
        WHERE month.status = 'agreed'
        AND (month.kilograms <> coalesce(version.kilograms, 0) OR (month.report_id IS NULL) <> (month.kilograms = 0))
        AND NOT (month.kilograms = 0 AND version.kilograms = 0)
        """,
    ),
    # Nothing of it was issued, and who closed it said why in the last step of its report.
    AuditRule(
        "closed_month_counts",
        "month {0} is closed with {1} citizens and {2} kg; its report is {3}, withdrawn by {4}; {5} t of it are issued",
        """
        SELECT month.id, month.citizens, month.kilograms, report.status, step.by_id, issued.tonnes
        FROM projects_pooledmonth AS month
        LEFT JOIN projects_monitoringreport AS report ON report.id = month.report_id
        LEFT JOIN projects_reportstep AS step ON step.report_id = month.report_id AND step.kind = 'withdrawn'
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(tonnes), 0) AS tonnes FROM projects_issuance WHERE report_id = month.report_id
        ) AS issued
        WHERE (month.status = 'closed') <> coalesce(report.status = 'withdrawn' AND step.words <> '', false)
        OR month.status = 'closed' AND (month.citizens, month.acts, month.kilograms, issued.tonnes) <> (0, 0, 0, 0)
        """,
    ),
    AuditRule(
        "gathered_report_without_its_month",
        "report {0} of pool {1} is of no pooled month",
        """
        SELECT report.id, report.project_id FROM projects_monitoringreport AS report
        JOIN projects_carbonproject AS project ON project.id = report.project_id AND project.method = 'public-pooling'
        LEFT JOIN projects_pooledmonth AS month ON month.report_id = report.id
        WHERE month.id IS NULL
        """,
    ),
    AuditRule(
        "left_without_being_taken_back",
        "act {0} left month {1} with {2} g ({3}); it is pooled in month {4} with {5} g, taken back: {6}",
        """
        SELECT leaving.activity_id, leaving.month_id, leaving.grams, leaving.kind, pooled.month_id, pooled.grams,
            revoked.activity_id IS NOT NULL
        FROM projects_poolleaving AS leaving
        LEFT JOIN projects_pooledact AS pooled ON pooled.activity_id = leaving.activity_id
        LEFT JOIN activities_revocation AS revoked ON revoked.activity_id = leaving.activity_id
        WHERE pooled.grams IS DISTINCT FROM leaving.grams OR revoked.activity_id IS NULL
           OR (leaving.kind = 'left') <> (pooled.month_id = leaving.month_id)
        """,
    ),
    AuditRule(
        "proceeds_are_not_funded",
        "payment {0} for {1} t is {2}: {3} credits by {4}, of which {5} were funded; {6} t of its month are sold",
        f"""
        SELECT * FROM (
            SELECT entry.bank_reference, entry.tonnes, entry.status, entry.credits, entry.document,
                (SELECT coalesce(sum(t.amount), 0) FROM {TRANSFERS} AS t
                 WHERE t.kind = 'fund'
                 AND starts_with(t.reference, 'fund:citizens:' || entry.document || ':')) AS funded,
                sum(entry.tonnes) OVER (PARTITION BY entry.month_id) AS sold,
                (SELECT coalesce(sum(issuance.tonnes), 0) FROM projects_pooledmonth AS month
                 JOIN projects_issuance AS issuance ON issuance.report_id = month.report_id
                 WHERE month.id = entry.month_id) AS issued
            FROM projects_poolproceeds AS entry WHERE entry.status <> 'declined'
        ) AS entry
        WHERE sold > issued OR funded <> CASE status WHEN 'agreed' THEN credits ELSE 0 END
        """,  # noqa: S608, an expression of this program alone
    ),
]
