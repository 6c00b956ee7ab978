"""A change of phone that waits, so that the old number or any session of its owner can stop it. Locks: the user."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts import citizens, devices
from accounts.changing_phone import notices, numbers, stop_codes
from accounts.changing_phone.models import ChangedNumbers, PhoneChange, Stopped, Way
from accounts.changing_phone.refusals import (
    ChangeIsOver,
    ChangeWaits,
    NoAgreementNeeded,
    NumberOpensAnother,
    OwnChange,
    SameNumber,
)
from accounts.citizens import find_citizen
from accounts.inbox.telling import tell
from accounts.models import AccessToken, User

AddressToStop = Callable[[PhoneChange], str]


def of(user: User) -> PhoneChange | None:
    """What waits to become somebody's."""
    return PhoneChange.objects.waiting().filter(citizen=user).select_related("numbers").first()


@transaction.atomic
def ask(
    *,
    user: User,
    phone: str,
    to_stop: AddressToStop,
    now: datetime,
    by: User | None = None,
    shown: str = "",
    reference: str = "",
) -> PhoneChange:
    """The number (E.164), which somebody has just shown to read, becomes the user's once it has waited.

    For its owner, who has shown another way in; or `by` an official, who has seen what was `shown`. The old number gets
    a text with the way to stop it, within this transaction: where it cannot be sent, nothing waits.
    Raises `OwnChange`, `SameNumber`, `ChangeWaits`, `NumberOpensAnother`, `TextNotSent`.
    """
    if by is not None and by.pk == user.pk:
        raise OwnChange
    citizens.lock(user.pk)
    old = numbers.phone_of(user.pk)
    if old == phone:
        raise SameNumber
    if of(user) is not None:
        raise ChangeWaits
    if find_citizen(phone) is not None:
        raise NumberOpensAnother
    asked = PhoneChange.objects.create(
        citizen=user,
        way=Way.WAITED if by is None else Way.DESK,
        asked_at=now,
        due_at=now + timedelta(days=settings.PHONE_CHANGE_WAIT_DAYS),
        tells_old=bool(old),
        by=by,
        shown=shown,
        reference=reference,
    )
    code = stop_codes.new()
    numbers.keep(asked, old=old, new=phone, stop_code=stop_codes.names(code)[0] if old else None)
    tell([notices.asked(asked)], now=now)
    if old:
        notices.text_old_number(asked, phone=old, address=to_stop(asked), code=code)
    return asked


@transaction.atomic
def agree(*, change: PhoneChange, by: User, now: datetime) -> PhoneChange:
    """A second official agrees, where no old number could object. Raises what `_waiting` does, and `OwnChange`."""
    current = _waiting(change)
    if by.pk in (current.citizen_id, current.by_id):
        raise OwnChange
    if not current.lacks_agreement:
        raise NoAgreementNeeded
    current.agreed_by = by
    current.save(update_fields=["agreed_by"])
    return current


@transaction.atomic
def stop(*, change: PhoneChange, stopped: Stopped, now: datetime, by: User | None = None) -> PhoneChange:
    """It is made no more, and its owner is told; `by` an official at the desk. Raises `ChangeIsOver`, `OwnChange`."""
    if by is not None and by.pk == change.citizen_id:
        raise OwnChange
    return _stop(_waiting(change), stopped, now)


def stop_what_waits(user: User, stopped: Stopped, *, now: datetime) -> None:
    """The caller holds the user's lock."""
    waits = of(user)
    if waits is not None:
        _stop(waits, stopped, now)


def make_due(*, now: datetime, limit: int) -> tuple[int, int]:
    """Makes what has waited long enough; returns how many were made, and how many had to be stopped."""
    due = list(PhoneChange.objects.due(now).order_by("due_at")[:limit])
    made = [_make(change, now) for change in due]
    return made.count(True), made.count(False)


def forget_number(kept: ChangedNumbers) -> None:
    """The change is over: only pseudonyms and masks stay."""
    kept.awaited = ""
    kept.save(update_fields=["awaited"])


@transaction.atomic
def _make(change: PhoneChange, now: datetime) -> bool | None:
    """Whoever has the old number may have used the account by it: every session and program of before ends."""
    citizens.lock(change.citizen_id)
    current = PhoneChange.objects.due(now).filter(pk=change.pk).select_related("citizen", "numbers").first()
    if current is None:
        return None
    if not current.citizen.is_active:
        _stop(current, Stopped.CLOSED, now)
        return False
    try:
        numbers.give(current.citizen_id, current.numbers.awaited, phone_verified_at=current.asked_at)
    except NumberOpensAnother:
        _stop(current, Stopped.TAKEN, now)
        return False
    _end(current, done_at=now)
    devices.end_all(current.citizen)
    AccessToken.objects.filter(user=current.citizen, revoked_at=None).update(revoked_at=now)
    tell([notices.changed(current)], now=now)
    return True


def _waiting(change: PhoneChange) -> PhoneChange:
    """As it is now, under its citizen's lock. Raises `ChangeIsOver`."""
    citizens.lock(change.citizen_id)
    current = PhoneChange.objects.waiting().filter(pk=change.pk).select_related("numbers").first()
    if current is None:
        raise ChangeIsOver
    return current


def _stop(change: PhoneChange, stopped: Stopped, now: datetime) -> PhoneChange:
    _end(change, stopped_at=now, stopped=stopped)
    tell([notices.stopped(change)], now=now)
    return change


def _end(change: PhoneChange, **how: Any) -> None:
    for name, value in how.items():
        setattr(change, name, value)
    change.save(update_fields=list(how))
    # Erased since, perhaps.
    ChangedNumbers.objects.filter(pk=change.pk).update(awaited="", stop_code=None)
