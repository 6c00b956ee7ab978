"""Wakes the scorer and the reader of files after a commit. Only a nudge: what no message announces the clock finds."""

import logging
from collections.abc import Iterable

from celery import current_app
from django.db import transaction
from kombu.connection import Connection
from kombu.exceptions import OperationalError
from kombu.pools import producers

from activities.models import SHARDS

NUDGE_LIVES_S = 30
# Whoever submits an act must not wait for the broker: one try, and a short one, also when it accepts and never answers.
IMPATIENCE = {
    "socket_connect_timeout": 0.3,
    "socket_timeout": 0.3,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
}

log = logging.getLogger(__name__)


def announce(citizen_ids: Iterable[int]) -> None:
    """Wakes the scorer for these citizens' shards once the open transaction has committed."""
    shards = {citizen_id % SHARDS for citizen_id in citizen_ids}
    transaction.on_commit(lambda: wake(shards))


def announce_file(job_id: int) -> None:
    """Wakes the reader of an uploaded file once the open transaction has committed."""
    transaction.on_commit(lambda: wake_reader([job_id]))


def wake(shards: Iterable[int]) -> None:
    """Sends one message a shard. With the broker away the acts wait for the clock, and nobody waits for the broker."""
    _send("activities.tasks.score_shard", shards)


def wake_reader(job_ids: Iterable[int]) -> None:
    """Sends one message an uploaded file, as `wake` does for shards."""
    _send("activities.tasks.read_file", job_ids)


def _send(task: str, ids: Iterable[int]) -> None:
    try:
        with producers[_impatient_connection()].acquire(block=True) as producer:
            for each in ids:
                current_app.send_task(task, args=[each], expires=NUDGE_LIVES_S, producer=producer, retry=False)
    except OperationalError as error:
        log.warning("the broker is away, the work waits for the clock: %s", error)


def _impatient_connection() -> Connection:
    """The broker's address with short timeouts; the pool keeps what is opened on it."""
    connection: Connection = current_app.connection_for_write(transport_options=IMPATIENCE)
    return connection
