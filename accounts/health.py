"""Whether people at new devices still get their codes today."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from accounts.models import MessagesOfDay
from common.city_time import city_day
from common.health import Part, State

PARTS = ("messages",)
NEAR = 0.8
"""From this part of the ceiling on, health says so."""


def parts(now: datetime) -> Iterator[Part]:
    """`now` is the database's."""
    sent = MessagesOfDay.objects.filter(day=city_day(now)).values_list("sent", flat=True).first() or 0
    ceiling = settings.SMS_DAY_CEILING
    state = State.UP if sent < NEAR * ceiling else State.WAITING if sent < ceiling else State.EXHAUSTED
    yield Part("messages", state, {"sent": sent, "ceiling": ceiling})
