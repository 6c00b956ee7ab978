"""Who may open an address: every view carries one of these rules, and a test walks every address in every role."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

View = Callable[..., Any]


class Access(StrEnum):
    PUBLIC = "public"
    """Everyone."""
    CITIZEN = "citizen"
    """Whoever is signed in, about themselves."""
    OWNER = "owner"
    """Whoever is signed in and owns what the address names; to others it does not exist."""
    STAFF = "staff"
    """Staff who came by name and password; what they may see and do there is a matter of their permissions."""
    TOKEN = "token"  # noqa: S105, the name of a role
    """A program with a citizen's access token; DRF authenticates it."""


def public(view: View) -> View:
    """Marks a view as open to everyone."""
    return _marked(view, Access.PUBLIC)


def citizens(view: View) -> View:
    """Sends visitors to the sign-in page first."""
    return _marked(login_required(view), Access.CITIZEN)


def owners(view: View) -> View:
    """As `citizens`; the view itself must look its object up among the citizen's own and answer 404 otherwise."""
    return _marked(login_required(view), Access.OWNER)


def token_holders(view: View) -> View:
    """Marks an API view; its authentication is DRF's."""
    return _marked(view, Access.TOKEN)


def staff(view: View) -> View:
    """Opens to whoever is at the desk, as the desk's own pages do; the view itself asks for the right."""

    @wraps(view)
    def at_the_desk(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        return admin.site.admin_view(view)(request, *args, **named)

    return _marked(at_the_desk, Access.STAFF)


def _marked(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view
