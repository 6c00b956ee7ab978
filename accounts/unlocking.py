"""A sign-in at the desk that wrong passwords have locked is opened again by a colleague, never by whose name it is.

Or whoever found somebody's desk open would wipe away that they guess at its owner's password.
"""

from datetime import datetime

from axes.models import AccessAttempt
from django.db import transaction

from accounts.deeds.noting import note
from accounts.models import DeedKind, User
from accounts.refusals import OwnSignIn


@transaction.atomic
def unlock(*, attempt: AccessAttempt, by: User, now: datetime) -> None:
    """Forgets the wrong passwords of one name from one address. Raises `OwnSignIn`.

    The trail keeps a name of the office's alone: what else was typed there may be anything.
    """
    if attempt.username == by.username:
        raise OwnSignIn
    is_known = User.objects.filter(username=attempt.username).exists()
    facts = {"name": attempt.username} if is_known else {}
    note(DeedKind.UNLOCKED, of=attempt, by=by, now=now, facts=facts)
    attempt.delete()
