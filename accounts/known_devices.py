"""Devices that have signed in: each keeps a signed cookie of the numbers it has shown, for limits of its own.

It opens nothing. Strangers share the limits of a number; a device that has signed in with it does not share theirs.
"""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.pseudonyms import pseudonyms

COOKIE, SALT = "device", "accounts.known_devices"
LASTS_S = 400 * 24 * 60 * 60
"""As long as browsers keep a cookie at the most."""
MOST_NUMBERS = 5
_KEPT = re.compile(r"[0-9a-f]{16}(\.[0-9a-f]{32})*")


def device_of(request: HttpRequest, phone: str) -> str | None:
    """The device's id, where it has signed in with `phone` before."""
    device, *numbers = _kept(request)
    return device if any(name in numbers for name in _names(device, phone)) else None


def remember(request: HttpRequest, response: HttpResponse, phone: str) -> None:
    """This device has signed in with `phone`; of its numbers the last few are kept."""
    device, *numbers = _kept(request)
    names = _names(device, phone)
    others = [name for name in numbers if name not in names]
    response.set_signed_cookie(
        COOKIE,
        ".".join([device, *[*others, names[0]][-MOST_NUMBERS:]]),
        salt=SALT,
        max_age=LASTS_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _kept(request: HttpRequest) -> list[str]:
    """The device's id and the names of its numbers; a new id, and none, where no cookie of ours came."""
    kept = request.get_signed_cookie(COOKIE, "", salt=SALT, max_age=LASTS_S) or ""
    return kept.split(".") if _KEPT.fullmatch(kept) else [secrets.token_hex(8)]


def _names(device: str, phone: str) -> list[str]:
    """What the number is called on this device: whoever reads the cookie cannot tell it."""
    return [name.hex for name in pseudonyms(f"{SALT}:{device}:{phone}")]
