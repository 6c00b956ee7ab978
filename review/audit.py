"""Proves that what was granted is its act."""

from collections.abc import Iterator

from common.audit import WHOLE, AuditRule, Extent, Finding, broken

RULES = [
    AuditRule(
        "claim_is_not_its_act",
        "claim {0}",
        """
        SELECT claim.id
        FROM review_claim AS claim
        LEFT JOIN activities_activity AS activity ON activity.id = claim.activity_id
        WHERE claim.status = 'granted' AND (claim.citizen_id, claim.scenario_id, 'claim')
            IS DISTINCT FROM (activity.citizen_id, activity.scenario_id, activity.channel)
        """,
    ),
]


def findings(_extent: Extent = WHOLE) -> Iterator[Finding]:
    """What is not as it must be about claims."""
    return broken(RULES)
