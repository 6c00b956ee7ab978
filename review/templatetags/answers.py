"""How a citizen answers, on the page that tells of it.

`{% appeal_of "photo" report %}`: a refusal; `{% appeal_of_act activity %}`: an act that was refused over its doubts or
for a freeze, or taken back; `{% claim_of scenario %}`: an act that never arrived.
"""

from typing import Any

from django import template
from django.utils import timezone

from activities.models import Activity, Status
from activities.reviewable import decision_on
from activities.reviewables import all_kinds
from common.city_time import city_day
from review.appealing import appeal_against, may_appeal
from review.claiming import may_be_claimed
from review.deadlines import appeal_until
from scenarios import rulebook
from scenarios.models import Scenario

register = template.Library()


@register.inclusion_tag("review/_appeal_of.html")
def appeal_of(code: str, row: Any) -> dict[str, object]:
    """Nothing where the row is not refused and never was appealed."""
    kind, now = all_kinds()[code], timezone.now()
    raised = appeal_against(kind, row)
    decided_at = kind.decided_at(row)
    is_open = raised is None and may_appeal(kind, row, now)
    return {
        "kind": kind,
        "row": row,
        "appeal": raised,
        "until": appeal_until(decided_at) if is_open and decided_at else None,
    }


@register.inclusion_tag("review/_appeal_of_act.html")
def appeal_of_act(activity: Activity) -> dict[str, object]:
    """Nothing where the desk has decided nothing against the act. Why it was taken back its page says itself."""
    decision = decision_on(activity)
    if decision is None:
        return {}
    kind, row = decision
    reason = kind.reason_in_words(row) if activity.status == Status.REJECTED else ""
    return {"code": kind.code, "row": row, "reason": reason}


@register.inclusion_tag("review/_claim_of.html")
def claim_of(scenario: Scenario) -> dict[str, object]:
    """Nothing where its acts do not get lost."""
    in_force = rulebook.current().rule_on(scenario.pk, city_day(timezone.now()))
    return {"scenario": scenario if in_force and may_be_claimed(scenario, in_force[1]) else None}
