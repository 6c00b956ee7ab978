"""The gateways that the settings name, in their order: what one cannot send the next does, within one ceiling."""

import logging
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from accounts import messages_of_day
from accounts.refusals import CodeNotSent, NumberHadTooMany, NumberRefused, TextNotSent, TextNotSentNow
from accounts.texting import aliyun, circuits, tencent
from accounts.texting.outcomes import Unsent, Whose
from accounts.texting.templates import Message, code_message

logger = logging.getLogger(__name__)

KNOWN: dict[str, ModuleType] = {aliyun.NAME: aliyun, tencent.NAME: tencent}
NO_OTHER_MAY = {Whose.NUMBER: NumberRefused, Whose.LIMIT: NumberHadTooMany}
"""What the receiver is told, whichever gateway says it."""
COUNTS_AGAINST = {Whose.SENDER, Whose.UNANSWERED}


class Gateways:
    """A `SmsGateway` (accounts/sms.py) of all that `SMS_PROVIDERS` names."""

    def send_code(self, *, phone: str, code: str) -> None:
        """Raises CodeNotSent, and of its kinds NumberRefused and NumberHadTooMany.

        A gateway that does not answer may have sent the code: the next sends the same one, which harms nobody, and the
        day's ceiling counts it once more.
        """
        for unsent in _tried(code_message(phone=phone, code=code, language=_language())):
            if unsent is None:
                return
            if unsent.whose in NO_OTHER_MAY:
                raise NO_OTHER_MAY[unsent.whose]
            if unsent.whose is Whose.UNANSWERED:
                messages_of_day.spend(is_known=True, now=timezone.now())
        raise CodeNotSent

    def send_notice(self, *, phone: str, code: str, facts: Mapping[str, Any], words: str) -> None:
        """Raises TextNotSent, and of its kind TextNotSentNow where surely nothing was sent and trying again may help.

        A gateway that does not answer may have sent it: told twice is worse, and the inbox has it.
        """
        for unsent in _tried(Message(phone, code, facts, _language())):
            if unsent is None:
                return
            if unsent.whose in NO_OTHER_MAY or unsent.whose is Whose.UNANSWERED:
                raise TextNotSent
        raise TextNotSentNow


def _tried(message: Message) -> Iterator[Unsent | None]:
    """Tries one gateway after the other, as long as whoever asks wishes: `None` of one that has sent it."""
    for name in settings.SMS_PROVIDERS:
        now = timezone.now()
        if circuits.admits(name, now=now):
            yield _try(name, message)


def _try(name: str, message: Message) -> Unsent | None:
    try:
        KNOWN[name].send(message, now=timezone.now())
    except Unsent as unsent:
        logger.warning("text gateway %s: %s, %s", name, unsent.whose, unsent.reason)
        if unsent.whose in COUNTS_AGAINST:
            circuits.note_failure(name, reason=unsent.reason, now=timezone.now())
        else:
            circuits.note_success(name)
        return unsent
    circuits.note_success(name)
    return None


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
