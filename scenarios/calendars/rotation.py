"""Which plates stay off the roads on which day of the week, at what hours and where."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from scenarios.rules import Source, Standing

LIST = "plate-rotation"


@dataclass(frozen=True, slots=True)
class Rotation:
    """Between `begins` and `ends` plates with one of the day's last digits stay off the roads of `districts`."""

    begins: time
    ends: time
    last_digits: Mapping[int, str]
    """By the day of the week, 1 for Monday."""
    districts: Collection[str]
    standing: Standing
    districts_standing: Standing
    """Which districts these are is read off a map where the notice names a road."""
    source: Source

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Rotation":
        """Raises `KeyError` or `ValueError` where the document is no rotation."""
        return cls(
            begins=time.fromisoformat(document["hours"]["from"]),
            ends=time.fromisoformat(document["hours"]["until"]),
            last_digits={int(day): digits for day, digits in document["last_digits"].items()},
            districts=frozenset(document["districts"]),
            standing=Standing(document["standing"]),
            districts_standing=Standing(document["districts_standing"]),
            source=Source.from_document(document["source"]),
        )

    def names(self, plate: str, district: str, day: date) -> bool:
        """Whether it is the turn of a plate of that district on that day of the week.

        A plate that ends in a letter goes by its last digit; one of which no district is known is taken to be there.
        """
        digits = [character for character in plate if character.isdigit()]
        if district and district not in self.districts:
            return False
        return bool(digits) and digits[-1] in self.last_digits.get(day.isoweekday(), "")
