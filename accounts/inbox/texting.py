"""What the inbox says, by text message to those who wish so: by day, and never twice.

What no gateway could take is tried again, ten minutes later and for a day.
"""

import logging
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.timezone import localtime

from accounts.inbox.words import words_for
from accounts.models import Notice, Profile
from accounts.refusals import TextNotSent, TextNotSentNow
from accounts.sms import gateway

logger = logging.getLogger(__name__)

FROM, UNTIL = time(9), time(20)
"""In Chengdu. Nobody is woken for news that can wait."""
TRIED_EVERY, TRIED_FOR = timedelta(minutes=10), timedelta(days=1)
"""As long as every gateway fails; older news stays in the inbox alone."""


def send_due(*, now: datetime, limit: int) -> tuple[int, int]:
    """Sends at most `limit` texts, the oldest first; returns how many were dealt with, and of those how many failed."""
    if not FROM <= localtime(now).time() < UNTIL:
        return 0, 0
    went = [_send(notice, now) for notice in _taken(limit, now)]
    return len(went), went.count(False)


@transaction.atomic
def _taken(limit: int, now: datetime) -> list[Notice]:
    """Taken off the list before they are sent: one that is cut off is lost rather than sent twice; the inbox has it.

    Those that failed come after those that nobody has tried.
    """
    rested = Q(text_tried_at=None) | Q(text_tried_at__lte=now - TRIED_EVERY)
    due = Notice.objects.to_text().filter(rested).order_by(F("text_tried_at").asc(nulls_first=True), "pk")
    taken = list(due.select_for_update(skip_locked=True)[:limit])
    Notice.objects.filter(pk__in=[notice.pk for notice in taken]).update(text_is_due=False)
    return taken


def _send(notice: Notice, now: datetime) -> bool:
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
    except TextNotSent as error:
        logger.warning("a text message was not sent: notice %s", notice.public_id)
        if isinstance(error, TextNotSentNow) and now < notice.told_at + TRIED_FOR:
            Notice.objects.filter(pk=notice.pk).update(text_is_due=True, text_tried_at=now)
        return False
    return True
