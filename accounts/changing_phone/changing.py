"""Changing one's phone at once, for who has shown both numbers. Locks: the user."""

from datetime import datetime

from django.db import transaction

from accounts import citizens
from accounts.changing_phone import notices, numbers, waiting
from accounts.changing_phone.models import PhoneChange, Stopped, Way
from accounts.changing_phone.refusals import SameNumber
from accounts.inbox.telling import tell
from accounts.models import User


@transaction.atomic
def change(*, user: User, phone: str, now: datetime) -> PhoneChange:
    """The number (E.164) becomes theirs. The caller has a fresh proof of both, and ends other sessions.

    What waited to become theirs instead is stopped. Raises `SameNumber`, `NumberOpensAnother`.
    """
    citizens.lock(user.pk)
    old = numbers.phone_of(user.pk)
    if old == phone:
        raise SameNumber
    waiting.stop_what_waits(user, Stopped.SIGNED_IN, now=now)
    numbers.give(user.pk, phone, phone_verified_at=now)
    changed = PhoneChange.objects.create(
        citizen=user, way=Way.BOTH, asked_at=now, due_at=now, tells_old=False, done_at=now
    )
    waiting.forget_number(numbers.keep(changed, old=old, new=phone))
    tell([notices.changed(changed)], now=now)
    return changed
