"""The way to the broker for those who must not wait for it: one try, and a short one."""

from celery import current_app
from kombu.connection import Connection

# Without max_retries kombu tries for ever, and without time-outs a broker that accepts and never answers holds us.
IMPATIENCE = {
    "socket_connect_timeout": 0.3,
    "socket_timeout": 0.3,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
}


def impatient_connection() -> Connection:
    """A connection that gives up soon, by `kombu.exceptions.OperationalError`."""
    connection: Connection = current_app.connection_for_write(transport_options=IMPATIENCE)
    return connection
