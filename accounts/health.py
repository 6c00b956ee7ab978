"""Whether people at new devices still get their codes today, and by which gateways."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from accounts.models import MessagesOfDay
from accounts.texting import circuits
from common.city_time import city_day
from common.health import Part, State

PARTS = ("messages", "text_gateways")
NEAR = 0.8
"""From this part of the ceiling on, health says so."""


def parts(now: datetime) -> Iterator[Part]:
    """`now` is the database's."""
    sent = MessagesOfDay.objects.filter(day=city_day(now)).values_list("sent", flat=True).first() or 0
    ceiling = settings.SMS_DAY_CEILING
    state = State.UP if sent < NEAR * ceiling else State.WAITING if sent < ceiling else State.EXHAUSTED
    yield Part("messages", state, {"sent": sent, "ceiling": ceiling})
    yield _gateways()


def _gateways() -> Part:
    """`waiting` while another stands in for one that fails: people mend that, at its console."""
    names = settings.SMS_PROVIDERS
    failing = circuits.failing(names)
    told = {name: f"{state.reason}, {state.failures} in a row" for name, state in failing.items()}
    state = State.UP if not failing else State.WAITING if len(failing) < len(names) else State.DOWN
    return Part("text_gateways", state, {"failing": told} if told else {})
