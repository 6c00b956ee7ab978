"""When two acts count the same of a thing, as SQL: one truth for the gate, the database's own rule and the audit."""

HOLDS = """
    act.status <> 'rejected'
    AND (assessment.credits = 0 AND (assessment.facts ->> 'quantified')::numeric = 0) IS NOT TRUE
"""
"""What was refused holds nothing, nor does an act that had nothing to count; what a cap cut has had its chance."""

CONFLICT = f"""
    JOIN activities_countedstretch AS counted
        ON counted.thing_id = wanted.thing_id AND counted.activity_id <> wanted.activity_id
        AND counted.first < wanted.last AND wanted.first < counted.last
    JOIN activities_activity AS act ON act.id = counted.activity_id
    LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
    WHERE (
        act.citizen_id <> wanted.citizen_id
        OR act.started_at >= wanted.ended_at OR wanted.started_at >= act.ended_at
    )
    AND {HOLDS}
"""
"""Follows a relation `wanted` (thing_id, first, last, activity_id, citizen_id, started_at, ended_at).

A citizen's own acts at one time are the scorer's business: it counts them once, and better proof goes on.
"""

WANTED = """
    SELECT stretch.thing_id, stretch.first, stretch.last, stretch.activity_id, own.citizen_id, own.started_at,
           own.ended_at
    FROM {stretches} AS stretch
    JOIN activities_activity AS own ON own.id = stretch.activity_id
"""
"""The relation `wanted` for stretches that stand in a table."""
