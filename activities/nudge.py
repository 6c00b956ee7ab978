"""Wakes the scorer after a commit. Only a nudge: work that no message announces is found by the clock."""

import logging
from collections.abc import Iterable

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from activities.models import SHARDS

NUDGE_LIVES_S = 30

log = logging.getLogger(__name__)


def announce(citizen_ids: Iterable[int]) -> None:
    """Wakes the scorer for these citizens' shards once the open transaction has committed."""
    shards = {citizen_id % SHARDS for citizen_id in citizen_ids}
    transaction.on_commit(lambda: wake(shards))


def wake(shards: Iterable[int]) -> None:
    """Sends one message a shard. With the broker down the acts wait for the clock, and nobody waits for the broker."""
    for shard in shards:
        try:
            current_app.send_task("activities.tasks.score_shard", args=[shard], expires=NUDGE_LIVES_S, retry=False)
        except OperationalError as error:
            log.warning("the broker is away, the acts wait for the clock: %s", error)
            return
