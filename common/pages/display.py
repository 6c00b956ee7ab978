"""How the portal shows itself on this device: how large its text is, and light or dark.

A choice of the device, not of the person: the phone in the sun and the screen at home want different ones.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

CHOICES = {"theme": ("system", "light", "dark"), "text": ("standard", "large")}
"""What can be chosen, by the name of its cookie; the first is what holds until then."""
COOKIE_AGE_S = 60 * 60 * 24 * 365


@dataclass(frozen=True, slots=True)
class Display:
    theme: str
    text: str


def chosen(request: HttpRequest) -> Display:
    """What the reader chose on this device."""
    return Display(**{name: _valid(name, request.COOKIES.get(name, "")) for name in CHOICES})


def in_templates(request: HttpRequest) -> dict[str, Display]:
    """Context processor: every page knows how it is to look."""
    return {"display": chosen(request)}


def remember(response: HttpResponseBase, name: str, value: str) -> None:
    """Keeps a choice for the pages that follow; what cannot be chosen changes nothing."""
    if value in CHOICES[name]:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(name, value, max_age=COOKIE_AGE_S, secure=secure, httponly=True, samesite="Lax")


def _valid(name: str, value: str) -> str:
    return value if value in CHOICES[name] else CHOICES[name][0]
