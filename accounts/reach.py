"""Whom a member of staff may touch: nobody who has a right that they lack, unless staff are theirs to look after.

To touch is to close or open an account and to reset its second factor. Rights and passwords are a superuser's to give.
"""

from django.contrib.auth.models import Permission
from django.db.models import Q

from accounts.models import User

LOOKS_AFTER_STAFF = "look_after_staff"


def may_touch(member: User, other: User) -> bool:
    """Whether a member of staff reaches an account; of their own nobody takes care but superusers."""
    if member.is_superuser:
        return True
    if other.is_superuser or other.pk == member.pk:
        return False
    if not other.is_staff:
        return True
    theirs, own = _rights_of(other), _rights_of(member)
    return theirs <= own or (LOOKS_AFTER_STAFF in own and LOOKS_AFTER_STAFF not in theirs)


def _rights_of(user: User) -> set[str]:
    """What somebody was given, also while their account is closed: opening it is giving it back."""
    given = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return set(given.values_list("codename", flat=True))
