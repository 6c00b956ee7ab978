"""What both accounts are told of a merger; the one that ends reads it while it is still open."""

from datetime import datetime

from accounts.inbox.telling import News
from common.city_time import city_day
from credits.merging.models import Merger

ASKED, DECIDED = "merger_asked", "merger_decided"


def asked(merger: Merger, *, due: datetime) -> list[News]:
    """`due` is when it may be approved."""
    day = city_day(due).isoformat()
    both = (merger.ended_id, merger.stays_id)
    return [_news(merger, one, ASKED, {"stays": one == merger.stays_id, "day": day}) for one in both]


def decided(merger: Merger) -> list[News]:
    facts = {"status": str(merger.status), "credits": merger.credits or 0}
    return [_news(merger, one, DECIDED, facts) for one in (merger.ended_id, merger.stays_id)]


def _news(merger: Merger, citizen_id: int, code: str, facts: dict[str, object]) -> News:
    return News(citizen_id, code, f"{code}:{merger.public_id}", merger.get_absolute_url(), facts)
