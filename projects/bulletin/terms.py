"""The bulletin's days and published prices, as data: none of the days is the city's."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FILE = Path(__file__).with_name("terms.yaml")


class Reference(NamedTuple):
    """A price per tonne that somebody published, in whole yuan; derived where it was reckoned from a sum."""

    deal: dict[str, str]
    tonnes: int
    yuan_per_tonne: int
    is_derived: bool
    source: dict[str, str]


class Terms(NamedTuple):
    pay_within_days: int
    longest_offer_days: int
    confirm_within_days: int
    most_unpaid: int
    references: tuple[Reference, ...]


@cache
def terms() -> Terms:
    said: Any = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    references = tuple(Reference(**one) for one in said["references"])
    numbers = ("pay_within_days", "longest_offer_days", "confirm_within_days", "most_unpaid")
    return Terms(**{name: said[name] for name in numbers}, references=references)
