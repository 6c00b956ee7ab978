"""Pages that ask by themselves, or send without being left: when their session is over, they lead to the door.

Their request would follow the redirect and set the sign-in page into a corner of their own; htmx goes to the address
that `HX-Redirect` names instead. A form whose CSRF cookie is lost leads there too, or is read anew where its visitor is
still signed in.
"""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from common.access import public


class SignedOutMiddleware:
    """Inside of the messages' middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        door = urlsplit(response.headers.get("Location", "")).path
        return _to_the_door(request, door) if door in _doors() and _is_part(request) else response


@public
@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing of what was sent is done; says so, and leads to where it can be sent again."""
    citizens, staff = _doors()
    door = staff if request.path_info.startswith(reverse("admin:index")) else citizens
    if not _is_part(request):
        page = request.headers.get("Referer", "")
        # Where a browser says nothing of its page, the form's own address tells whether it stood at the door.
        stood = _parts(page).path or request.path_info
        was_inside = not request.user.is_authenticated and not stood.startswith(_doors())
        again = _leading_back(door, page, request) if was_inside else ""
        return render(request, "403_csrf.html", {"sign_in_again": again}, status=HTTPStatus.FORBIDDEN)
    if not request.user.is_authenticated:
        return _to_the_door(request, door)
    messages.error(request, _("This page was open too long, so nothing was done. Please try again."))
    return HttpResponse(status=HTTPStatus.FORBIDDEN, headers={"HX-Refresh": "true"})


def _to_the_door(request: HttpRequest, door: str) -> HttpResponse:
    if request.method == "POST":
        messages.error(request, _("You have been signed out, and nothing was done. Sign in again, then repeat it."))
    else:
        messages.info(request, _("You have been signed out. Sign in again to go on."))
    address = _leading_back(door, request.headers.get("HX-Current-URL", ""), request)
    return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": address})


def _leading_back(door: str, page: str, request: HttpRequest) -> str:
    """The door, with the way back to the page from which one came, where it is one of ours."""
    parts = _parts(page)
    if parts.path in ("", *_doors()) or not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return door
    back = parts._replace(scheme="", netloc="", fragment="").geturl()
    return f"{door}?{urlencode({REDIRECT_FIELD_NAME: back})}"


def _parts(page: str) -> SplitResult:
    """Of an address that a browser named; all empty where it is none."""
    try:
        return urlsplit(page)
    except ValueError:
        return urlsplit("")


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


@cache
def _doors() -> tuple[str, str]:
    """Where citizens sign in, and where staff."""
    return resolve_url(settings.LOGIN_URL), reverse("admin:login")
