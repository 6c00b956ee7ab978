"""Letters as keyboards, clipboards and spreadsheets send them: those that nobody sees, and one width for the others.

Pure.
"""

import unicodedata
from functools import lru_cache

# Full-width forms of Chinese keyboards, in their place of ASCII.
NARROW = {0xFF01 + place: 0x21 + place for place in range(94)}
# Nothing is seen of these either, though Unicode calls them letters, marks or symbols.
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
VARIATION_SELECTORS = frozenset(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


def is_seen(letter: str) -> bool:
    """Whether a letter shows anything by itself; blanks do not."""
    return not (
        letter.isspace()
        or unicodedata.category(letter) in ("Cc", "Cf")
        or letter in _BLANK_LETTERS
        or letter in VARIATION_SELECTORS
    )


def plain(text: str) -> str:
    """What is seen of a text, in ASCII's width; every blank is a space, and there is none around it."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_plain_letter, text))
    return text.strip()


def header(text: str) -> str:
    """The name of a column in one spelling: 距离（米） is 距离(米), ` Step  Count` step count."""
    return " ".join(plain(text).casefold().split())


def with_dashes(text: str) -> str:
    """The text with every kind of dash as a hyphen."""
    return "".join("-" if letter == "\u2212" or unicodedata.category(letter) == "Pd" else letter for letter in text)


# A file has many letters and few different ones.
@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    if letter.isspace():
        return " "
    return letter.translate(NARROW) if is_seen(letter) else ""
