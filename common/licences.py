"""The number of a business licence, the unified social credit code (统一社会信用代码) of GB 32100-2015."""

import re

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from common.typed.codes import code

LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Without those that are taken for others: I, O, S, V and Z."""
LENGTH = 18
# Who registers and what, the division of the country, the body's own number, and the check character.
_SHAPE = re.compile(rf"[{LETTERS}]{{2}}[0-9]{{6}}[{LETTERS}]{{10}}")


class NotALicenceNumber(DomainError):
    code = "not_a_licence_number"
    message = _("This is not a licence number. Copy the 18 characters of the unified social credit code.")


def read(typed: str) -> str:
    """The number in its one writing. Raises `NotALicenceNumber`."""
    number = code(typed)
    if not _SHAPE.fullmatch(number) or check_letter(number[:-1]) != number[-1]:
        raise NotALicenceNumber
    return number


def check_letter(first: str) -> str:
    """The 18th character to the 17 before it: each counts as its place among the letters, times 3 to its position."""
    weighed = sum(LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(first))
    return LETTERS[-weighed % 31]
