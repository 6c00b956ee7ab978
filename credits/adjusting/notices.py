"""What a citizen is told of an adjustment: how much, and why; what was written for them stands on its page."""

from accounts.inbox.telling import News
from credits.adjusting.models import Adjustment

GIVEN, TAKEN = "credits_added", "credits_taken"


def adjusted(adjustment: Adjustment) -> News:
    code = GIVEN if adjustment.is_given else TAKEN
    facts = {"credits": adjustment.amount, "reason": adjustment.reason}
    path = adjustment.get_absolute_url()
    return News(adjustment.citizen_id, code, f"adjustment:{adjustment.public_id}", path, facts)
