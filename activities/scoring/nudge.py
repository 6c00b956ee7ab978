"""Wakes the scorer after a commit. Only a nudge: what no message announces the clock finds."""

import threading
import time
from collections.abc import Iterable

from django.db import transaction

from activities.models import SHARDS
from common.broker import send

TOGETHER_S = 0.5
"""What is announced so soon after a message goes into the next one."""


class Messenger:
    """Wakes the scorer out of a thread of its own: whoever records an act waits for no message and for no broker.

    The first shards are told of at once; a busy process tells of one once every `TOGETHER_S`, however many acts came.
    """

    def __init__(self) -> None:
        self.shards: set[int] = set()
        self.news = threading.Condition()
        self.thread: threading.Thread | None = None

    def tell(self, shards: Iterable[int]) -> None:
        with self.news:
            self.shards.update(shards)
            # A process that forked has the object but not the thread.
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self._run, name="messenger", daemon=True)
                self.thread.start()
            self.news.notify()

    def _run(self) -> None:
        while True:
            with self.news:
                self.news.wait_for(lambda: self.shards)
                shards, self.shards = self.shards, set()
            wake(shards)
            time.sleep(TOGETHER_S)


messenger = Messenger()


def announce(citizen_ids: Iterable[int]) -> None:
    """Wakes the scorer for these citizens' shards soon after the open transaction has committed."""
    shards = {citizen_id % SHARDS for citizen_id in citizen_ids}
    transaction.on_commit(lambda: messenger.tell(shards))


def wake(shards: Iterable[int]) -> None:
    """Sends one message a shard. With the broker away the acts wait for the clock, and nobody waits for the broker."""
    send("activities.tasks.score_shard", shards)
