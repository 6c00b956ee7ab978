"""Citizens are told what the jobs tell them by the clock, and read it."""

from datetime import datetime

from accounts.inbox import reading
from accounts.inbox.telling import tell
from accounts.models import User
from activities.telling import credited
from credits import expiring
from merchants.mall import telling

TOLD_A_RUN = 1000


def tell_of_the_day(*, now: datetime) -> None:
    """What the day before brought, and what ends soon."""
    for news in (credited.news, expiring.news, telling.running_out):
        while told := news(now=now, limit=TOLD_A_RUN):
            tell(told, now=now)


def read(*, citizen: User, told_until: datetime, now: datetime) -> None:
    reading.read_all(citizen.pk, told_until=told_until, now=now)
