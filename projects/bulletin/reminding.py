"""What days do to the bulletin: offers expire, deals lapse, and buyers are reminded the day before."""

from datetime import datetime, timedelta

from accounts.inbox.telling import tell
from common.city_time import city_day
from projects.bulletin import dealing, offering, telling
from projects.models import Deal, DealStatus

BEFORE = timedelta(days=1)


def tidy(*, now: datetime, limit: int) -> int:
    """Returns how many offers and deals were ended."""
    expired = offering.expire(now=now, limit=limit)
    for offer in expired:
        telling.expired(offer, now=now)
    lapsed = dealing.lapse(now=now, limit=limit)
    due = Deal.objects.filter(status=DealStatus.ACCEPTED, pay_by=city_day(now) + BEFORE)
    rows = due.select_related("buyer", "offer__issuance__project").order_by("pk")[:limit]
    tell([news for deal in rows for news in telling.due(deal)], now=now)
    return len(expired) + len(lapsed)
