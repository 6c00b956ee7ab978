"""Telling citizens which of their recorded acts the scorer has refused; there is nothing to tell of most batches."""

from collections.abc import Sequence
from datetime import datetime

from accounts.inbox.telling import News, tell
from activities.models import Activity

REJECTED = "act_rejected"


def tell_of(act_ids: Sequence[int], *, now: datetime) -> None:
    """Tells of acts that have just been refused."""
    if act_ids:
        tell(map(_news, Activity.objects.filter(pk__in=act_ids).select_related("scenario")), now=now)


def _news(act: Activity) -> News:
    facts = {"scenario": act.scenario.name, "day": act.city_day.isoformat(), "refusal": act.refusal}
    return News(act.citizen_id, REJECTED, f"act:{act.public_id}:rejected", act.get_absolute_url(), facts)
