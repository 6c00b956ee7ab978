"""Whether other sites may show what we send as a part of their own pages: nothing, unless its view says so."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase

HEADER = "Cross-Origin-Resource-Policy"
OURS_ALONE, ANYWHERE = "same-origin", "cross-origin"

View = Callable[..., HttpResponseBase]


def shown_anywhere(view: View) -> Any:
    """For pictures that are made to be shared, which a browser would otherwise show on no other site."""

    @wraps(view)
    def marked(*arguments: Any, **named: Any) -> HttpResponseBase:
        response = view(*arguments, **named)
        response.headers[HEADER] = ANYWHERE
        return response

    return marked
