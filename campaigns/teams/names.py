"""Which names people may give themselves and their teams: short, readable, and no way to reach anybody. Pure."""

import re
import unicodedata

from campaigns.teams.refusals import UnfitName

MOST_DIGITS = 4
_BETWEEN = " -_·"


def check(name: str, most: int) -> None:
    """Raises `UnfitName`. Dots, slashes and @ are not among the letters, so no address passes."""
    kinds = [unicodedata.category(letter)[0] for letter in name if letter not in _BETWEEN]
    digits = sum(unicodedata.category(letter)[0] == "N" for letter in name)
    is_fit = (
        len(name) <= most
        and "L" in kinds
        and set(kinds) <= {"L", "M", "N"}
        and digits + _spelled(name) <= MOST_DIGITS
        and not re.search(r"https?|www", unicodedata.normalize("NFKC", name).casefold())
    )
    if not is_fit:
        raise UnfitName(most=most)


def _spelled(name: str) -> int:
    """Digits written as Chinese characters where they stand in a row, as in a phone number: 一三八…"""
    rows = re.findall(r"[〇零一二三四五六七八九幺]{5,}", name)
    return sum(map(len, rows))
