"""Proves that roll-ups are a fresh sum of their acts, and that what was published was what its acts then came to."""

from city.rollups.counted import COUNTED, COUNTED_AS_PUBLISHED
from common.audit import AuditRule

SETTLED = "(SELECT max(until) FROM city_rolledday)"
"""What was scored or taken back since is summed within the hour, and its days are not looked at."""

RULES = [
    AuditRule(
        "roll_ups_are_not_their_sum",
        "{0}, district “{1}”, scenario {2}: kept are {3}, the acts add up to {4} (acts, grams, credits, citizens)",
        f"""
        WITH changing AS (
            SELECT DISTINCT act.city_day FROM activities_activity AS act
            WHERE act.id IN (
                SELECT activity_id FROM activities_assessment WHERE assessed_at >= {SETTLED}
                UNION ALL SELECT activity_id FROM activities_revocation WHERE revoked_at >= {SETTLED}
            )
        )
        SELECT day, district, scenario_id, coalesce(kept.figures, '0 0 0 0'), coalesce(summed.figures, '0 0 0 0')
        FROM (
            SELECT day, district, scenario_id, concat_ws(' ', acts, grams, credits, citizens) AS figures
            FROM city_rollup
        ) AS kept
        FULL JOIN (
            SELECT day, district, scenario_id,
                concat_ws(' ', count(*), sum(grams), sum(credits), count(DISTINCT citizen_id)) AS figures
            FROM ({COUNTED}) AS counted
            GROUP BY day, district, scenario_id
        ) AS summed USING (day, district, scenario_id)
        WHERE kept.figures IS DISTINCT FROM summed.figures
        AND {SETTLED} IS NOT NULL AND day NOT IN (SELECT city_day FROM changing)
        ORDER BY day, district, scenario_id
        """,  # noqa: S608, words of this program alone
    ),
    AuditRule(
        "published_day_is_not_its_sum",
        "{0}: published are {1}, the acts came to {2} (acts, grams, credits, citizens in fives)",
        f"""
        SELECT day, published.figures, coalesce(summed.figures, '0 0 0 0')
        FROM (
            SELECT day, concat_ws(' ', acts, grams, credits, citizens) AS figures FROM city_publishedday
            WHERE until >= (day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
        ) AS published
        LEFT JOIN (
            SELECT day, concat_ws(' ', count(*), sum(grams), sum(credits), count(DISTINCT citizen_id) / 5 * 5)
                AS figures
            FROM ({COUNTED_AS_PUBLISHED}) AS counted
            GROUP BY day
        ) AS summed USING (day)
        WHERE published.figures IS DISTINCT FROM summed.figures
        ORDER BY day
        """,  # noqa: S608, words of this program alone
    ),
    AuditRule(
        "published_month_does_not_come_to_its_days",
        "{0}, by {1}: released are {2}, its days come to {3} (acts, grams, credits)",
        """
        WITH cell AS (
            SELECT month, acts, grams, credits, CASE
                WHEN district <> 'all' THEN 'district' WHEN scenario <> 'all' THEN 'scenario'
                WHEN evidence <> 'all' THEN 'evidence' ELSE 'all' END AS dimension
            FROM city_publishedcell WHERE district = 'all' OR scenario = 'all'
        )
        SELECT released.month, released.dimension, released.figures, coalesce(summed.figures, '0 0 0')
        FROM (
            SELECT month, dimension, concat_ws(' ', sum(acts), sum(grams), sum(credits)) AS figures
            FROM cell GROUP BY month, dimension
        ) AS released
        LEFT JOIN (
            SELECT date_trunc('month', day)::date AS month,
                concat_ws(' ', sum(acts), sum(grams), sum(credits)) AS figures
            FROM city_publishedday
            WHERE until >= (day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
            GROUP BY 1
        ) AS summed USING (month)
        WHERE released.figures IS DISTINCT FROM summed.figures
        ORDER BY released.month, released.dimension
        """,
    ),
]
