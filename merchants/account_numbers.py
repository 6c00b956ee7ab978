"""Numbers of a company's bank accounts: each bank has a form of its own, and none a check digit. Pure."""

import re

from common.typed.codes import code
from merchants.refusals import NotAnAccountNumber

# 32 is what the payment system of the central bank has room for.
_NUMBER = re.compile(r"(?!0+\Z)[0-9]{8,32}")
SHOWN = 4


def read(typed: str) -> str:
    """Only digits, as banks write them in files. Raises `NotAnAccountNumber`."""
    number = digits(typed)
    if not _NUMBER.fullmatch(number):
        raise NotAnAccountNumber
    return number


def digits(typed: str) -> str:
    """Without what stands between them; whatever else was typed stays."""
    return code(typed)


def tail(number: str) -> str:
    """All that is shown of a number."""
    return number[-SHOWN:]
