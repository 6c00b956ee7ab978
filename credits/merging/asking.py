"""Asking for a merger: handed in by who has proven both accounts, withdrawn by either, or run out unanswered."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts import citizens, second_factor
from accounts.changing_phone import numbers
from accounts.changing_phone.last_use import is_unused
from accounts.inbox.telling import tell
from accounts.models import User
from common.editions import check
from common.merging import Pair
from credits.merging import notices, preview
from credits.merging.models import How, KeptPhone, Merger, MergerProof, MergerStatus
from credits.merging.refusals import AlreadyAsked, MergerHindered, MergerNotOpen, NotProven, NumberNotShown

RUN_OUT_A_RUN = 500
FRESH = timedelta(minutes=10)
Proofs = Mapping[int, tuple[How, datetime]]
"""By account, how and when it was shown that whoever asks holds it."""


def ask(
    *, pair: Pair, kept_phone: str, words: str, proofs: Proofs, now: datetime, edition: str | None = None
) -> Merger:
    """Hands it in, and tells both accounts. `edition` is that of what was shown.

    Raises `NotProven`, `NumberNotShown`, `AlreadyAsked`, `MergerHindered`, and what `common.editions.check` does.
    """
    ids = {pair.ended_id, pair.stays_id}
    with transaction.atomic():
        citizens.lock_each(pair[:2])
        _check_proofs(pair, kept_phone, proofs, now)
        if any(Merger.objects.waiting().of(one).exists() for one in ids):
            raise AlreadyAsked
        check(edition, *preview.shown_of(pair, preview.foresee(pair, now=now), now=now))
        if reasons := preview.hindrances(pair, now=now):
            raise MergerHindered(reasons=reasons)
        try:
            with transaction.atomic():
                merger = Merger.objects.create(
                    ended_id=pair.ended_id, stays_id=pair.stays_id, kept_phone=kept_phone, words=words, asked_at=now
                )
        except IntegrityError as error:
            raise AlreadyAsked from error
        for account_id, (how, proven_at) in proofs.items():
            MergerProof.objects.create(merger=merger, account_id=account_id, how=how, proven_at=proven_at)
        tell(notices.asked(merger, due=due_at(merger)), now=now)
    return merger


def _check_proofs(pair: Pair, kept_phone: str, proofs: Proofs, now: datetime) -> None:
    ids = {pair.ended_id, pair.stays_id}
    if set(proofs) != ids or any(not now - FRESH <= at <= now for _how, at in proofs.values()):
        raise NotProven
    by_number = User.objects.filter(pk__in=[one for one, (how, _at) in proofs.items() if how == How.CODE])
    if not all(is_proven_by_number(one, now=now) for one in by_number):
        raise NotProven
    gives_up_number = kept_phone == KeptPhone.ENDED and numbers.phone_of(pair.stays_id)
    if gives_up_number and proofs[pair.stays_id][0] not in (How.CODE, How.FACTOR):
        raise NumberNotShown


def is_proven_by_number(account: User, *, now: datetime) -> bool:
    """Whether a code to its number is enough: nobody else may have that by now, and it has no second factor."""
    return not is_unused(account, now=now) and not second_factor.has_one(account)


def withdraw(*, merger: Merger, by: User, now: datetime) -> Merger:
    """Nothing comes of it; either of the two may. Raises `MergerNotOpen`."""
    with transaction.atomic():
        own = locked(merger)
        assert by.pk in (own.ended_id, own.stays_id)
        own.status, own.decided_by, own.decided_at = MergerStatus.WITHDRAWN, by, now
        own.save(update_fields=["status", "decided_by", "decided_at"])
        tell(notices.decided(own), now=now)
    return own


def run_out(*, now: datetime) -> int:
    """Ends what nobody has answered in time, and tells both; returns how many."""
    overdue = Merger.objects.waiting().filter(asked_at__lte=now - lasts()).order_by("asked_at")
    with transaction.atomic():
        ended = list(overdue.select_for_update(no_key=True, skip_locked=True, of=("self",))[:RUN_OUT_A_RUN])
        for merger in ended:
            merger.status, merger.decided_at = MergerStatus.LAPSED, now
            merger.save(update_fields=["status", "decided_at"])
            tell(notices.decided(merger), now=now)
    return len(ended)


def lasts() -> timedelta:
    """For so long after it was handed in a merger waits for an answer."""
    return timedelta(days=settings.MERGER_DAYS)


def due_at(merger: Merger) -> datetime:
    """From when it may be approved; until then its owners have time to withdraw."""
    return merger.asked_at + timedelta(days=settings.MERGER_WAIT_DAYS)


def locked(merger: Merger) -> Merger:
    """The row under its lock, which nobody has decided. Raises `MergerNotOpen`."""
    found = Merger.objects.select_for_update(no_key=True, of=("self",)).get(pk=merger.pk)
    if not found.is_waiting:
        raise MergerNotOpen(state=str(found.get_status_display()))
    return found
