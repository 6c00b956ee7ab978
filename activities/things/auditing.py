"""Proves that nothing in the world has counted twice, and that acts hold of its things what they claim."""

from activities.models.conflicts import CONFLICT, HOLDS, WANTED
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
