"""`{% appeal_of "photo" report %}`: how a citizen answers a refusal, on the page that tells of it."""

from typing import Any

from django import template
from django.utils import timezone

from activities.reviewables import all_kinds
from review.appealing import appeal_against, may_appeal
from review.deadlines import appeal_until

register = template.Library()


@register.inclusion_tag("review/_appeal_of.html")
def appeal_of(code: str, row: Any) -> dict[str, object]:
    """Nothing where the row is not refused and never was appealed."""
    kind, now = all_kinds()[code], timezone.now()
    raised = appeal_against(kind, row)
    is_open = raised is None and may_appeal(kind, row, now)
    return {
        "kind": kind,
        "row": row,
        "appeal": raised,
        "until": appeal_until(row.decided_at) if is_open else None,
    }
