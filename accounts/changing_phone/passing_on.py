"""A number that may be somebody else's now: its code alone opens no account that was not used for long.

Whoever reads it either shows something of the account's besides, or begins anew. Then the account keeps all that it has
but the number. Locks: the user.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from accounts import citizens, second_factor
from accounts.changing_phone import notices, numbers
from accounts.changing_phone.last_use import is_unused
from accounts.changing_phone.models import PhoneChange, Way
from accounts.inbox.telling import tell
from accounts.models import Profile, User
from accounts.refusals import WrongFactorCode
from common.editions import ChangedMeanwhile


def prove_by_code(*, phone: str, code: str, now: datetime) -> Authenticator:
    """The second factor of whose account the number opens, where the code is of it. Raises `WrongFactorCode`."""
    owner = citizens.find_citizen(phone)
    if owner is None:
        raise WrongFactorCode
    return second_factor.prove(user=owner, code=code, now=now)


@transaction.atomic
def begin_anew(*, phone: str, language: str, now: datetime) -> User:
    """A new citizen with this number (E.164), which they have just shown to read. The account of before loses it.

    Raises `ChangedMeanwhile` where its owner has come back, or somebody else has the number by now: whoever asks for
    this has not shown to be either.
    """
    owner = citizens.find_citizen(phone)
    if owner is not None:
        _take_from(owner, phone, now)
    try:
        return citizens.make_citizen(phone=phone, language=language, now=now)
    except IntegrityError:
        raise ChangedMeanwhile from None


def _take_from(owner: User, phone: str, now: datetime) -> None:
    """Even where it is the last way in: it is not theirs to come in by any more."""
    citizens.lock(owner.pk)
    owner.refresh_from_db()
    if numbers.phone_of(owner.pk) != phone or not is_unused(owner, now=now):
        raise ChangedMeanwhile
    Profile.objects.filter(user=owner).update(phone=None, phone_verified_at=None, wants_texts=False)
    passed_on = PhoneChange.objects.create(
        citizen=owner, way=Way.PASSED_ON, asked_at=now, due_at=now, tells_old=False, done_at=now
    )
    numbers.keep(passed_on, old=phone, new="")
    tell([notices.passed_on(passed_on)], now=now)
