"""Proves monitoring reports: lines are as they were submitted, and nothing is issued that nobody found in order."""

from common.audit import AuditRule
from projects.monitoring.hashing import HASH

RULES = [
    AuditRule(
        "lines_are_not_as_submitted",
        "version {0} of report {1}: its lines have the SHA-256 {2}, not {3}",
        f"""
        SELECT version.nth, version.report_id, found.sha256, version.lines_sha256
        FROM projects_reportversion AS version
        CROSS JOIN LATERAL (
            SELECT {HASH} AS sha256 FROM projects_reportline AS line WHERE line.version_id = version.id
        ) AS found
        WHERE version.frozen_at IS NOT NULL AND found.sha256 <> version.lines_sha256
        """,  # noqa: S608, an expression of this program alone
    ),
    AuditRule(
        "kilograms_are_not_as_reckoned",
        "version {0} of report {1}: {2} kg, but its reckoning comes to {3} kg",
        """
        SELECT nth, report_id, kilograms, result ->> 'reduction_kg' FROM projects_reportversion
        WHERE frozen_at IS NOT NULL AND kilograms IS DISTINCT FROM trunc((result ->> 'reduction_kg')::numeric)
        """,
    ),
    AuditRule(
        "more_verified_than_reckoned",
        "statement {0} of report {1}: {2} kg verified, {3} kg reckoned in its version, {4} kg in its years",
        """
        SELECT statement.id, statement.report_id, statement.kilograms, version.kilograms, coalesce(years.kilograms, 0)
        FROM projects_verificationstatement AS statement
        JOIN projects_reportversion AS version ON version.id = statement.version_id
        LEFT JOIN (
            SELECT statement_id, sum(kilograms) AS kilograms FROM projects_verifiedyear GROUP BY 1
        ) AS years ON years.statement_id = statement.id
        WHERE statement.kilograms > version.kilograms OR statement.reckoned_kg <> version.kilograms
           OR version.report_id <> statement.report_id OR version.frozen_at IS NULL
           OR coalesce(years.kilograms, 0) <> statement.kilograms
           OR version.nth < (SELECT max(nth) FROM projects_reportversion WHERE report_id = statement.report_id)
        """,
    ),
    AuditRule(
        "more_issued_than_verified",
        "issuance {0} of report {1}: {2} kg for {3}, verified were {4} kg",
        """
        SELECT issuance.id, issuance.report_id, issuance.kilograms, issuance.vintage, year.kilograms
        FROM projects_issuance AS issuance
        JOIN projects_monitoringreport AS report ON report.id = issuance.report_id
        LEFT JOIN projects_verificationstatement AS statement ON statement.report_id = report.id
        LEFT JOIN projects_verifiedyear AS year ON year.statement_id = statement.id AND year.year = issuance.vintage
        WHERE issuance.kilograms IS DISTINCT FROM year.kilograms OR issuance.project_id <> report.project_id
        """,
    ),
    AuditRule(
        "verified_with_open_findings",
        "finding {0} of report {1} is {2} although the report was verified",
        """
        SELECT finding.id, finding.report_id, finding.status FROM projects_finding AS finding
        JOIN projects_verificationstatement AS statement ON statement.report_id = finding.report_id
        WHERE finding.kind <> 'far' AND finding.status <> 'closed'
        """,
    ),
    AuditRule(
        "finding_is_not_as_its_steps_say",
        "finding {0} of report {1} is {2}; its last step is {3}",
        """
        SELECT finding.id, finding.report_id, finding.status, last.kind FROM projects_finding AS finding
        LEFT JOIN LATERAL (
            SELECT kind FROM projects_reportstep WHERE finding_id = finding.id ORDER BY id DESC LIMIT 1
        ) AS last ON true
        WHERE finding.status IS DISTINCT FROM CASE last.kind WHEN 'answered' THEN 'answered' WHEN 'closed' THEN 'closed'
            WHEN 'found' THEN 'open' WHEN 'kept_open' THEN 'open' END
        """,
    ),
    AuditRule(
        "report_is_not_as_its_steps_say",
        "report {0} is {1}; its last step is {2}",
        """
        SELECT report.id, report.status, last.kind FROM projects_monitoringreport AS report
        LEFT JOIN LATERAL (
            SELECT kind FROM projects_reportstep
            WHERE report_id = report.id AND finding_id IS NULL ORDER BY id DESC LIMIT 1
        ) AS last ON true
        WHERE NOT coalesce(CASE report.status WHEN 'draft' THEN last.kind = 'begun'
            WHEN 'submitted' THEN last.kind IN ('submitted', 'revised', 'sampled')
            WHEN 'verified' THEN last.kind IN ('stated', 'issued') WHEN 'issued' THEN last.kind = 'issued'
            WHEN 'withdrawn' THEN last.kind = 'withdrawn' END, false)
        """,
    ),
    # A group may come about later; nobody of it verifies what is not verified yet.
    AuditRule(
        "verifier_is_of_the_owner",
        "report {0} in verification by organisation {1}, which is not another one than its owner {2}",
        """
        SELECT report.id, report.verifier_id, owner.id FROM projects_monitoringreport AS report
        JOIN projects_carbonproject AS project ON project.id = report.project_id
        JOIN projects_organisation AS owner ON owner.id = project.owner_id
        JOIN projects_organisation AS verifier ON verifier.id = report.verifier_id
        WHERE report.status = 'submitted'
          AND (verifier.id = owner.id OR verifier."group" <> '' AND verifier."group" = owner."group")
        """,
    ),
    AuditRule(
        "verified_by_both_sides",
        "step {0} of report {1} was done for the verifier by {2}, who sat in the owner, too, or had reported for it",
        """
        SELECT step.id, step.report_id, step.by_id FROM projects_reportstep AS step
        JOIN projects_monitoringreport AS report ON report.id = step.report_id
        JOIN projects_carbonproject AS project ON project.id = report.project_id
        WHERE step.kind IN ('sampled', 'found', 'closed', 'kept_open', 'stated') AND (
            EXISTS (
                SELECT FROM projects_seat AS seat
                WHERE seat.organisation_id = project.owner_id AND seat.user_id = step.by_id
                AND seat.begun_at <= step.happened_at AND coalesce(seat.ended_at, 'infinity') > step.happened_at
            ) OR EXISTS (
                SELECT FROM projects_reportstep AS earlier
                WHERE earlier.report_id = step.report_id AND earlier.by_id = step.by_id AND earlier.id < step.id
                AND earlier.kind IN ('begun', 'submitted', 'revised', 'answered')
            )
        )
        """,
    ),
]
