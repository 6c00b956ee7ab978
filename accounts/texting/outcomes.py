"""How a gateway did not send a message. Whose trouble it is decides what comes next (docs/adr/0102-text-gateways.md).

`reason` is the gateway's own short code, or a word of ours: never a number, a code, a key or a gateway's sentence.
"""

import re
from enum import StrEnum

_SPEAKABLE = re.compile(r"[A-Za-z][A-Za-z0-9._:-]{0,59}")


class Whose(StrEnum):
    NUMBER = "number"
    """The number is none, or its owner wishes no messages: no gateway is asked again."""
    LIMIT = "limit"
    """The number has had too many: another gateway would get round a limit that protects its owner."""
    MESSAGE = "message"
    """This gateway has no template for it or does not like its words: another may."""
    SENDER = "sender"
    """Balance, key, signature, throttling, no connection: not sent, and the next would not be either."""
    UNANSWERED = "unanswered"
    """It may have been sent, and paid for."""


class Unsent(Exception):
    def __init__(self, whose: Whose, reason: str) -> None:
        self.whose, self.reason = whose, reason if _SPEAKABLE.fullmatch(reason) else "unspeakable"
        super().__init__(whose, self.reason)
