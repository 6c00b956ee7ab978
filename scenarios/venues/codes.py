"""The code on a venue's screen: six digits that change every 30 seconds (RFC 6238 with SHA-256).

A code is right in its own step and the one on either side. So whoever reads it has time to type it, and a photo of it
is worth nothing a minute and a half later.
"""

import hashlib
import hmac
import secrets
from datetime import datetime

KEY_BYTES = 32
STEP_S = 30
DIGITS = 6
NEIGHBOURS = (-1, 0, 1)


def new_key() -> bytes:
    """A venue's secret; whoever has it can make every code of the venue."""
    return secrets.token_bytes(KEY_BYTES)


def code_at(key: bytes, moment: datetime) -> str:
    """The code that the screen shows at an aware moment."""
    return _code(key, _step(moment))


def is_right(key: bytes, code: str, *, now: datetime) -> bool:
    """Whether the screen shows `code` now, or did a step ago, or will in a step."""
    step = _step(now)
    # Compares with all three, in the same time whichever fits.
    fits = [hmac.compare_digest(_code(key, step + beside).encode(), code.encode()) for beside in NEIGHBOURS]
    return any(fits)


def seconds_left(moment: datetime) -> int:
    """Whole seconds until the code changes: 30 at its first moment, never 0."""
    return STEP_S - int(moment.timestamp()) % STEP_S


def _step(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP_S


def _code(key: bytes, step: int) -> str:
    """The last four bits of the digest say where in it the number stands."""
    digest = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha256).digest()
    place = digest[-1] & 0x0F
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)
