"""Asks for thumbnails. Only a nudge: what no message announces the clock finds."""

from collections.abc import Iterable

from django.db import transaction

from common.broker import send


def announce(photo_id: int) -> None:
    """Asks for the thumbnail of a photo once the open transaction has committed."""
    transaction.on_commit(lambda: wake([photo_id]))


def wake(photo_ids: Iterable[int]) -> None:
    """Sends one message a photo."""
    send("evidence.tasks.make_thumbnail", photo_ids)
