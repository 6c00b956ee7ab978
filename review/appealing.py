"""Asks that somebody else looks at a decision: its citizen within fifteen days, or the desk itself. Once."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from activities.reviewables import Reviewable
from evidence.models import Photo
from evidence.using import put_to_use
from review import refusals
from review.deadlines import answer_due, appeal_until
from review.models import Appeal


def appeal(*, kind: Reviewable, row: Any, by: User, words: str, photo: Photo | None, now: datetime) -> Appeal:
    """The appeal of a row's own citizen. Raises `DomainError`; then a photo stays a draft."""
    if now > appeal_until(kind.decided_at(row) or now):
        raise refusals.AppealTooLate
    return _raised(kind, row, by, words, photo, now)


def ask_to_correct(*, kind: Reviewable, row: Any, by: User, words: str, now: datetime) -> Appeal:
    """The desk has a decision looked at again by somebody else than who made it and who asks. Raises `DomainError`."""
    return _raised(kind, row, by, words, None, now)


def appeal_against(kind: Reviewable, row: Any) -> Appeal | None:
    return Appeal.objects.against(kind, row).first()


def may_appeal(kind: Reviewable, row: Any, now: datetime) -> bool:
    """Whether the row's citizen may, as far as time and the decision go."""
    is_refused = kind.can_be_appealed and kind.rows().filter(kind.refused, pk=row.pk).exists()
    decided_at = kind.decided_at(row)
    return is_refused and decided_at is not None and now <= appeal_until(decided_at)


def _raised(kind: Reviewable, row: Any, by: User, words: str, photo: Photo | None, now: datetime) -> Appeal:
    with transaction.atomic():
        if photo is not None:
            photo = put_to_use(photo=photo, now=now, looked_at=True)
        decided = kind.rows().filter(kind.refused, pk=row.pk).first() if kind.can_be_appealed else None
        if decided is None:
            raise refusals.NothingToAppeal
        try:
            with transaction.atomic():
                return Appeal.objects.create(
                    kind=kind.code,
                    item_id=decided.pk,
                    citizen_id=decided.citizen_id,
                    raised_by=by,
                    words=words,
                    photo=photo,
                    first_decided_by_id=decided.decided_by_id,
                    raised_at=now,
                    due_on=answer_due(now),
                )
        except IntegrityError as error:
            raise refusals.AppealedAlready from error
