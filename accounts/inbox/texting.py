"""What the inbox says, by text message to those who wish so: by day, and never twice."""

import logging
from datetime import datetime, time

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localtime

from accounts.inbox.words import words_for
from accounts.models import Notice, Profile
from accounts.refusals import TextNotSent
from accounts.sms import gateway

logger = logging.getLogger(__name__)

FROM, UNTIL = time(9), time(20)
"""In Chengdu. Nobody is woken for news that can wait."""


def send_due(*, now: datetime, limit: int) -> tuple[int, int]:
    """Sends at most `limit` texts, the oldest first; returns how many were dealt with, and of those how many failed."""
    if not FROM <= localtime(now).time() < UNTIL:
        return 0, 0
    went = [_send(notice) for notice in _taken(limit)]
    return len(went), went.count(False)


@transaction.atomic
def _taken(limit: int) -> list[Notice]:
    """Taken off the list before they are sent: one that is cut off is lost rather than sent twice; the inbox has it."""
    due = Notice.objects.filter(text_is_due=True).order_by("pk").select_for_update(skip_locked=True)
    taken = list(due[:limit])
    Notice.objects.filter(pk__in=[notice.pk for notice in taken]).update(text_is_due=False)
    return taken


def _send(notice: Notice) -> bool:
    """Whether nothing went wrong: whoever wishes no more texts by now, or has read it, gets none but what is owed."""
    said = words_for(notice.code)
    reached = Profile.objects.with_open_phone() if said.is_owed else Profile.objects.reached_by_text()
    profile = reached.filter(user_id=notice.citizen_id).first()
    if profile is None or profile.phone is None or (notice.read_at and not said.is_owed):
        return True
    with translation.override(profile.language):
        words = said.sentence(notice.facts)
    try:
        gateway().send_notice(phone=profile.phone, code=notice.code, facts=notice.facts, words=words)
    except TextNotSent:
        logger.warning("a text message was not sent: notice %s", notice.public_id)
        return False
    return True
