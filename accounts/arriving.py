"""The last steps of signing in, the same for every way in: what allauth does of it, and what this house notes.

Whoever has a way of their own (a phone's code, a passkey, a platform) first finds whose it is, then comes here.
"""

from datetime import datetime

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from accounts import devices, fresh_proofs
from accounts.models import User
from common.brought import brought


def sign_in(
    request: HttpRequest, *, user: User, way: str, then: str | None, now: datetime, is_new: bool = False
) -> HttpResponse:
    """Signs in whom `way` (a kind of `accounts.ways_in`) has shown, and goes on; a new citizen is welcomed first.

    A closed account is told so and not signed in. The session gets another key.
    """
    request.session.set_expiry(None)
    record_authentication(request, user, method=way)
    response = perform_login(request, Login(user=user, redirect_url=welcome_address(then) if is_new else then))
    arrived(request, way=way, then=then, now=now)
    return response


def arrived(request: HttpRequest, *, way: str, then: str | None, now: datetime) -> None:
    """Notes what a sign-in has shown, where it went through.

    What waited for it is done at once, by the apps' modules `arrivals`: whoever closes the page of welcome has been in.
    """
    if SESSION_KEY in request.session:
        fresh_proofs.remember(request, way=way, now=now)
        devices.note(request, now=now)
        for module in brought("arrivals"):
            module.arrived(request, then=then or "", now=now)


def welcome_address(then: str | None) -> str:
    welcome = reverse("accounts:welcome")
    return f"{welcome}?{urlencode({'next': then})}" if then else welcome
