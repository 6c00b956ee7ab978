"""Chores over rows that are due: each row on its own, so that one that cannot be done stops none of the others.

What is passed over is written to the log, and kept for the desk until it is done (`jobs/passed_over.py`).
"""

import logging
from collections.abc import Callable
from typing import Any

from django.db import connection, models, transaction
from django.db.models import QuerySet

from jobs import passed_over

log = logging.getLogger(__name__)


def each(due: QuerySet[Any], deed: Callable[[int], bool], *, limit: int) -> int:
    """Does a deed for at most `limit` rows that are due, in their order, and returns for how many it was done.

    A row whose deed raises is passed over; so is, in silence, one for which it says no. They are looked at beyond the
    limit: rows that can never be done do not keep the others from their turn.
    """

    def within(row_id: int) -> bool:
        with transaction.atomic():
            return deed(row_id)

    done, seen = 0, set[int]()
    while done < limit:
        row_ids = list(due.exclude(pk__in=seen).values_list("pk", flat=True)[: limit - done])
        if not row_ids:
            break
        seen.update(row_ids)
        done += sum(tried(due.model, row_id, within) for row_id in row_ids)
    return done


def tried(model: type[models.Model], row_id: int, deed: Callable[[int], bool]) -> bool:
    """Whether a deed was done with a row; where it raises, that is said, and the row is left for later."""
    try:
        did = deed(row_id)
    except Exception as error:
        say_or_stop(f"{model._meta.label} {row_id} was passed over")
        passed_over.keep(model, row_id, error)
        return False
    passed_over.forget(model, [row_id])
    return did


def say_or_stop(what: str) -> None:
    """In an `except`: writes the error to the log, and raises it where it is the database that has gone away."""
    if connection.connection is None or not connection.is_usable():
        raise
    log.exception(what)
