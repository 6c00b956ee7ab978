"""Celery's Beat as the portal uses it: it ticks. What is due says the table, and no time is kept anywhere else.

Beat's own scheduler keeps in a file when it last did what, by the clock on the wall: set back a day, it sleeps for one.
This one goes by the monotonic clock and asks the database's clock; any number of it may run.
"""

import logging
from typing import Any

from celery import beat
from django.conf import settings
from django.db import Error
from kombu.pools import producers

from common import connections
from common.broker import broker_errors, impatient_connection
from jobs import due, tasks
from jobs.timetable import every_job

TICK_S = 1.0
DATABASE_ANSWERS_WITHIN_S = 10.0
MOST_WAITING = 100
"""With so many messages in a queue nobody takes any, and one more would only be in the way of those who return."""

log = logging.getLogger(__name__)


class Scheduler(beat.Scheduler):
    """Tells the workers of every job that is due, once a second."""

    def setup_schedule(self) -> None:
        connections.wait_no_longer_than(DATABASE_ANSWERS_WITHIN_S)

    def tick(self, *_args: Any, **_named: Any) -> float:
        """Announces what is due; returns after how many seconds to come again, whatever was in the way."""
        try:
            with connections.doubted():
                announce()
        except Error as error:
            log.warning("the database is away, nothing can be due: %s", type(error).__name__)
        except broker_errors() as error:
            log.warning("the broker is away, what is due waits: %s", type(error).__name__)
        return TICK_S

    def should_sync(self) -> bool:
        return False


def announce() -> None:
    """Sends a message for every job of which the table says that the workers are to be told."""
    jobs = every_job()
    names = due.announce(list(jobs.values()), now=due.database_now())
    if not names:
        return
    with producers[impatient_connection()].acquire(block=True) as producer:
        for name in names:
            job = jobs[name]
            if _waiting(producer, job.lane) < MOST_WAITING:
                limit_s = max(settings.CELERY_TASK_TIME_LIMIT, job.within.total_seconds())
                tasks.run.apply_async([name], queue=job.lane, producer=producer, retry=False, time_limit=limit_s)


def _waiting(producer: Any, queue: str) -> int:
    """How many messages wait in a queue."""
    declared = producer.channel.queue_declare(queue=queue, durable=True, auto_delete=False)
    return int(declared.message_count)
