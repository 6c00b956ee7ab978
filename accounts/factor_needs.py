"""Who of this app's users needs a second factor: whoever works at the desk."""

from accounts.models import User


def _is_staff(user: User) -> bool:
    return user.is_staff


FACTOR_NEEDS = [_is_staff]
