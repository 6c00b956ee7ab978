"""A sign-in at the desk that wrong passwords have locked is opened again by a colleague, never by whose name it is.

Or whoever found somebody's desk open would wipe away that they guess at its owner's password.
"""

from http import HTTPStatus

from axes.models import AccessAttempt
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.errors import DomainError


class OwnSignIn(DomainError):
    code = "own_sign_in"
    message = _("These passwords were tried for your own name. A colleague unlocks it.")
    status = HTTPStatus.FORBIDDEN


def unlock(*, attempt: AccessAttempt, by: User) -> None:
    """Forgets the wrong passwords of one name from one address. Raises `OwnSignIn`."""
    if attempt.username == by.username:
        raise OwnSignIn
    attempt.delete()
