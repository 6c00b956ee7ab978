"""Which sessions are the desk's: begun by name and password, with the second step taken."""

from django.contrib.auth import BACKEND_SESSION_KEY
from django.http import HttpRequest
from django.utils import timezone

from accounts import proofs

BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"  # noqa: S105, the name of a class


def came_by_password(request: HttpRequest) -> bool:
    return bool(request.session.get(BACKEND_SESSION_KEY) == BY_PASSWORD)


def is_at_the_desk(request: HttpRequest) -> bool:
    """For pages elsewhere that show staff more than others: a right alone is no sign of who sits there."""
    return came_by_password(request) and proofs.is_proven(request, now=timezone.now())
