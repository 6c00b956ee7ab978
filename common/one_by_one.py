"""Chores over rows that are due: each row on its own, so that one that cannot be done stops none of the others."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

log = logging.getLogger(__name__)


def each(due: QuerySet[Any], deed: Callable[[int], bool], *, limit: int) -> int:
    """Does a deed for at most `limit` rows that are due, in their order, and returns for how many it was done.

    A row whose deed raises is written to the log and passed over; so is, in silence, one for which it says no. They are
    looked at beyond the limit: rows that can never be done do not keep the others from their turn.
    """
    done, seen = 0, set[int]()
    while done < limit:
        row_ids = list(due.exclude(pk__in=seen).values_list("pk", flat=True)[: limit - done])
        if not row_ids:
            break
        seen.update(row_ids)
        done += sum(_did(due, deed, row_id) for row_id in row_ids)
    return done


def _did(due: QuerySet[Any], deed: Callable[[int], bool], row_id: int) -> bool:
    try:
        with transaction.atomic():
            return deed(row_id)
    except Exception:
        say_or_stop(f"{due.model._meta.label} {row_id} was passed over")
        return False


def say_or_stop(what: str) -> None:
    """In an `except`: writes the error to the log, and raises it where it is the database that has gone away."""
    if connection.connection is None or not connection.is_usable():
        raise
    log.exception(what)
