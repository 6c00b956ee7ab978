"""Reminders: the day before a campaign begins and on its day, to who has a place and wants them."""

from datetime import datetime, time, timedelta

from accounts.inbox.telling import tell
from accounts.models import Notice
from campaigns.models import Campaign, SignUp
from campaigns.signups import telling
from common.city_time import at_city_time, city_day

DAY_BEFORE, SAME_DAY = "before", "today"
FROM = time(7, 0)
"""Nobody is told earlier in the day."""


def remind(*, now: datetime, limit: int) -> int:
    """Tells at most `limit` citizens; returns how many. Each is told once of each day."""
    today = city_day(now)
    if now < at_city_time(today, FROM):
        return 0
    told = 0
    for when, ahead in ((DAY_BEFORE, 1), (SAME_DAY, 0)):
        since = at_city_time(today + timedelta(days=ahead), time())
        begins = Campaign.objects.to_come(now).filter(starts_at__gte=since, starts_at__lt=since + timedelta(days=1))
        for campaign in begins.order_by("pk"):
            told += _remind(campaign, when, now, limit - told)
    return told


def _remind(campaign: Campaign, when: str, now: datetime, limit: int) -> int:
    wanted = SignUp.objects.inside().filter(campaign=campaign, wants_reminders=True).order_by("nth")
    news = {one.key: one for one in telling.reminders(campaign, wanted.iterator(), when)}
    told = set(Notice.objects.filter(code=telling.REMINDED, key__in=list(news)).values_list("key", flat=True))
    rest = [one for key, one in news.items() if key not in told][:limit]
    tell(rest, now=now)
    return len(rest)
