"""Proves that the kept, summed and published figures of days are what their acts add up to, and published credits the
books.
"""

from collections.abc import Iterator

from city.news import attachments, book
from city.rollups.audit import RULES as OF_ROLLUPS
from city.transparency import auditing
from common.audit import WHOLE, AuditRule, Extent, Finding, broken
from lists.models import Edition

RULES = [
    AuditRule(
        "kept_figures_are_not_their_sum",
        "{0}, {1}: kept are {2}, the acts add up to {3} (acts, grams, credits)",
        """
        SELECT day, evidence, coalesce(kept.figures, '0 0 0'), coalesce(summed.figures, '0 0 0')
        FROM (
            SELECT day, evidence, concat_ws(' ', acts, grams, credits) AS figures FROM city_dayfigures
        ) AS kept
        FULL JOIN (
            SELECT (assessment.assessed_at AT TIME ZONE 'Asia/Shanghai')::date AS day, activity.evidence,
                concat_ws(' ', count(*), sum(assessment.grams), sum(assessment.credits)) AS figures
            FROM activities_assessment AS assessment
            JOIN activities_activity AS activity ON activity.id = assessment.activity_id
            WHERE assessment.grams > 0
            AND assessment.assessed_at < (
                SELECT (max(day) + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' FROM city_dayfigures
            )
            GROUP BY 1, 2
        ) AS summed USING (day, evidence)
        WHERE kept.figures IS DISTINCT FROM summed.figures
        ORDER BY day, evidence
        """,
    ),
    AuditRule(
        "kept_figures_of_a_scenario_are_not_their_sum",
        "{0}, scenario {1}: kept are {2}, the acts add up to {3} (acts, grams, credits)",
        """
        SELECT day, scenario_id, coalesce(kept.figures, '0 0 0'), coalesce(summed.figures, '0 0 0')
        FROM (
            SELECT day, scenario_id, concat_ws(' ', acts, grams, credits) AS figures FROM city_scenariofigures
        ) AS kept
        FULL JOIN (
            SELECT (assessment.assessed_at AT TIME ZONE 'Asia/Shanghai')::date AS day, activity.scenario_id,
                concat_ws(' ', count(*), sum(assessment.grams), sum(assessment.credits)) AS figures
            FROM activities_assessment AS assessment
            JOIN activities_activity AS activity ON activity.id = assessment.activity_id
            WHERE assessment.grams > 0
            AND assessment.assessed_at < (
                SELECT (max(day) + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' FROM city_scenariofigures
            )
            GROUP BY 1, 2
        ) AS summed USING (day, scenario_id)
        WHERE kept.figures IS DISTINCT FROM summed.figures
        ORDER BY day, scenario_id
        """,
    ),
    AuditRule(
        "kept_redemptions_are_not_their_sum",
        "{0}: kept are {1}, the vouchers taken add up to {2} (redemptions, credits, fen)",
        """
        SELECT day, coalesce(kept.figures, '0 0 0'), coalesce(summed.figures, '0 0 0')
        FROM (
            SELECT day, concat_ws(' ', redemptions, credits, fen) AS figures FROM city_mallfigures
        ) AS kept
        FULL JOIN (
            SELECT (used.at AT TIME ZONE 'Asia/Shanghai')::date AS day,
                concat_ws(' ', count(*), sum(credits), sum(fen)) AS figures
            FROM (
                SELECT captured_at AS at, price AS credits, settlement_fen AS fen
                FROM merchants_redemption WHERE status = 'redeemed'
                UNION ALL
                SELECT taken_at, credits, fen FROM merchants_refund
            ) AS used
            WHERE used.at < (SELECT (max(day) + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' FROM city_mallfigures)
            GROUP BY 1
        ) AS summed USING (day)
        WHERE kept.figures IS DISTINCT FROM summed.figures
        ORDER BY day
        """,
    ),
]


def findings(extent: Extent = WHOLE) -> Iterator[Finding]:
    """Every kept day that says something else than its acts, and every month published than its books."""
    yield from broken([*RULES, *OF_ROLLUPS])
    yield from auditing.findings()
    of_news = Edition.objects.filter(list_code=book.LIST).order_by("pk")
    yield from attachments.findings(of_news.values_list("document", flat=True))
