"""Proves that nothing in the world has counted twice, and that acts hold of its things what they claim."""

from activities.things.conflicts import CONFLICT, HOLDS, WANTED
from common.audit import AuditRule, since_migration
from methodologies.car import CarMethod
from methodologies.meter import MeterSaving
from methodologies.registry import all_methodologies

OF_A_TIME = [code for code, method in all_methodologies().items() if isinstance(method, CarMethod | MeterSaving)]
"""Methodologies whose acts hold the time of a car or a meter, and those whose acts hold a car's kilometres besides."""
OF_KILOMETRES = [
    code for code, method in all_methodologies().items() if isinstance(method, CarMethod) and method.counts_kilometres
]

_IN_MICROSECONDS = "(extract(epoch FROM act.{0}) * 1000000)::bigint"
_TIME = f"({_IN_MICROSECONDS.format('started_at')}, {_IN_MICROSECONDS.format('ended_at')})"
_KILOMETRES = "((act.values ->> 'odometer_start_m')::bigint, (act.values ->> 'odometer_end_m')::bigint)"

RULES = [
    AuditRule(
        "thing_counted_twice",
        "thing {0} by activities {1} and {2}",
        f"""
        SELECT DISTINCT wanted.thing_id, wanted.activity_id, counted.activity_id
        FROM ({WANTED.format(stretches="activities_countedstretch")}) AS wanted {CONFLICT}
        AND counted.activity_id > wanted.activity_id
        AND EXISTS (
            SELECT FROM activities_activity AS act
            LEFT JOIN activities_assessment AS assessment ON assessment.activity_id = act.id
            WHERE act.id = wanted.activity_id AND {HOLDS}
        )
        """,  # noqa: S608, an expression of this program alone
    ),
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
    # Since every door asks for the car or meter: a typed act of before named none.
    AuditRule(
        "act_holds_not_what_it_claims",
        "activity {0} does not hold {1} of its car or meter",
        f"""
        SELECT act.id, claimed.part
        FROM activities_activity AS act
        JOIN scenarios_scenario AS scenario ON scenario.id = act.scenario_id
        JOIN (VALUES ('the time', %s), ('the kilometres', %s)) AS claimed (part, methods)
            ON scenario.methodology_code = ANY (claimed.methods)
        WHERE act.recorded_at >= {since_migration("activities", "0015_things_counted_before")}
        AND (claimed.part = 'the time' OR act.values ->> 'odometer_start_m' <> act.values ->> 'odometer_end_m')
        AND NOT EXISTS (
            SELECT FROM activities_countedstretch AS counted
            WHERE counted.activity_id = act.id
            AND CASE claimed.part
                WHEN 'the time' THEN (counted.first, counted.last) = {_TIME}
                ELSE (counted.first, counted.last) = {_KILOMETRES}
            END
        )
        """,  # noqa: S608, an expression of this program alone
        [OF_A_TIME, OF_KILOMETRES],
    ),
    AuditRule(
        "stretch_is_not_its_acts",
        "activity {0} holds {2} to {3} of thing {1}",
        f"""
        SELECT counted.activity_id, counted.thing_id, counted.first, counted.last
        FROM activities_countedstretch AS counted
        LEFT JOIN activities_activity AS act ON act.id = counted.activity_id
        LEFT JOIN scenarios_scenario AS scenario ON scenario.id = act.scenario_id
        WHERE (
            CASE
                WHEN scenario.methodology_code = ANY (%s)
                THEN (counted.first, counted.last) = {_TIME} OR (counted.first, counted.last) = {_KILOMETRES}
                WHEN scenario.methodology_code = ANY (%s) THEN (counted.first, counted.last) = {_TIME}
                ELSE act.id IS NOT NULL AND (counted.first, counted.last) = (0, 1)
            END
        ) IS NOT TRUE
        """,  # noqa: S608, an expression of this program alone
        [OF_KILOMETRES, OF_A_TIME],
    ),
    AuditRule(
        "stretch_of_no_thing",
        "activity {0} holds a stretch of thing {1}",
        """
        SELECT counted.activity_id, counted.thing_id
        FROM activities_countedstretch AS counted
        LEFT JOIN activities_thing AS thing ON thing.id = counted.thing_id
        WHERE thing.id IS NULL
        """,
    ),
]
