"""Who looks at what: one reviewer at a time, from opening it until ten minutes without a deed have passed."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from activities.reviewables import Reviewable
from review import refusals
from review.models import Assignment, Opinion

IDLE = timedelta(minutes=10)


def take(*, kind: Reviewable, row: Any, by: User, now: datetime) -> Assignment:
    """Gives a row to this reviewer, anew where it is theirs. Its assignment is locked until the transaction ends.

    Raises `HeldByColleague`, `NotWaiting`, `WaitsForAnother`.
    """
    with transaction.atomic():
        held = _locked(kind, row)
        if held.is_held_by_another(by, now):
            raise refusals.HeldByColleague
        waiting = kind.rows().filter(kind.waiting, pk=row.pk)
        if not waiting.exists():
            raise refusals.NotWaiting
        if not kind.open_to(waiting, by).exists() or opinions_on(kind, row).filter(by=by).exists():
            raise refusals.WaitsForAnother
        held.reviewer, held.until = by, now + IDLE
        held.save(update_fields=["reviewer", "until"])
    return held


def give_back(*, kind: Reviewable, row: Any, by: User, now: datetime) -> None:
    """The next reviewer may have it; this one is not asked again. Raises what `take` does."""
    with transaction.atomic():
        held = take(kind=kind, row=row, by=by, now=now)
        held.reviewer, held.until = None, None
        held.passed_by = sorted({*held.passed_by, by.pk})
        held.save(update_fields=["reviewer", "until", "passed_by"])


def opinions_on(kind: Reviewable, row: Any) -> Any:
    return Opinion.objects.filter(kind=kind.code, item_id=row.pk)


def _locked(kind: Reviewable, row: Any) -> Assignment:
    """The row's assignment, made where there is none. It goes only with a decision, which whoever waits here learns."""
    Assignment.objects.bulk_create([Assignment(kind=kind.code, item_id=row.pk)], ignore_conflicts=True)
    locked = Assignment.objects.select_for_update(of=("self",)).filter(kind=kind.code, item_id=row.pk).first()
    if locked is None:
        raise refusals.NotWaiting
    return locked
