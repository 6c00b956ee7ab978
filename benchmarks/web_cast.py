"""The cast of the benchmarks over HTTP: citizens with a token and a session, shared out among the visitors."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from accounts import tokens
from accounts.models import Profile, User
from benchmarks.web import VISITORS

OF_A_VISITOR = 25
"""As many citizens as a visitor speaks for."""
BACKEND = "django.contrib.auth.backends.ModelBackend"


def make_citizens(count: int = VISITORS * OF_A_VISITOR) -> list[User]:
    users = User.objects.bulk_create(User() for _ in range(count))
    Profile.objects.bulk_create(Profile(user=user, district="jinjiang") for user in users)
    return users


def shared_out(things: list[Any]) -> Iterator[list[Any]]:
    """Each visitor's share."""
    yield from (things[number::VISITORS] for number in range(VISITORS))


def bearer(user: User) -> str:
    """The header of a program that speaks for the user."""
    _token, secret = tokens.issue(user=user, label="bench", now=timezone.now())
    return f"Authorization: Bearer {secret}\r\n"


def session(user: User) -> str:
    """The name of a session in which the user is signed in."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)
