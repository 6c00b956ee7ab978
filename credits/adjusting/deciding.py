"""Deciding on an adjustment: approved and posted in one transaction, declined with a reason, or undone on an appeal."""

from datetime import datetime

from django.db import transaction

from accounts import citizens
from accounts.inbox.telling import tell
from accounts.models import User
from common.editions import check
from common.kin import are_close
from credits import ledger, refusals
from credits.adjusting import limits, notices, posting, proposing, who
from credits.adjusting.models import Adjustment, AdjustmentStatus


def approve(*, adjustment: Adjustment, by: User, now: datetime, edition: str | None = None) -> Adjustment:
    """Posts what was shown, and tells the citizen. `edition` is that of what was shown.

    Raises `NotOpen`, what `who.check_another`, `who.check_proposer`, `who.check_reach`, `limits.check` and
    `common.editions.check` do, `BudgetTooSmall`; then nothing is done.
    """
    with transaction.atomic():
        waiting = _waiting(adjustment, by, now)
        check(edition, *proposing.shown_of(waiting, now=now))
        who.check_proposer(waiting)
        who.check_reach(waiting.citizen, by=by, now=now)
        limits.check(waiting, by=by, now=now)
        _decide(waiting, AdjustmentStatus.APPROVED, by, now)
        ledger.post_all(posting.postings(waiting, now=now), now=now)
        tell([notices.adjusted(waiting)], now=now)
    return waiting


def decline(*, adjustment: Adjustment, answer: str, by: User, now: datetime) -> Adjustment:
    """Nothing comes of it; who proposed it reads why. Raises `NotOpen`, what `who.check_another` does."""
    with transaction.atomic():
        waiting = _waiting(adjustment, by, now)
        if waiting.citizen_id == by.pk:
            raise refusals.OwnAdjustment
        waiting.answer = answer
        _decide(waiting, AdjustmentStatus.DECLINED, by, now)
    return waiting


def undo(*, adjustment: Adjustment, by: User, now: datetime) -> Adjustment:
    """Gives back what was taken, out of the budget that it names: on an appeal, by a third person.

    No limit of a role goes by it: it is as much as was taken. Raises `NotOpen`, `DecidedByYou`, `TooClose`,
    `BudgetTooSmall`.
    """
    with transaction.atomic():
        rows = Adjustment.objects.select_for_update(no_key=True, of=("self",)).select_related("budget")
        taken = rows.get(pk=adjustment.pk)
        citizens.lock(taken.citizen_id)
        if taken.status != AdjustmentStatus.APPROVED or taken.is_given or taken.undone_at:
            raise refusals.NotOpen(state=str(taken.get_status_display()))
        if by.pk in (taken.proposed_by_id, taken.decided_by_id, taken.citizen_id):
            raise refusals.DecidedByYou
        if are_close(by.pk, taken.citizen_id):
            raise refusals.TooClose
        taken.undone_by, taken.undone_at = by, now
        taken.save(update_fields=["undone_by", "undone_at"])
        ledger.post_all(posting.given(taken, reference=taken.undoing_reference, now=now), now=now)
    return taken


def _waiting(adjustment: Adjustment, by: User, now: datetime) -> Adjustment:
    """The proposal under its locks, on which this one may decide; what has run out is over before the clock says so."""
    waiting = proposing.locked(adjustment, by, AdjustmentStatus.PROPOSED)
    who.check_another(waiting, by=by)
    if waiting.proposed_at is None or waiting.proposed_at <= now - proposing.lasts():
        raise refusals.NotOpen(state=str(AdjustmentStatus.LAPSED.label))
    return waiting


def _decide(adjustment: Adjustment, status: AdjustmentStatus, by: User, now: datetime) -> None:
    adjustment.status, adjustment.decided_by, adjustment.decided_at = status, by, now
    adjustment.save(update_fields=["status", "decided_by", "decided_at", "answer"])
