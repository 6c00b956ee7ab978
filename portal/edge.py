"""Where every request comes in and every answer goes out, of pages, API, files and errors: which methods there are, how
letters are written, and what a browser is told to keep to.
"""

import codecs
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from common import embedding
from common.features import HEADER, policy
from common.http import bad_request, no_such_method

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
WITHOUT_A_BODY = frozenset(("GET", "HEAD", "OPTIONS"))
NOTHING = policy()


def edge(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Comes before whatever answers by itself; only Django's own security stands outside of it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.removeprefix("/") in settings.PROBES:
            # A browser's session must not be looked for in a database that is away.
            request.COOKIES = {}
        response = _refusal(request) or get_response(request)
        headers = response.headers
        headers.setdefault(HEADER, NOTHING)
        headers.setdefault(embedding.HEADER, embedding.OURS_ALONE)
        return response

    return middleware


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if request.method not in METHODS:
        return no_such_method(request, sorted(METHODS))
    charset = (request.content_params or {}).get("charset")
    if charset is None:
        return None
    # The address is no part of what comes in this charset.
    request.encoding = "utf-8"
    if request.method in WITHOUT_A_BODY or _is_utf_8(charset):
        return None
    return bad_request(request, BadRequest("what is sent is in UTF-8"))


def _is_utf_8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False
