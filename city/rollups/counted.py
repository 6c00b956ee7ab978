"""Which acts count with how much, said once in SQL: what earned something, less what was taken back of it.

An act counts for its own city day, whenever it was scored, and while it keeps any grams or credits.
"""

COUNTED = """
    SELECT act.id, act.city_day AS day, act.district, act.scenario_id, act.evidence, act.citizen_id,
        assessment.grams - coalesce(gone.grams, 0) AS grams, assessment.credits - coalesce(gone.credits, 0) AS credits
    FROM activities_activity AS act
    JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
    LEFT JOIN activities_revocation AS gone ON gone.activity_id = act.id
    WHERE (assessment.grams > coalesce(gone.grams, 0) OR assessment.credits > coalesce(gone.credits, 0))
"""
"""Every act that counts now; conditions on `act` may be added."""

COUNTED_AS_PUBLISHED = """
    SELECT published.day, act.district, act.scenario_id, act.evidence, act.citizen_id,
        assessment.grams - coalesce(gone.grams, 0) AS grams, assessment.credits - coalesce(gone.credits, 0) AS credits
    FROM city_publishedday AS published
    JOIN activities_activity AS act ON act.city_day = published.day
    JOIN activities_assessment AS assessment
        ON assessment.activity_id = act.id AND assessment.assessed_at < published.until
    LEFT JOIN activities_revocation AS gone
        ON gone.activity_id = act.id AND gone.revoked_at < published.taken_until
    WHERE (assessment.grams > coalesce(gone.grams, 0) OR assessment.credits > coalesce(gone.credits, 0))
"""
"""Every act that counted when its day was published, with how much it did then; conditions may be added."""
