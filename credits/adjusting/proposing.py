"""Proposing an adjustment: written with its documents, looked at, submitted; withdrawn by who wrote it, or run out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import citizens
from accounts.models import User
from common.attached import Sent
from common.editions import check
from credits import refusals
from credits.adjusting import attachments, limits, who
from credits.adjusting.models import OPEN, Adjustment, AdjustmentStatus, described
from credits.adjusting.posting import foresee
from credits.models import Budget

RUN_OUT_A_RUN = 500


def draft(
    *,
    citizen: User,
    credits: int,
    budget: Budget,
    reason: str,
    words: str,
    internal_note: str,
    files: Sequence[Sent],
    by: User,
    now: datetime,
) -> Adjustment:
    """What nobody else sees until it is submitted, with clean copies of its documents. Raises `DomainError`."""
    who.check_reach(citizen, by=by, now=now)
    clean = attachments.cleaned(files)
    said = {"credits": credits, "budget": budget, "reason": reason, "words": words, "internal_note": internal_note}
    adjustment = Adjustment(citizen=citizen, proposed_by=by, drafted_at=now, **said)
    limits.check(adjustment, by=by, now=now)
    with transaction.atomic():
        adjustment.save()
        attachments.keep(adjustment, clean)
    return adjustment


def submit(*, adjustment: Adjustment, by: User, now: datetime, edition: str | None = None) -> Adjustment:
    """Colleagues decide on it from now on. `edition` is that of what was shown.

    Raises what `who.check_reach`, `limits.check` and `common.editions.check` do, `NotOpen`, `AlreadyProposed`.
    """
    with transaction.atomic():
        own = locked(adjustment, by, AdjustmentStatus.DRAFT)
        if own.proposed_by_id != by.pk:
            raise refusals.NotYours
        check(edition, *shown_of(own, now=now))
        who.check_reach(own.citizen, by=by, now=now)
        limits.check(own, by=by, now=now)
        own.status, own.proposed_at = AdjustmentStatus.PROPOSED, now
        try:
            with transaction.atomic():
                own.save(update_fields=["status", "proposed_at"])
        except IntegrityError as error:
            raise refusals.AlreadyProposed from error
    return own


def withdraw(*, adjustment: Adjustment, by: User, now: datetime) -> Adjustment:
    """Nothing comes of it. Raises `NotOpen`, `NotYours`."""
    with transaction.atomic():
        own = locked(adjustment, by, *OPEN)
        if own.proposed_by_id != by.pk:
            raise refusals.NotYours
        own.status, own.decided_by, own.decided_at = AdjustmentStatus.WITHDRAWN, by, now
        own.save(update_fields=["status", "decided_by", "decided_at"])
    return own


def run_out(*, now: datetime) -> int:
    """Ends what nobody has submitted or answered in time; returns how many."""
    since = now - lasts()
    overdue = Adjustment.objects.filter(
        Q(status=AdjustmentStatus.DRAFT, drafted_at__lte=since)
        | Q(status=AdjustmentStatus.PROPOSED, proposed_at__lte=since)
    ).order_by("drafted_at")
    with transaction.atomic():
        ended = list(overdue.select_for_update(no_key=True, skip_locked=True, of=("self",))[:RUN_OUT_A_RUN])
        for adjustment in ended:
            adjustment.status, adjustment.decided_at = AdjustmentStatus.LAPSED, now
            adjustment.save(update_fields=["status", "decided_at"])
    return len(ended)


def lasts() -> timedelta:
    """For so long after it was submitted an adjustment waits for an answer."""
    return timedelta(days=settings.ADJUSTMENT_DAYS)


def shown_of(adjustment: Adjustment, *, now: datetime) -> list[object]:
    """What whoever submits or decides goes by: all that is proposed, and what it would come to."""
    return [*described(adjustment), *foresee(adjustment, now=now).goes_by]


def locked(adjustment: Adjustment, by: User, *at: AdjustmentStatus) -> Adjustment:
    """The row, then its citizen and who decides about them, until the transaction ends. Raises `NotOpen`."""
    rows = Adjustment.objects.select_for_update(no_key=True, of=("self",)).select_related("citizen", "budget")
    found = rows.get(pk=adjustment.pk)
    citizens.lock_each([found.citizen_id, by.pk])
    if found.status not in at:
        raise refusals.NotOpen(state=str(found.get_status_display()))
    found.citizen.refresh_from_db(fields=["is_active"])
    return found
