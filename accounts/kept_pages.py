"""What many readers see alike is made once and kept in the process, with a place for each reader's own CSRF token.

Public pages, for visitors of whom nothing is known, by language and display; whoever carries a session or a message
gets a page of their own. The frame of every page also for citizens, by address as well.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import Context, Node
from django.template.base import NodeList
from django.template.loader import render_to_string
from django.utils.translation import get_language

from accounts.display import chosen
from common.kept import Kept

MOST_BYTES = 8 * 1024 * 1024
"""More than the public pages in all their looks, and the frames of those that one citizen opens."""
LONGEST_ADDRESS = 200
"""More than any page has; what is longer was made up, and stands in its frame several times."""
TOKEN_PLACE = token_hex(16)
"""Stands where the CSRF token goes."""
OWN_PLACE = f"{token_hex(16)}:%d;"
"""Stands where a block goes, by its number: blocks are each reader's own."""
IS_MADE = "frame_is_made"
"""In the context while a frame is made."""
_PLACES = re.compile(f"({TOKEN_PLACE}|{OWN_PLACE.replace('%d', '[0-9]+')})")

Pieces = Sequence[str | int]


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
_frames = Kept[Pieces](MOST_BYTES)


def render_kept(request: HttpRequest, template: str, make: Callable[[], Content], *, now: datetime) -> HttpResponse:
    """The page as `render` makes it; `make` is only called when there is none that is fresh."""
    if not _is_unknown(request):
        return render(request, template, dict(make().context))
    look = (request.path, get_language(), chosen(request))
    page = _pages.get(look)
    if page is None or page.fresh_until <= now:
        page = _made(request, template, make())
        _pages.put(look, page, page.pieces)
    return HttpResponse(get_token(request).encode().join(page.pieces))


def frame_of(frame: Node, nodelist: NodeList, context: Context) -> Pieces | None:
    """A frame in pieces; between them, as numbers, the places of its blocks. `None` where it is not to be kept.

    Outside of its blocks it reads nothing but `request`, `user`, `display`, the language and the CSRF token.
    """
    request = context.get("request")
    if request is None or request.GET:
        return None
    address = request.get_full_path()
    if len(address) > LONGEST_ADDRESS:
        return None
    look = (frame, address, get_language(), context["display"], context["user"].is_authenticated)
    pieces = _frames.get(look)
    if pieces is None:
        pieces = _made_frame(nodelist, context)
        _frames.put(look, pieces, pieces)
    token = str(context.get("csrf_token"))
    return [token if piece == TOKEN_PLACE else piece for piece in pieces]


def forget() -> None:
    """Makes everything anew when it is next asked for."""
    _pages.clear()
    _frames.clear()


def _made(request: HttpRequest, template: str, content: Content) -> _Page:
    text = render_to_string(template, {**content.context, "csrf_token": TOKEN_PLACE}, request)
    return _Page(text.encode().split(TOKEN_PLACE.encode()), content.fresh_until)


def _made_frame(nodelist: NodeList, context: Context) -> Pieces:
    with context.push(**{"csrf_token": TOKEN_PLACE, IS_MADE: True}):
        texts = _PLACES.split(nodelist.render(context))
    begin = OWN_PLACE.partition("%d")[0]
    return [int(text[len(begin) : -1]) if text.startswith(begin) else text for text in texts]


def _is_unknown(request: HttpRequest) -> bool:
    """A query would be repeated in the page, so such pages are not kept."""
    carried = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    return not carried and not request.META.get("QUERY_STRING")
