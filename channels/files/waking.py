"""Wakes the reader of files. Only a nudge: what no message announces the clock finds."""

from collections.abc import Iterable

from django.db import transaction

from common.broker import send


def announce(job_id: int) -> None:
    """Wakes the reader of an uploaded file once the open transaction has committed."""
    transaction.on_commit(lambda: wake([job_id]))


def wake(job_ids: Iterable[int]) -> None:
    """Sends one message an uploaded file."""
    send("channels.files.tasks.read_file", job_ids)
