"""Proves that visits are their acts."""

from collections.abc import Iterator

from common.audit import WHOLE, AuditRule, Extent, Finding, broken

RULES = [
    AuditRule(
        "visit_is_not_its_act",
        "visit of activity {0}",
        """
        SELECT visit.activity_id
        FROM activities_venuevisit AS visit
        JOIN activities_activity AS activity ON activity.id = visit.activity_id
        JOIN scenarios_scenario AS scenario ON scenario.id = activity.scenario_id
        WHERE (visit.citizen_id, visit.city_day, 'venue-visit')
            IS DISTINCT FROM (activity.citizen_id, activity.city_day, scenario.code)
        """,
    ),
]


def findings(_extent: Extent = WHOLE) -> Iterator[Finding]:
    """What is not as it must be about visits."""
    return broken(RULES)
