"""Deciding on a merger: refused with a reason, agreed to by a first person where it is large, or approved and done."""

from datetime import datetime

from django.db import transaction

from accounts import citizens
from accounts.inbox.telling import tell
from accounts.models import User
from accounts.reach import may_touch
from common import merging
from common.editions import ChangedMeanwhile, check
from common.kin import are_close
from common.merging import Effect, Pair
from credits import ledger, refusals
from credits.merging import asking, moving, notices, preview
from credits.merging.models import LARGE_MERGER, Merger, MergerStatus
from credits.merging.preview import Foreseen
from credits.merging.refusals import AgreedByYou, MergerHindered, MergerNotOpen, MergerWaits, OwnMerger


def approve(*, merger: Merger, answer: str, by: User, now: datetime, edition: str | None = None) -> Merger:
    """Merges what was shown, or agrees to it where a second person is to. `edition` is that of what was shown.

    Raises `MergerNotOpen`, `MergerWaits`, `MergerHindered`, what `check_decider` and `common.editions.check` do;
    nothing is done then.
    """
    with transaction.atomic():
        waiting = _open(merger, by, now)
        if now < asking.due_at(waiting):
            raise MergerWaits(due=asking.due_at(waiting))
        pair = preview.pair_of(waiting)
        _check_free(pair, now)
        seen = preview.foresee(pair, now=now)
        if needs_another(waiting, seen):
            check(edition, *shown_of(waiting, seen, now=now))
            return _agree(waiting, by, now)
        return _merge(waiting, answer, by, now, edition)


def decline(*, merger: Merger, answer: str, by: User, now: datetime) -> Merger:
    """Nothing comes of it, and both accounts read why. Raises `MergerNotOpen`, what `check_decider` does."""
    with transaction.atomic():
        waiting = _open(merger, by, now)
        waiting.answer = answer
        _decide(waiting, MergerStatus.REFUSED, by, now)
        tell(notices.decided(waiting), now=now)
    return waiting


def check_decider(merger: Merger, *, by: User) -> None:
    """Raises `OwnMerger`, `OutOfReach`, `TooClose`, and `AgreedByYou` where somebody else is to agree now."""
    both = (merger.ended, merger.stays)
    if by.pk in (merger.ended_id, merger.stays_id):
        raise OwnMerger
    if not all(may_touch(by, one) for one in both):
        raise refusals.OutOfReach
    if any(are_close(by.pk, one.pk) for one in both):
        raise refusals.TooClose
    if merger.agreed_by_id == by.pk:
        raise AgreedByYou


def needs_another(merger: Merger, seen: Foreseen) -> bool:
    """Whether whoever approves it now only agrees: so many credits take two people."""
    return seen.moves.credits > LARGE_MERGER and merger.agreed_by_id is None


def shown_of(merger: Merger, seen: Foreseen, *, now: datetime) -> list[object]:
    """What whoever decides goes by."""
    return _shown(merger, seen, preview.effects(preview.pair_of(merger), now=now))


def _shown(merger: Merger, seen: Foreseen, effects: list[Effect]) -> list[object]:
    return [merger.pk, merger.status, merger.agreed_by_id, *preview.pair_of(merger), *seen.goes_by, effects]


def _open(merger: Merger, by: User, now: datetime) -> Merger:
    """Under its lock, not run out, and this one's to decide."""
    waiting = asking.locked(merger)
    check_decider(waiting, by=by)
    if waiting.asked_at <= now - asking.lasts():
        raise MergerNotOpen(state=str(MergerStatus.LAPSED.label))
    return waiting


def _merge(waiting: Merger, answer: str, by: User, now: datetime, edition: str | None) -> Merger:
    """Moves what is no credits first: its locks come before those of citizens."""
    pair = preview.pair_of(waiting)
    effects = preview.effects(pair, now=now)
    merging.move(pair, now=now)
    citizens.lock_each(pair[:2])
    seen = preview.foreseen(*moving.lock(pair.ended_id, pair.stays_id, now=now))
    check(edition, *_shown(waiting, seen, effects))
    _check_free(pair, now)
    if needs_another(waiting, seen):
        raise ChangedMeanwhile
    waiting.answer, waiting.credits, waiting.owed = answer, seen.moves.credits, seen.moves.owed
    _decide(waiting, MergerStatus.APPROVED, by, now)
    merging.settle(pair, now=now)
    User.objects.filter(pk=pair.ended_id).update(is_active=False)
    made = moving.postings(seen.moves, pair.ended_id, pair.stays_id, reference=waiting.reference, now=now)
    ledger.post_all(made, now=now)
    tell(notices.decided(waiting), now=now)
    return waiting


def _agree(waiting: Merger, by: User, now: datetime) -> Merger:
    waiting.agreed_by, waiting.agreed_at = by, now
    waiting.save(update_fields=["agreed_by", "agreed_at"])
    return waiting


def _check_free(pair: Pair, now: datetime) -> None:
    if reasons := preview.hindrances(pair, now=now):
        raise MergerHindered(reasons=reasons)


def _decide(merger: Merger, status: MergerStatus, by: User, now: datetime) -> None:
    merger.status, merger.decided_by, merger.decided_at = status, by, now
    merger.save(update_fields=["status", "decided_by", "decided_at", "answer", "credits", "owed"])
