"""Proves that no car and no meter counted for two, by the plates and numbers themselves."""

from collections.abc import Iterator

from common.audit import WHOLE, AuditRule, Extent, Finding, broken

RULES = [
    # By the plates and numbers themselves: what was counted under a key that is lost, or before things were known.
    AuditRule(
        "car_or_meter_counted_twice",
        "one car or meter by activities {0} and {1} of two citizens at one time",
        """
        WITH shown AS (
            SELECT vehicle.plate AS thing, reading.activity_id
            FROM activities_odometerreading AS reading
            JOIN activities_vehicle AS vehicle ON vehicle.id = reading.vehicle_id
            UNION
            SELECT vehicle.plate, pledge.activity_id
            FROM activities_pledge AS pledge
            JOIN activities_vehicle AS vehicle ON vehicle.id = pledge.vehicle_id
            UNION
            SELECT meter.kind || ' ' || meter.number, reading.activity_id
            FROM activities_meterreading AS reading
            JOIN activities_meter AS meter ON meter.id = reading.meter_id
        ), paid AS (
            SELECT shown.thing, act.id, act.citizen_id, act.started_at, act.ended_at
            FROM shown
            JOIN activities_activity AS act ON act.id = shown.activity_id
            JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
            WHERE assessment.grams > 0
        )
        SELECT ours.id, theirs.id
        FROM paid AS ours
        JOIN paid AS theirs
            ON theirs.thing = ours.thing AND theirs.citizen_id <> ours.citizen_id AND theirs.id > ours.id
            AND theirs.started_at < ours.ended_at AND ours.started_at < theirs.ended_at
        """,
    ),
    AuditRule(
        "household_act_counts_no_thing",
        "activity {0}",
        """
        SELECT shown.activity_id
        FROM (
            SELECT activity_id FROM activities_odometerreading
            UNION SELECT activity_id FROM activities_pledge
            UNION SELECT activity_id FROM activities_meterreading
        ) AS shown
        LEFT JOIN activities_countedstretch AS counted ON counted.activity_id = shown.activity_id
        WHERE shown.activity_id IS NOT NULL AND counted.activity_id IS NULL
        """,
    ),
]


def findings(_extent: Extent = WHOLE) -> Iterator[Finding]:
    """What is not as it must be about cars and meters."""
    return broken(RULES)
