"""Freezing a citizen for a while, and lifting it: by whoever may, never oneself.

Each step takes the citizen's lock, so that what earns or spends at the same moment is done before it or sees it.
"""

from datetime import datetime, timedelta

from django.db import transaction

from accounts import citizens
from accounts.inbox.telling import tell
from accounts.models import Freeze, User
from accounts.refusals import AlreadyFrozen, FreezeIsOver, FrozenByYou, NoSuchEnd, NotUpheld, OwnFreeze
from accounts.standing import notices
from common.editions import check

LONGEST = timedelta(days=90)
"""Proposed, nobody's rule: a freeze is for looking into something, not a punishment."""


def freeze(
    *,
    citizen: User,
    earning: bool,
    spending: bool,
    reason: str,
    note: str,
    ends_at: datetime,
    by: User,
    now: datetime,
    edition: str | None = None,
) -> Freeze:
    """Freezes what was chosen, and tells the citizen. `edition` is that of what was shown.

    Raises `OwnFreeze`, `NoSuchEnd`, `AlreadyFrozen`, and what `common.editions.check` does.
    """
    _check_another(citizen.pk, by)
    if not now < ends_at <= now + LONGEST:
        raise NoSuchEnd(days=LONGEST.days)
    with transaction.atomic():
        citizens.lock(citizen.pk)
        check(edition, citizen.pk, earning, spending, reason, note, ends_at)
        if Freeze.objects.open().filter(citizen=citizen).exists():
            raise AlreadyFrozen
        frozen = Freeze.objects.create(
            citizen=citizen,
            earning=earning,
            spending=spending,
            reason=reason,
            note=note,
            begun_at=now,
            ends_at=ends_at,
            by=by,
        )
        tell([notices.frozen(frozen)], now=now)
    return frozen


def lift(*, freeze: Freeze, by: User, now: datetime) -> Freeze:
    """Ends a freeze before its time: what waited is counted. Raises `OwnFreeze`, `FreezeIsOver`."""
    _check_another(freeze.citizen_id, by)
    with transaction.atomic():
        current = lock(freeze)
        if current.over_at is not None or current.ends_at <= now:
            raise FreezeIsOver
        current.over_at, current.lifted_by = now, by
        current.save(update_fields=["over_at", "lifted_by"])
        tell([notices.over(current)], now=now)
    return current


def settle(*, freeze: Freeze, now: datetime) -> None:
    """Ends a freeze that has run out. The caller holds its lock and has settled what waited."""
    assert freeze.over_at is None
    assert freeze.ends_at <= now
    freeze.over_at = now
    freeze.save(update_fields=["over_at"])
    tell([notices.over(freeze)], now=now)


def overturn(*, freeze: Freeze, by: User, now: datetime) -> Freeze:
    """Undoes a freeze that stayed to its end; the caller scores what it has refused. By somebody else than who froze.

    Raises `OwnFreeze`, `FrozenByYou`, `NotUpheld`.
    """
    _check_another(freeze.citizen_id, by)
    with transaction.atomic():
        current = lock(freeze)
        if current.by_id == by.pk:
            raise FrozenByYou
        if current.over_at is None or current.lifted_by_id or current.overturned_at:
            raise NotUpheld
        current.overturned_at, current.overturned_by = now, by
        current.save(update_fields=["overturned_at", "overturned_by"])
    return current


def lock(freeze: Freeze) -> Freeze:
    """The freeze as it is now, under its citizen's lock until the transaction ends."""
    citizens.lock(freeze.citizen_id)
    return Freeze.objects.get(pk=freeze.pk)


def _check_another(citizen_id: int, by: User) -> None:
    if citizen_id == by.pk:
        raise OwnFreeze
