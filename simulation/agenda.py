"""What will be done, in the order of its moments; what was planned first comes first."""

import heapq
from collections.abc import Callable
from datetime import datetime

Deed = Callable[[datetime], None]


class Agenda:
    """Deeds that wait for their moment. A deed gets the moment as its `now`, and may plan others."""

    def __init__(self) -> None:
        self._planned: list[tuple[datetime, int, Deed]] = []
        self._count = 0

    def put(self, at: datetime, deed: Deed) -> None:
        self._count += 1
        heapq.heappush(self._planned, (at, self._count, deed))

    def run_until(self, end: datetime) -> None:
        """Does what is planned before `end`, and what that plans in turn."""
        while self._planned and self._planned[0][0] < end:
            at, _number, deed = heapq.heappop(self._planned)
            deed(at)
