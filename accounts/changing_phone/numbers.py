"""Numbers as the history of an account keeps them: a pseudonym that is found again, and a mask to be read."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.changing_phone.models import ChangedNumbers, PhoneChange, PhoneChangeQuerySet
from accounts.changing_phone.refusals import NumberOpensAnother
from accounts.models import Profile
from accounts.phones import mask_phone
from accounts.pseudonyms import pseudonyms

PURPOSE = "accounts.changing_phone"


def phone_of(user_id: int) -> str:
    """E.164; empty for who has none."""
    return Profile.objects.filter(user=user_id).values_list("phone", flat=True).first() or ""


def keep(change: PhoneChange, *, old: str, new: str, stop_code: UUID | None = None) -> ChangedNumbers:
    """Writes beside a change which numbers it is of. The new one waits in clear until the change is over."""
    told = {**_told("old", old), **_told("new", new), "awaited": new, "stop_code": stop_code}
    return ChangedNumbers.objects.create(change=change, **told)


def give(user_id: int, phone: str, **told: Any) -> None:
    """Makes a number somebody's. The caller holds their lock. Raises `NumberOpensAnother`; nothing changes then."""
    try:
        with transaction.atomic():
            Profile.objects.update_or_create(user_id=user_id, defaults={"phone": phone, **told})
    except IntegrityError:
        # Whoever signs up with it at this moment was quicker: the unique constraint decides.
        raise NumberOpensAnother from None


def of_old_number(phone: str) -> PhoneChangeQuerySet:
    """The changes by which an account has lost this number."""
    return PhoneChange.objects.filter(numbers__old__in=names(phone))


def _told(which: str, phone: str) -> dict[str, Any]:
    return {which: names(phone)[0], f"{which}_masked": mask_phone(phone)} if phone else {}


def names(phone: str) -> tuple[UUID, ...]:
    return pseudonyms(f"{PURPOSE}:{phone}")
