"""Where every request comes in and every answer goes out, of pages, API, files and errors: which methods there are, and
what a browser is told to keep to.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from common.features import HEADER, policy
from common.http import no_such_method

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
NOTHING = policy()


def edge(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Comes before whatever answers by itself; only Django's own security stands outside of it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.removeprefix("/") in settings.PROBES:
            # A browser's session must not be looked for in a database that is away.
            request.COOKIES = {}
        response = get_response(request) if request.method in METHODS else no_such_method(request, sorted(METHODS))
        headers = response.headers
        headers.setdefault(HEADER, NOTHING)
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return middleware
