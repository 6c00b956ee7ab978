"""Codes, plates, meter and phone numbers: what counts are their letters and digits, not what stands between. Pure."""

import re

from common.typed.letters import plain, with_dashes

_BETWEEN = re.compile(r"[\s\-.·•・]+")
_TEL = re.compile(r"tel:(?://)?", re.IGNORECASE)
_AROUND_DIGITS = re.compile(r"[\s().\-]+")


def code(text: str) -> str:
    """Letters in capitals and digits, without the blanks, dashes and dots between them; whatever else stays."""
    return _BETWEEN.sub("", with_dashes(plain(text))).upper()


def dialled(text: str) -> str:
    """What a phone would dial: digits, after a plus or none; whatever else is typed stays."""
    return _AROUND_DIGITS.sub("", with_dashes(_TEL.sub("", plain(text), count=1)))
