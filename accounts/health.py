"""Whether people at new devices still get their codes today, and by which gateways."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min

from accounts.models import MessagesOfDay, Notice
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
    yield _gateways(now)


def _gateways(now: datetime) -> Part:
    """`waiting` while another stands in for one that fails, or texts are tried again: people mend it at a console."""
    names = settings.SMS_PROVIDERS
    failing, facts = circuits.failing(names), dict[str, object]()
    if failing:
        facts["failing"] = {name: f"{state.reason}, {state.failures} in a row" for name, state in failing.items()}
    tried = Notice.objects.to_text().filter(text_tried_at__isnull=False)
    again = tried.aggregate(texts=Count("pk"), oldest=Min("told_at"))
    if again["texts"]:
        facts |= {"tried_again": again["texts"], "oldest_min": int((now - again["oldest"]).total_seconds() // 60)}
    if failing and len(failing) == len(names):
        return Part("text_gateways", State.DOWN, facts)
    return Part("text_gateways", State.WAITING if facts else State.UP, facts)
