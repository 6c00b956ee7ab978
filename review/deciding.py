"""What a reviewer does with what is theirs: accepts it, refuses it, passes it on, or asks for a second opinion."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from activities.reviewables import Reviewable
from review import refusals
from review.assigning import give_back, take
from review.models import Opinion, Verdict


def accept(*, kind: Reviewable, row: Any, by: User, now: datetime, edition: str | None = None) -> None:
    """Says yes. Raises `DomainError`, of taking it and of its own app; then nothing is done."""
    with transaction.atomic():
        held = take(kind=kind, row=row, by=by, now=now)
        kind.accept(row, by=by, now=now, edition=edition)
        held.delete()


def refuse(
    *, kind: Reviewable, row: Any, reason: str, note: str, by: User, now: datetime, edition: str | None = None
) -> None:
    """Says no, with a reason that the citizen reads. Raises what `accept` does, `ReasonMissing`."""
    if reason not in tuple(kind.reasons):  # what is gone through is offered; what was once said has its words, too
        raise refusals.ReasonMissing
    with transaction.atomic():
        held = take(kind=kind, row=row, by=by, now=now)
        kind.refuse(row, reason=reason, note=note, by=by, now=now, edition=edition)
        held.delete()


def ask_another(*, kind: Reviewable, row: Any, verdict: Verdict, words: str, by: User, now: datetime) -> Opinion:
    """Leaves the decision to a colleague, who reads what this one thought. Raises what `take` does."""
    with transaction.atomic():
        give_back(kind=kind, row=row, by=by, now=now)
        return Opinion.objects.create(kind=kind.code, item_id=row.pk, by=by, verdict=verdict, words=words, said_at=now)
