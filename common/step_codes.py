"""Six digits that change every half minute and prove that who shows them has a secret (TOTP, RFC 6238).

Of vouchers and of venues' screens they are made with SHA-256; of apps on phones, which know no other, with SHA-1. A
code is good in its own step and in those beside it: it is shown, read out and typed. That none counts twice is for
those to keep who take it.
"""

import hmac
from datetime import datetime

STEP_S = 30
DRIFT_STEPS = 1
"""How many steps a code may be early or late."""
DIGITS = 6


def code_at(secret: bytes, moment: datetime, *, digest: str = "sha256") -> str:
    """What is shown at an aware moment."""
    return _code(secret, step_of(moment), digest)


def is_right(secret: bytes, code: str, moment: datetime, *, digest: str = "sha256") -> bool:
    """Whether a code is that of the moment's step or of one beside it."""
    return step_shown(secret, code, moment, digest=digest) is not None


def step_shown(secret: bytes, code: str, moment: datetime, *, digest: str = "sha256") -> int | None:
    """The step around a moment whose code this is, the earliest where several have the same; `None` where none has."""
    middle = step_of(moment)
    steps = range(middle - DRIFT_STEPS, middle + DRIFT_STEPS + 1)
    # Compares with every one, in the same time whichever fits.
    fits = [step for step in steps if hmac.compare_digest(_code(secret, step, digest).encode(), code.encode())]
    return fits[0] if fits else None


def seconds_left(moment: datetime) -> int:
    """Whole seconds until the code changes: 30 at its first moment, never 0."""
    return STEP_S - int(moment.timestamp()) % STEP_S


def step_of(moment: datetime) -> int:
    """The number of a moment's half minute."""
    return int(moment.timestamp()) // STEP_S


def _code(secret: bytes, step: int, digest: str) -> str:
    """The last four bits of the digest say where in it the number stands."""
    hashed = hmac.digest(secret, step.to_bytes(8), digest)
    place = hashed[-1] & 0x0F
    number = int.from_bytes(hashed[place : place + 4]) & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"
