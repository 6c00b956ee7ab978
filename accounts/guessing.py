"""How often a password may be tried at the desk, asked before it is hashed: hashing is what a try costs.

Counted by address, by name over all addresses, and in all. A browser in which the name was signed in before, with its
second step, has counters of its own: whoever uses up a name's tries from elsewhere keeps no colleague out of theirs.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts.models import User
from accounts.rate_limits import may_try
from accounts.refusals import TooManyPasswords

COOKIE = "desk_device"
KNOWN_FOR = timedelta(days=90)


def count_password(request: HttpRequest, name: str) -> None:
    """Raises `TooManyPasswords`; the counters keep a digest of the name, which may be a password typed too early."""
    key = salted_hmac("accounts.guessing", name).hexdigest()
    if is_known(request, name):
        allowed = may_try(request, action="desk_password_known", key=key)
    else:
        # The name's own counter stands before the one of all, which nobody then fills by one name.
        allowed = may_try(request, action="desk_password", key=key) and may_try(
            request, action="desk_password_in_all", key="all"
        )
    if not allowed:
        raise TooManyPasswords


def know_browser(response: HttpResponse, user: User, *, is_secure: bool) -> None:
    """This browser has signed in as a member of staff."""
    response.set_signed_cookie(
        COOKIE,
        _written(str(user.username)),
        salt=COOKIE,
        max_age=KNOWN_FOR,
        secure=is_secure,
        httponly=True,
        samesite="Lax",
        path="/admin/",
    )


def _written(name: str) -> str:
    """A header holds no Chinese letter."""
    return quote(name)


def is_known(request: HttpRequest, name: str) -> bool:
    """Whether this browser has signed in by that name before."""
    try:
        return bool(request.get_signed_cookie(COOKIE, salt=COOKIE, max_age=KNOWN_FOR) == _written(name))
    except (KeyError, signing.BadSignature):
        return False


def is_never_locked(request: HttpRequest, credentials: dict[str, Any] | None) -> bool:
    """Whether axes lets a try be: it locks a name for a whole address, and a known browser is counted here."""
    return is_known(request, str((credentials or {}).get("username", "")))
