"""The code that the text to an old number holds: typed at `/stop/`, it stops that one change, and opens nothing.

Gateways take no address in a template's variable, and Tencent Cloud twelve signs at the most (docs/texting.md).
"""

import secrets
from uuid import UUID

from accounts.changing_phone.models import PhoneChange
from accounts.changing_phone.refusals import WrongStopCode
from accounts.pseudonyms import pseudonyms
from common.public_ids import ALPHABET
from common.typed.codes import code as read

PURPOSE = "accounts.changing_phone.stop"
SIGNS = 8
"""Of 31: some 40 random bits, without look-alikes."""


def new() -> str:
    return "".join(secrets.choice(ALPHABET.upper()) for _sign in range(SIGNS))


def names(code: str) -> tuple[UUID, ...]:
    """What is kept of a code, however it is typed; today's first."""
    return pseudonyms(f"{PURPOSE}:{read(code)}")


def change_of(code: str) -> PhoneChange:
    """The change that the code was sent for, while it waits. Raises `WrongStopCode`."""
    change = PhoneChange.objects.waiting().filter(numbers__stop_code__in=names(code)).first()
    if change is None:
        raise WrongStopCode
    return change
