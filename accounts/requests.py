"""Whom a request comes from."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from rest_framework.request import Request

from accounts.models import User


def address_of(request: HttpRequest) -> str | None:
    """The visitor's address, as far as the trusted proxies vouch for it; `None` for a request that no visitor sent."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return None


def citizen_of(request: HttpRequest | Request) -> User:
    """The signed-in user; only for views whose access rule lets nobody else in."""
    assert isinstance(request.user, User)
    return request.user
