"""The 12 digits of a voucher: six that stay and find it, six that change every half minute and prove it.

The second half is an HMAC of the voucher's secret and the number of the half minute, so that a picture of the code is
worth nothing soon after. `docs/security.md` says how likely a guess is.
"""

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from common.typed.codes import code

STEP_S = 30
DRIFT_STEPS = 1
"""How many half minutes a code may be early or late: it is shown, read out and typed."""
HALF = 6
SECRET_BYTES = 32
ATTEMPTS_TO_NUMBER = 5
"""A million numbers a merchant: only one with most of them in unused vouchers would ever need so many."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code as a till reads it."""

    number: str
    proof: str


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def random_number() -> str:
    """The half that stays."""
    return f"{secrets.randbelow(10**HALF):0{HALF}}"


def read(text: str) -> Code | None:
    """The code in what was typed or scanned; full-width digits, spaces and hyphens are fine. `None` when it is none."""
    digits = code(text)
    if not re.fullmatch(rf"[0-9]{{{2 * HALF}}}", digits):
        return None
    return Code(digits[:HALF], digits[HALF:])


def proof_at(secret: bytes, moment: datetime) -> str:
    """The half that changes, as it is at a moment."""
    return _proof(secret, step_of(moment))


def proves(secret: bytes, proof: str, moment: datetime) -> bool:
    """Whether a proof is that of the moment's half minute or of one beside it."""
    middle = step_of(moment)
    steps = range(middle - DRIFT_STEPS, middle + DRIFT_STEPS + 1)
    return any(hmac.compare_digest(_proof(secret, step), proof) for step in steps)


def seconds_left(moment: datetime) -> int:
    """How long the code of a moment is still shown."""
    return STEP_S - int(moment.timestamp()) % STEP_S


def step_of(moment: datetime) -> int:
    """The number of a moment's half minute."""
    return int(moment.timestamp()) // STEP_S


def _proof(secret: bytes, step: int) -> str:
    digest = hmac.digest(secret, step.to_bytes(8), "sha256")
    return f"{int.from_bytes(digest[:8]) % 10**HALF:0{HALF}}"
