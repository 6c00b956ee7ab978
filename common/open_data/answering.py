"""Whoever has what is still true is told so, and gets nothing again; pages of every origin may ask."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, NamedTuple, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

View = Callable[..., HttpResponseBase]
ASKED_AGAIN_WITH = "If-None-Match, If-Modified-Since"
TOLD = "ETag, Last-Modified, Link"


class Freshness(NamedTuple):
    """`as_of` is when something last changed, none where that is not known; `tag` is another one after every change."""

    as_of: datetime | None
    tag: str


def while_new(request: HttpRequest, response: HttpResponseBase, found: Freshness) -> HttpResponseBase:
    """With its tag and day; 304 for who has them already."""
    response["ETag"] = tag = quote_etag(found.tag)
    response["Cache-Control"] = "public, no-cache"
    at = int(found.as_of.timestamp()) if found.as_of else None
    if at is not None:
        response["Last-Modified"] = http_date(at)
    # Django says that it takes and gives what has a body of its own; it takes and gives streams, too.
    answer = get_conditional_response(request, etag=tag, last_modified=at, response=cast("HttpResponse", response))
    return cast("HttpResponseBase", answer)


def to_every_origin(view: View) -> View:
    """Lets pages of other sites read what is open anyway; no cookie is asked for and none counts."""

    @wraps(view)
    def shared(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        is_asked_first = request.method == "OPTIONS"
        response = HttpResponse(status=HTTPStatus.NO_CONTENT) if is_asked_first else view(request, *args, **named)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = TOLD
        if is_asked_first:
            response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response["Access-Control-Allow-Headers"] = ASKED_AGAIN_WITH
            response["Access-Control-Max-Age"] = "86400"
        return response

    return shared
