"""How many sign-in messages were sent on a day of the city, and the ceiling past which only known devices get one."""

from datetime import datetime

from django.conf import settings
from django.db import connection

from accounts.refusals import CeilingReached
from common.city_time import city_day

_SPEND = """
    INSERT INTO accounts_messagesofday AS kept (day, sent) VALUES (%(day)s, 1)
    ON CONFLICT (day) DO UPDATE SET sent = kept.sent + 1 WHERE %(is_known)s OR kept.sent < %(ceiling)s
    RETURNING sent
"""


def spend(*, is_known: bool, now: datetime) -> None:
    """Counts one message. Raises CeilingReached where it is for no known device and the day's are used up."""
    values = {"day": city_day(now), "is_known": is_known, "ceiling": settings.SMS_DAY_CEILING}
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, values)
        if cursor.fetchone() is None:
            raise CeilingReached
