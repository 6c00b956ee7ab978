"""Numbers by which a person is known or called, in words that everybody may read. Pure."""

import re
from datetime import date

from common.typed.codes import code

A_PHONE = re.compile(r"(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)", re.ASCII)
A_CARD = re.compile(r"(?<!\d)\d{17}[\dX]", re.ASCII)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
"""By the remainder of the weighed digits by eleven: GB 11643-1999."""


def has_personal_number(text: str) -> bool:
    """Whether it holds the number of an identity card or of a mobile phone, however its digits are parted."""
    letters = code(text)
    return bool(A_PHONE.search(letters)) or any(map(_is_card, A_CARD.findall(letters)))


def _is_card(number: str) -> bool:
    """With a day of birth and the check digit: a credit code of digits alone is none but by chance."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECKS[weighed % 11] == number[17]
