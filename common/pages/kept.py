"""What every visitor sees alike is made once and kept in the process, with a place for each reader's own CSRF token.

Public pages, for visitors of whom nothing is known, by host, language and display; whoever carries a session or a
message gets a page of their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from common.kept import Kept
from common.pages.display import chosen

MOST_BYTES = 8 * 1024 * 1024
"""More than the public pages in all their looks."""
TOKEN_PLACE = token_hex(16)
"""Stands where the CSRF token goes."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a page shows, and until when it may be shown to others."""

    context: Mapping[str, object]
    fresh_until: datetime


@dataclass(frozen=True, slots=True)
class _Page:
    pieces: list[bytes]
    """The page, cut where the token stands."""
    fresh_until: datetime


_pages = Kept[_Page](MOST_BYTES)


def render_kept(request: HttpRequest, template: str, make: Callable[[], Content], *, now: datetime) -> HttpResponse:
    """The page as `render` makes it; `make` is only called when there is none that is fresh."""
    if not _is_unknown(request):
        return render(request, template, dict(make().context))
    look = (request.get_host(), request.path, get_language(), chosen(request))
    page = _pages.get(look)
    if page is None or page.fresh_until <= now:
        page = _made(request, template, make())
        _pages.put(look, page, page.pieces)
    return HttpResponse(get_token(request).encode().join(page.pieces))


def forget() -> None:
    """Makes everything anew when it is next asked for."""
    _pages.clear()


def _made(request: HttpRequest, template: str, content: Content) -> _Page:
    text = render_to_string(template, {**content.context, "csrf_token": TOKEN_PLACE}, request)
    return _Page(text.encode().split(TOKEN_PLACE.encode()), content.fresh_until)


def _is_unknown(request: HttpRequest) -> bool:
    """A query would be repeated in the page, so such pages are not kept."""
    carried = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    return not carried and not request.META.get("QUERY_STRING")
