"""Citizens are told what the jobs tell them by the clock, and read it."""

from collections import Counter
from datetime import datetime

from django.db.models import Count

from accounts.inbox import reading
from accounts.inbox.telling import tell
from accounts.models import Notice, User
from accounts.standing import notices
from activities.scoring import taking_back
from activities.telling import credited
from channels.household import inbox_words as odometers
from channels.photo_reports import inbox_words as reports
from credits import expiring
from credits.adjusting import notices as adjustments
from merchants.mall import telling
from review import inbox_words as answered

TOLD_A_RUN = 1000


def tell_of_the_day(*, now: datetime) -> None:
    """What the day before brought, and what ends soon."""
    for news in (credited.news, expiring.news, telling.running_out):
        while told := news(now=now, limit=TOLD_A_RUN):
            tell(told, now=now)


def read(*, citizen: User, told_until: datetime, now: datetime) -> None:
    reading.read_all(citizen.pk, told_until=told_until, now=now)


TOLD_AS = {
    "appeal": (answered.APPEAL_GRANTED, answered.APPEAL_REFUSED),
    "claim": (answered.CLAIM_GRANTED, answered.CLAIM_REFUSED),
    "photo": (reports.ACCEPTED, reports.REFUSED),
    "odometer": (odometers.ACCEPTED, odometers.REFUSED),
    "taken back": (taking_back.REVOKED,),
    "frozen": (notices.FROZEN,),
    "freeze over": (notices.LIFTED, notices.RAN_OUT),
    "adjusted": (adjustments.GIVEN, adjustments.TAKEN),
    "refunded": (telling.REFUNDED,),
    "part used": (telling.PART_USED,),
    "part undone": (telling.PART_UNDONE,),
}
"""Under which codes something is told."""


def told() -> Counter[tuple[int, str]]:
    """How often each citizen was told each of these."""
    named = {code: what for what, codes in TOLD_AS.items() for code in codes}
    counted = Counter[tuple[int, str]]()
    notices = Notice.objects.filter(code__in=named).values_list("citizen_id", "code")
    for citizen_id, code, count in notices.annotate(Count("pk")):
        counted[citizen_id, named[code]] += count
    return counted
