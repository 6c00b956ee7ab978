"""Connections to the database that a process keeps: each is doubted before it is used, and none is waited for for ever.

What was kept may be dead (the server was restarted), lead to a server that only reads (another was made the first), or
not know what it was told (a pooler changed it underneath). All of that shows as an error. So a connection that raised
one is not kept, and before a piece of work each is asked whether it still answers.
"""

import select
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg2
from django.db import Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2 import extensions

CONNECTING = {20, 21}
"""psycopg2's states of a connection that is not there yet."""
CONNECTED_WITHIN_S = 3.0


class _Patience(threading.local):
    """How long this thread waits for an answer; `None` for as long as its process does."""

    seconds: float | None = None


_patience = _Patience()


@contextmanager
def doubted() -> Iterator[None]:
    """For a piece of work in a process that goes on after it: a task of a worker, a tick of the scheduler."""
    for connection in _idle():
        connection.close_if_unusable_or_obsolete()
    try:
        yield
    finally:
        let_go_of_broken()


def let_go_of_broken() -> None:
    """Closes the connections that raised an error which was not about the values; the next use opens a new one."""
    for connection in _idle():
        if connection.errors_occurred:
            with suppress(Error):
                connection.close()


def _idle() -> list[BaseDatabaseWrapper]:
    """Those of this thread that are in no transaction: what is done within another piece of work is a part of that."""
    return [each for each in connections.all(initialized_only=True) if not each.in_atomic_block]


def wait_no_longer_than(seconds: float) -> None:
    """From now on this process gives an answer of the database so many seconds, then an error and a new connection.

    Without it a server that is frozen, or a network that swallows what it is sent, holds a thread for ever.
    """

    def wait(connection: Any) -> None:
        patience_s = _patience.seconds or seconds
        while (state := connection.poll()) != extensions.POLL_OK:
            at_most_s = min(patience_s, CONNECTED_WITHIN_S) if connection.status in CONNECTING else patience_s
            waiting = select.poll()
            waiting.register(connection.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
            if not waiting.poll(at_most_s * 1000):
                raise psycopg2.OperationalError(f"no answer from the database within {at_most_s:.0f} s")

    extensions.set_wait_callback(wait)


@contextmanager
def impatient(seconds: float) -> Iterator[None]:
    """Within the block this thread waits for an answer no longer than that, in a process that called the above."""
    before, _patience.seconds = _patience.seconds, seconds
    try:
        yield
    finally:
        _patience.seconds = before
