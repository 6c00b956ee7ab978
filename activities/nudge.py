"""Wakes the scorer after a commit. Only a nudge: work that no message announces is found by the clock."""

import logging
from collections.abc import Iterable

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from kombu.pools import producers

from activities.models import SHARDS
from common.broker import impatient_connection

NUDGE_LIVES_S = 30

log = logging.getLogger(__name__)


def announce(citizen_ids: Iterable[int]) -> None:
    """Wakes the scorer for these citizens' shards once the open transaction has committed."""
    shards = {citizen_id % SHARDS for citizen_id in citizen_ids}
    transaction.on_commit(lambda: wake(shards))


def wake(shards: Iterable[int]) -> None:
    """Sends one message a shard. With the broker away the acts wait for the clock, and nobody waits for the broker."""
    try:
        with producers[impatient_connection()].acquire(block=True) as producer:
            for shard in shards:
                current_app.send_task(
                    "activities.tasks.score_shard",
                    args=[shard],
                    expires=NUDGE_LIVES_S,
                    producer=producer,
                    retry=False,
                )
    except OperationalError as error:
        log.warning("the broker is away, the acts wait for the clock: %s", error)
