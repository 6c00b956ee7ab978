"""Work that a stranger can make heavy: a few do it at once, a few more wait, and the others are told to come again.

The bound is that of one web process. However many send photos and files, its other threads go on answering pages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

AT_ONCE = 1
WAITING = 2
WAIT_S = 10.0


class NoTurn(Exception):
    """No fault of what was sent: it can be sent again. `common.absence` answers with 503."""


class Turns:
    """So many may work at once, and so many more wait for them."""

    def __init__(self, *, at_once: int = AT_ONCE, waiting: int = WAITING, wait_s: float = WAIT_S) -> None:
        self._places, self._work, self._wait_s = BoundedSemaphore(at_once + waiting), BoundedSemaphore(at_once), wait_s

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Waits for a turn, and has it. Raises `NoTurn` where too many wait already, or where it takes too long."""
        if not self._places.acquire(blocking=False):
            raise NoTurn
        try:
            if not self._work.acquire(timeout=self._wait_s):
                raise NoTurn
            try:
                yield
            finally:
                self._work.release()
        finally:
            self._places.release()


heavy = Turns()
"""Decoding a photo, and reading a file before it is kept."""
