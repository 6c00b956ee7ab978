"""What a process keeps of its work, up to so many bytes: whoever makes up addresses makes it forget, not grow."""

from collections.abc import Hashable, Sequence
from sys import getsizeof
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """By key, until `most_bytes` are reached; then it begins anew."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._kept: dict[tuple[Hashable, ...], Value] = {}

    def get(self, key: tuple[Hashable, ...]) -> Value | None:
        return self._kept.get(key)

    def put(self, key: tuple[Hashable, ...], value: Value, parts: Sequence[object]) -> None:
        """`parts` are what the value holds; one that is larger than an eighth of all is not kept."""
        size = sum(map(getsizeof, (*key, *parts)))
        if size * 8 > self.most_bytes:
            return
        if self.bytes + size > self.most_bytes:
            self.clear()
        self.bytes += size
        self._kept[key] = value

    def clear(self) -> None:
        self._kept.clear()
        self.bytes = 0
