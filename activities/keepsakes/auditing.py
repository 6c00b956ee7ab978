"""Proves certificates of years: each says what its citizen's acts came to at the moment at which it was made."""

from common.audit import AuditRule

RULES = [
    # An act that is scored while a certificate is made may be in it or not: which of the two came first nobody knows.
    AuditRule(
        "certificate_is_not_its_acts",
        "certificate {0} of {1} says {2} g, {3} credits, {4} acts, {5} days and {6} taken back; its acts came to"
        " {7} g, {8} credits, {9} acts, {10} days and {11} taken back",
        """
        SELECT certificate.id, certificate.year, certificate.grams, certificate.credits, certificate.acts,
            certificate.days, certificate.revoked, counted.grams, counted.credits, counted.acts, counted.days,
            counted.revoked
        FROM activities_yearcertificate AS certificate
        CROSS JOIN LATERAL (
            SELECT
                coalesce(sum(kept.grams) FILTER (WHERE in_time), 0) AS grams,
                coalesce(sum(kept.credits) FILTER (WHERE in_time), 0) AS credits,
                count(*) FILTER (WHERE in_time AND NOT is_revoked) AS acts,
                count(DISTINCT city_day) FILTER (WHERE in_time AND (kept.grams > 0 OR kept.credits > 0)) AS days,
                count(*) FILTER (WHERE is_revoked) AS revoked,
                coalesce(bool_or(is_close), false) AS is_close
            FROM (
                SELECT act.city_day, act.city_day <= certificate.until AS in_time,
                    assessment.grams - CASE WHEN revocation.revoked_at <= certificate.made_at
                        THEN revocation.grams ELSE 0 END AS grams,
                    assessment.credits - CASE WHEN revocation.revoked_at <= certificate.made_at
                        THEN revocation.credits ELSE 0 END AS credits,
                    coalesce(revocation.revoked_at <= certificate.made_at, false) AS is_revoked,
                    abs(extract(epoch FROM assessment.assessed_at - certificate.made_at)) < 300
                    OR coalesce(abs(extract(epoch FROM revocation.revoked_at - certificate.made_at)) < 300, false)
                        AS is_close
                FROM activities_activity AS act
                JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
                LEFT JOIN activities_revocation AS revocation ON revocation.activity_id = act.id
                WHERE act.citizen_id = certificate.citizen_id
                AND act.city_day BETWEEN make_date(certificate.year, 1, 1) AND make_date(certificate.year, 12, 31)
                AND assessment.assessed_at <= certificate.made_at + interval '300 seconds'
            ) AS kept
        ) AS counted
        WHERE NOT counted.is_close
        AND (certificate.grams, certificate.credits, certificate.acts, certificate.days, certificate.revoked)
            IS DISTINCT FROM (counted.grams, counted.credits, counted.acts, counted.days, counted.revoked)
        """,
    ),
]
