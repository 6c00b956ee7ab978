"""How often somebody may send a photo or a file: those that are refused cost as much as the others, and count too."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.rate_limits import may_try
from accounts.refusals import TooManyUploads
from common import uploads


def takes_uploads(bound: str) -> Callable[[Any], Any]:
    """Lets a view be sent as many bytes as this setting says, as often as `ACCOUNT_RATE_LIMITS` says.

    Each file that is sent counts for its sender and for their address, before anything of it is read.
    """

    def mark(view: Any) -> Any:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
            if _brings_a_file(request) and not may_try(request, action="upload", key=str(request.user.pk)):
                refused = TooManyUploads()
                return render(request, "429.html", {"sentence": refused.sentence}, status=refused.status)
            answer: HttpResponseBase = view(request, *args, **named)
            return answer

        return uploads.takes_uploads(bound)(counted)

    return mark


def _brings_a_file(request: HttpRequest) -> bool:
    return request.method == "POST" and (bool(request.FILES) or uploads.was_cut_short(request))
