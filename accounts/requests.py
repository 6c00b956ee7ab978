"""Whom a request comes from."""

from django.http import HttpRequest
from rest_framework.request import Request

from accounts.models import User


def citizen_of(request: HttpRequest | Request) -> User:
    """The signed-in user; only for views whose access rule lets nobody else in."""
    assert isinstance(request.user, User)
    return request.user
