"""A sign-in at the desk that wrong passwords have locked is opened again by a colleague, never by whose name it is.

Or whoever found somebody's desk open would wipe away that they guess at its owner's password.
"""

from axes.models import AccessAttempt

from accounts.models import User
from accounts.refusals import OwnSignIn


def unlock(*, attempt: AccessAttempt, by: User) -> None:
    """Forgets the wrong passwords of one name from one address. Raises `OwnSignIn`."""
    if attempt.username == by.username:
        raise OwnSignIn
    attempt.delete()
