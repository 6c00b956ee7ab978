"""What visitors do in the benchmark `pages`."""

from collections.abc import Callable
from itertools import cycle

from benchmarks.visitor import Visitor


def as_citizen(port: int, path: str, sessions: list[str]) -> Callable[[], int]:
    """The page of one who is signed in; each time another's."""
    visitor, cookies = Visitor(port, {}), cycle([f"Cookie: sessionid={session}\r\n" for session in sessions])

    def read() -> int:
        visitor.get(path, next(cookies))
        return 1

    return read


def as_visitor(port: int, path: str) -> Callable[[], int]:
    """The page of one whom nobody knows."""
    visitor = Visitor(port, {})

    def read() -> int:
        visitor.get(path)
        return 1

    return read
