"""Reads the plates of cars registered in Chengdu, and what kind of car a plate stands for. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from common.typed.codes import code


class Drive(StrEnum):
    FUEL = "fuel"
    ELECTRIC = "electric"
    HYBRID = "hybrid"
    """Electric and fuel: its odometer does not tell which kilometres were electric."""


@dataclass(frozen=True, slots=True)
class Plate:
    text: str
    drive: Drive


# The letters I and O are never used. 川A and 川G are Chengdu's; of five characters at most two are letters.
FUEL = re.compile(r"川[AG](?=(?:[A-Z]*\d){3})[A-HJ-NP-Z0-9]{5}")
# Cars only: the eight characters of a lorry or bus end in their letter. The third tells what drives the car.
NEW_ENERGY = re.compile(r"川[AG]([A-HJK])[A-HJ-NP-Z0-9]\d{4}")
PURELY_ELECTRIC = frozenset("ABCDE")


def read_plate(typed: str) -> Plate | None:
    """The plate that somebody typed, in its one spelling; nothing where it is none of a car in Chengdu."""
    text = code(typed)
    if FUEL.fullmatch(text):
        return Plate(text, Drive.FUEL)
    if found := NEW_ENERGY.fullmatch(text):
        return Plate(text, Drive.ELECTRIC if found[1] in PURELY_ELECTRIC else Drive.HYBRID)
    return None
