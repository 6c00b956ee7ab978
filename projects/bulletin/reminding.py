"""What days do to the bulletin: offers expire, deals lapse; buyers are reminded the day before, sellers after days."""

from datetime import datetime, timedelta

from accounts.inbox.telling import tell
from common.city_time import city_day
from projects.bulletin import dealing, offering, reading, telling
from projects.models import Deal, DealStatus

BEFORE = timedelta(days=1)
LATEST = timedelta(days=30)
"""Whoever was not reminded by then is reminded no more."""


def tidy(*, now: datetime, limit: int) -> int:
    """Returns how many offers and deals were ended."""
    expired = offering.expire(now=now, limit=limit)
    for offer in expired:
        telling.expired(offer, now=now)
    lapsed = dealing.lapse(now=now, limit=limit)
    due = Deal.objects.filter(status=DealStatus.ACCEPTED, pay_by=city_day(now) + BEFORE)
    rows = due.select_related("buyer", "offer__issuance__project").order_by("pk")[:limit]
    late = reading.unconfirmed(now=now).filter(moved_at__gte=now - LATEST)
    unconfirmed = late.select_related("buyer", "offer__holder", "offer__issuance__project").order_by("-moved_at", "-pk")
    reminders = [news for deal in rows for news in telling.due(deal)]
    reminders += [news for deal in unconfirmed[:limit] for news in telling.unconfirmed(deal)]
    tell(reminders, now=now)
    return len(expired) + len(lapsed)
