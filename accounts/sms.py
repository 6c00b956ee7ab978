"""Sending text messages, sign-in codes and news: what a gateway promises, and the one of the demonstration."""

import logging
from collections.abc import Mapping
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.phones import mask_phone
from accounts.refusals import CodeNotSent, TextNotSent

logger = logging.getLogger(__name__)


class SmsGateway(Protocol):
    """A way to reach a phone. `settings.SMS_GATEWAY` names the class; it is made without arguments for each message."""

    def send_code(self, *, phone: str, code: str) -> None:
        """Send `code` to `phone` (E.164) within a few seconds, or raise CodeNotSent."""

    def send_notice(self, *, phone: str, code: str, facts: Mapping[str, Any], words: str) -> None:
        """Send `words` to `phone`, or raise TextNotSent.

        A gateway that sends templates only finds its own by `code`, and fills it with `facts`.
        """


class LogGateway:
    """Writes the code to the server's log: for development and demonstrations, where no message is paid for.

    Without DEBUG it sends nothing and writes no code: whoever reads the log could sign in as everybody.
    """

    def send_code(self, *, phone: str, code: str) -> None:
        if not settings.DEBUG:
            logger.error("No sign-in code was sent: SMS_GATEWAY names no gateway that sends messages")
            raise CodeNotSent
        logger.info("Sign-in code for %s: %s", mask_phone(phone), code)

    def send_notice(self, *, phone: str, code: str, facts: Mapping[str, Any], words: str) -> None:
        if not settings.DEBUG:
            raise TextNotSent
        logger.info("Text message for %s: %s", mask_phone(phone), words)


def gateway() -> SmsGateway:
    """The gateway that the settings name."""
    chosen: SmsGateway = import_string(settings.SMS_GATEWAY)()
    return chosen
