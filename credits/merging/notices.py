"""What both accounts are told of a merger; the one that ends reads it while it is still open."""

from accounts.inbox.telling import News
from credits.merging.models import Merger

ASKED, DECIDED = "merger_asked", "merger_decided"


def asked(merger: Merger) -> list[News]:
    return [_news(merger, one, ASKED, {"stays": one == merger.stays_id}) for one in (merger.ended_id, merger.stays_id)]


def decided(merger: Merger) -> list[News]:
    facts = {"status": str(merger.status), "credits": merger.credits or 0}
    return [_news(merger, one, DECIDED, facts) for one in (merger.ended_id, merger.stays_id)]


def _news(merger: Merger, citizen_id: int, code: str, facts: dict[str, object]) -> News:
    return News(citizen_id, code, f"{code}:{merger.public_id}", merger.get_absolute_url(), facts)
