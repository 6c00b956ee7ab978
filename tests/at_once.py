"""Works done at the same moment, each on a database connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

MOST = 24
"""PostgreSQL grants a hundred connections, and others want some."""


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each work returned or raised, in their order; the first ones start together."""
    threads = min(MOST, len(works))
    start = Barrier(threads)

    def run(place: int) -> Any:
        if place < threads:
            start.wait()
        try:
            return works[place]()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(len(works))))
