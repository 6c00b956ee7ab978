"""Names that people give themselves and others read: letters, few digits, and no way to reach anybody. Pure."""

import re
import unicodedata

MOST_DIGITS = 4
"""In whatever script or width, also spelled as Chinese characters: a phone number does not pass in pieces."""
BETWEEN = " -_·"


def is_fit(name: str, most: int) -> bool:
    """Whether a name of at most `most` characters is one. Dots, slashes and @ are not among the letters."""
    letters = [letter for letter in name if letter not in BETWEEN]
    kinds = {unicodedata.category(letter)[0] for letter in letters}
    return (
        len(name) <= most
        and "L" in kinds
        and kinds <= {"L", "M", "N"}
        and sum(map(_is_digit, letters)) <= MOST_DIGITS
        and not re.search(r"https?|www", _folded(name))
    )


def is_same(name: str, other: str) -> bool:
    """Whether two names read the same, whatever their width, case and signs in between."""
    return _folded(name) == _folded(other)


def _is_digit(letter: str) -> bool:
    """Every number sign, and the characters of zero to nine: 3, ３, ③, 三, 叁."""
    value = unicodedata.numeric(letter, None)
    return unicodedata.category(letter)[0] == "N" or (value is not None and value in range(10))


def _folded(name: str) -> str:
    kept = "".join(letter for letter in name if letter not in BETWEEN)
    return unicodedata.normalize("NFKC", kept).casefold()
