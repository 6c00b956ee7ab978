"""The bands of a look: parts of its 128 bits, by which an index finds all looks that differ in few.

Where two looks differ by at most 20 bits, there is one of seven bands in which they differ by at most 2: with 3 or more
in each of the seven it were 21. So whoever asks the index for a band's bits as they are, with any one and with any two
of them the other way, misses no look-alike. More and wider bands would ask for more, fewer would find more that is not
alike: of random looks seven bands find 4 in a thousand by 1,243 questions (ten bands 30 by 218, five 0.5 by 26,000).
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from django.db.models import F
from django.db.models.expressions import Combinable, CombinedExpression

MOST_DIFFERENT_BITS = 20
"""Of 128. Copies differ by at most 14, different pictures by 35 or more (measured in `developing`)."""
MOST_IN_A_BAND = 2
SIDE_BITS = 64
WIDTH = 18
STRIDE = 23
"""Neighbouring bits are often the same. A band takes bits that lie apart; 23 has no divisor in common with 64."""


class Band(NamedTuple):
    """Which bits of the two halves of a look it takes; the bits of one lie where none of the other do."""

    across: int
    down: int

    @property
    def of_both(self) -> bool:
        return bool(self.across and self.down)

    def expression(self) -> Combinable:
        """For an index of Django's."""
        across, down = F("across").bitand(_signed(self.across)), F("down").bitand(_signed(self.down))
        if self.of_both:
            return CombinedExpression(across, Combinable.BITXOR, down)
        return across if self.across else down

    def sql(self, of: str) -> str:
        """As the index is asked; `of` is the name of the row."""
        across, down = f"({of}.across & {_signed(self.across)})", f"({of}.down & {_signed(self.down)})"
        if self.of_both:
            return f"({across} # {down})"
        return across if self.across else down

    def flips(self) -> list[int]:
        """What to exclusive-or the band with, so that none, one or two of its bits are the other way."""
        bits = [1 << place for place in range(SIDE_BITS) if (self.across | self.down) >> place & 1]
        return [_signed(sum(some)) for size in range(MOST_IN_A_BAND + 1) for some in combinations(bits, size)]


def _signed(bits: int) -> int:
    """64 bits as PostgreSQL's bigint holds them."""
    return bits - (1 << SIDE_BITS) if bits >> (SIDE_BITS - 1) else bits


def _made() -> Iterator[Band]:
    """Three bands of each half, and one of the ten bits that are left of either."""
    *across, rest_across = _parts(0)
    *down, rest_down = _parts(SIDE_BITS // 2)
    yield from (Band(part, 0) for part in across)
    yield from (Band(0, part) for part in down)
    yield Band(rest_across, rest_down)


def _parts(start: int) -> list[int]:
    """The bits of a half in parts as wide as a band, and what is left."""
    places = [(start + place * STRIDE) % SIDE_BITS for place in range(SIDE_BITS)]
    return [sum(1 << place for place in places[first : first + WIDTH]) for first in range(0, SIDE_BITS, WIDTH)]


BANDS = tuple(_made())
