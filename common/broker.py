"""The way to the broker: quick to give up for those who must not wait for it, quick to return for those who must."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from typing import Any

from celery import current_app
from celery.app.amqp import AMQP
from kombu.connection import Connection
from kombu.exceptions import OperationalError
from kombu.pools import producers

NUDGE_LIVES_S = 10
"""What the clock has found by then needs no message."""

log = logging.getLogger(__name__)

# Without max_retries kombu tries for ever, and without time-outs a broker that accepts and never answers holds us.
IMPATIENCE = {
    "socket_connect_timeout": 0.3,
    "socket_timeout": 0.3,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
}


class ReturningConnection(Connection):
    """Looks for a broker that is away every few seconds; Celery would look less and less often, twice a minute.

    Closing one that broke may not end the worker. Celery first collects it, which stops at the first channel that
    cannot say goodbye, and then closes it: what the other channels had taken and not done, they would put back through
    a transport that is gone. The broker does that by itself after its visibility timeout.
    """

    def ensure_connection(self, *arguments: Any, **named: Any) -> Connection:
        often = {"interval_start": 1, "interval_step": 1, "interval_max": 3}
        return super().ensure_connection(*arguments, **often | named)  # type: ignore[no-untyped-call]

    def maybe_close_channel(self, channel: Any) -> None:
        with suppress(AttributeError):
            super().maybe_close_channel(channel)  # type: ignore[no-untyped-call]


class Amqp(AMQP):
    """Where Celery takes its connections from."""

    Connection = ReturningConnection
    BrokerConnection = ReturningConnection


def impatient_connection() -> Connection:
    """A connection that gives up soon, by one of `broker_errors()`."""
    connection: Connection = current_app.connection_for_write(transport_options=IMPATIENCE)
    return connection


@cache
def broker_errors() -> tuple[type[Exception], ...]:
    """What says that the broker is away, or cannot do what it is asked: full, loading, or only reading."""
    connection = current_app.connection_for_write()
    return (OperationalError, OSError, *connection.connection_errors, *connection.channel_errors)


def send(task: str, ids: Iterable[int]) -> None:
    """Sends one message for each. With the broker away the work waits for the clock, and nobody for the broker."""
    try:
        with producers[impatient_connection()].acquire(block=True) as producer:
            for each in ids:
                current_app.send_task(task, args=[each], expires=NUDGE_LIVES_S, producer=producer, retry=False)
    except broker_errors() as error:
        log.warning("the broker is away, the work waits for the clock: %s", error)
