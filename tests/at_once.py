"""Works done at the same moment, each on a database connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic, sleep
from typing import Any

from django.db import connection, connections, transaction
from django.db.models import QuerySet

MOST = 24
"""More would not meet more often, on few cores."""
PATIENCE_S = 60


def queued_behind(
    rows: QuerySet[Any], works: Sequence[Callable[[], Any]], *, meanwhile: Callable[[], object] = lambda: None
) -> list[Any]:
    """As `at_once`, but each work first comes as far as the lock of these rows, where all of them wait together."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert list(rows.select_for_update())
            results = pool.submit(at_once, works)
            _await(len(works))
            meanwhile()
        return results.result()


def in_turn_behind(rows: QuerySet[Any], works: Sequence[Callable[[], Any]]) -> list[Any]:
    """As `queued_behind`, but each work begins once those before it wait."""
    with ThreadPoolExecutor(len(works)) as pool:
        with transaction.atomic():
            assert list(rows.select_for_update())
            results = list[Any]()
            for work in works:
                results.append(pool.submit(at_once, [work]))
                _await(len(results))
        return [outcome for result in results for outcome in result.result()]


def _await(works: int) -> None:
    deadline = monotonic() + PATIENCE_S
    while _waiting() < works:
        assert monotonic() < deadline, f"only {_waiting()} of {works} works wait for the rows"
        sleep(0.02)


def _waiting() -> int:
    """How many connections to this database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return int(cursor.fetchone()[0])


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
