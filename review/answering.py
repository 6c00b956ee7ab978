"""What the desk does with an appeal: grants it, so that what was refused is accepted, or lets the decision stand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.inbox.telling import tell
from accounts.models import User
from common.editions import check
from review import inbox_words, refusals
from review.models import Appeal, AppealStatus


def take_up(*, appeal: Appeal, now: datetime) -> None:
    """Tells the citizen that somebody is looking."""
    received = Appeal.objects.filter(pk=appeal.pk, status=AppealStatus.RECEIVED)
    received.update(status=AppealStatus.TAKEN_UP, taken_up_at=now)


def grant(*, appeal: Appeal, by: User, now: datetime, edition: str | None = None) -> None:
    """Does what accepting would have done at first. Raises `DomainError`, also of the app of what was refused."""
    with transaction.atomic():
        appeal = _decidable(appeal, by)
        check(edition, *shown_of(appeal))
        appeal.against.overturn(refused_row(appeal), by=by, now=now)
        _decide(appeal, AppealStatus.GRANTED, by, now)


def let_stand(*, appeal: Appeal, reason: str, note: str, by: User, now: datetime, edition: str | None = None) -> None:
    """The decision stands, with a reason that the citizen reads. Raises what `grant` does."""
    with transaction.atomic():
        appeal = _decidable(appeal, by)
        check(edition, *shown_of(appeal))
        appeal.reason, appeal.note = reason, note
        _decide(appeal, AppealStatus.REFUSED, by, now)


def shown_of(appeal: Appeal) -> Sequence[Any]:
    """What a decision goes by: the words and photo of the appeal, and what it is about."""
    return (appeal.pk, appeal.words, appeal.photo_id, *appeal.against.goes_by(refused_row(appeal)))


def refused_row(appeal: Appeal) -> Any:
    """The row that was refused."""
    return appeal.against.rows().get(pk=appeal.item_id)


def _decidable(appeal: Appeal, by: User) -> Appeal:
    """The appeal, locked against a second pair of hands; by whom neither gains nor has decided before."""
    if by.pk in (appeal.citizen_id, appeal.raised_by_id, appeal.first_decided_by_id):
        raise refusals.WaitsForAnother
    shared = appeal.against.decided_with(by)
    if shared is not None and shared.filter(pk=appeal.item_id).exists():
        raise refusals.WaitsForAnother
    locked = Appeal.objects.waiting().select_for_update(of=("self",)).filter(pk=appeal.pk).first()
    if locked is None:
        raise refusals.NotWaiting
    return locked


def _decide(appeal: Appeal, status: AppealStatus, by: User, now: datetime) -> None:
    appeal.status, appeal.decided_by, appeal.decided_at = status, by, now
    appeal.taken_up_at = appeal.taken_up_at or now
    appeal.save(update_fields=["status", "reason", "note", "decided_by", "decided_at", "taken_up_at"])
    path = reverse("review:appeal", args=[appeal.kind, refused_row(appeal).public_id])
    tell([inbox_words.answered_appeal(appeal, path)], now=now)
