"""The 12 digits of a voucher: six that stay and find it, six that change every half minute and prove it.

The second half is a step code of the voucher's secret (`common.step_codes`), so that a picture of the code is worth
nothing soon after. `docs/security.md` says how likely a guess is.
"""

import re
import secrets
from dataclasses import dataclass

from common.step_codes import DIGITS
from common.typed.codes import code

HALF = DIGITS
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
