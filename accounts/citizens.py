"""Who a phone number belongs to: the first right code makes the citizen, every later one finds the same."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.changing_phone.last_use import is_unused
from accounts.changing_phone.refusals import PerhapsAnothers
from accounts.models import Profile, User
from common.prepared import Prepared


def citizen_with_phone(*, phone: str, language: str, now: datetime, is_known: bool = False) -> tuple[User, bool]:
    """The citizen who has just proved to hold `phone` (E.164), and whether this made them one.

    `language` is what a new citizen starts with. Two first sign-ins at the same moment get the same citizen.
    `is_known` is said of a device that has shown this number before; from another one it opens no account that was not
    used for long, as the number may be somebody else's by now. Raises `PerhapsAnothers`.
    """
    known = find_citizen(phone)
    if known is not None:
        if not is_known and is_unused(known, now=now):
            raise PerhapsAnothers
        return known, False
    try:
        return make_citizen(phone=phone, language=language, now=now), True
    except IntegrityError:
        # The other of two first sign-ins was quicker; the phone's unique constraint decided.
        return User.objects.get(profile__phone=phone), False


def find_citizen(phone: str) -> User | None:
    """The citizen who holds `phone` (E.164)."""
    return User.objects.filter(profile__phone=phone).first()


_LOCK = Prepared("lock_citizen", "SELECT id FROM accounts_user WHERE id = $1::bigint FOR NO KEY UPDATE")


def lock(citizen_id: int) -> None:
    """One step of a citizen's at a time: whoever else locks them waits until this transaction ends."""
    _LOCK.rows(citizen_id)


def lock_each(citizen_ids: Iterable[int]) -> None:
    """Several, by id, as all do who lock several: so nobody waits for one who waits for them."""
    for citizen_id in sorted(set(citizen_ids)):
        lock(citizen_id)


@transaction.atomic
def make_citizen(*, phone: str, language: str, now: datetime) -> User:
    """A citizen who has proved to hold the number. Raises `IntegrityError` where it is somebody's."""
    user = User.objects.create_citizen()
    Profile.objects.create(user=user, phone=phone, phone_verified_at=now, language=language)
    return user
