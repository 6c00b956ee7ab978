"""Whether a record is one of a kind: its numbers are so many that nobody writes the same by chance. Pure."""

import re
import unicodedata
from decimal import Decimal

from activities.gate.drafts import Draft
from common.city_time import CITY_ZONE
from methodologies.base import Span

ONE_OF_A_KIND = 12
"""So many significant digits together are not written twice by chance: among a thousand people who each tell of the
same days, two would agree once in a million times."""
LEAST_OF_AN_ORDER = 8
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_FLOAT = re.compile(r"\+?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")


def significant_digits(words: str) -> int:
    """How many digits of a number say something: 8,000 has one, 8,123 four; none where the words are no number."""
    return len(words.replace(".", "").strip("0")) if _NUMBER.fullmatch(words) else 0


def one_spelling(words: str) -> str:
    """A number as the others write it: 01169.50, +1169.5 and 1.1695E3 are 1169.5; what is no number stays."""
    if not _FLOAT.fullmatch(words):
        return words
    return f"{Decimal(words).normalize():f}"


def measured(draft: Draft) -> tuple[int, ...]:
    """The numbers of an act: its amounts and, of a single one, when in its day it began and how long it took."""
    amounts = tuple(value for value in draft.values.values() if isinstance(value, int))
    if draft.span is Span.DAY:
        return amounts
    begun, seconds = draft.started_at.astimezone(CITY_ZONE), (draft.ended_at - draft.started_at).seconds
    clock = int(f"{begun:%H%M%S}" if begun.second else f"{begun:%H%M}")
    return (*amounts, clock, seconds if seconds % 60 else seconds // 60)


def digits_of(*drafts: Draft) -> int:
    """The significant digits of all numbers that differ: whoever writes 10,000 every day has written it once."""
    told = {measured(draft) for draft in drafts}
    return sum(significant_digits(str(number)) for numbers in told for number in numbers)


def order_number(words: str) -> str:
    """An operator's number of an order in one spelling; empty where it is so short that people count by it."""
    number = "".join(letter for letter in unicodedata.normalize("NFKC", words).upper() if letter.isalnum())
    return number if len(number) >= LEAST_OF_AN_ORDER else ""
