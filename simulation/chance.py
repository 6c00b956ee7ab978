"""Chance that is the same on every machine: each stream has a name, and knows nothing of the others.

A stream of its own for each person, day and habit: what is added to the city leaves everything else as it was.
"""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

Item = TypeVar("Item")
PARTS = 3
BYTES_A_BLOCK, BYTES_A_NUMBER = 64, 8
BITS, KEPT_BITS = 64, 53
"""A float holds 53 bits exactly, so every machine makes the same of them."""


class Chance:
    """A stream of chance out of the digests of its name; to begin one costs next to nothing."""

    def __init__(self, seed: int, *name: object) -> None:
        self._key = "\n".join([str(seed), *map(str, name)]).encode()
        self._block, self._place, self._blocks = b"", BYTES_A_BLOCK, 0

    def _next(self) -> float:
        """From 0 on, below 1."""
        if self._place == BYTES_A_BLOCK:
            salt = self._blocks.to_bytes(16)
            self._block, self._place = blake2b(self._key, digest_size=BYTES_A_BLOCK, salt=salt).digest(), 0
            self._blocks += 1
        number = int.from_bytes(self._block[self._place : self._place + BYTES_A_NUMBER])
        self._place += BYTES_A_NUMBER
        return float(number >> BITS - KEPT_BITS) / (1 << KEPT_BITS)

    def happens(self, probability: float) -> bool:
        return self._next() < probability

    def whole(self, least: int, most: int) -> int:
        """From `least` to `most`, both included."""
        return least + int(self._next() * (most - least + 1))

    def around(self, mean: int, spread: int) -> int:
        """Near `mean`, at most `spread` away, and rarely so far."""
        told = sum(self._next() for _part in range(PARTS)) / PARTS
        return mean + int((told * 2 - 1) * spread)

    def pick(self, items: Sequence[Item]) -> Item:
        return items[int(self._next() * len(items))]

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """`count` different ones, in any order; all where there are no more."""
        left = list(items)
        return [left.pop(int(self._next() * len(left))) for _number in range(min(count, len(left)))]

    def weighted(self, weights: dict[Item, int]) -> Item:
        """A key, as often as its weight says."""
        place = int(self._next() * sum(weights.values()))
        for item, weight in weights.items():
            if place < weight:
                return item
            place -= weight
        raise AssertionError("the weights are not positive")
