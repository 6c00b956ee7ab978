"""What differs under some addresses: changes name their writer; at the desk idle sessions end, and the policy is wider.

The trail also keeps what merchants and citizens change of their own: there, too, it must not say "the system".
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from pghistory.middleware import HistoryMiddleware

from accounts.models import User


class DeskMiddleware(HistoryMiddleware):
    """Needs the session and the user; everywhere else it does nothing."""

    get_response: Callable[[HttpRequest], HttpResponse]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(_told()):
            return self.get_response(request)
        response: HttpResponse = super().__call__(request)  # type: ignore[no-untyped-call]
        if not request.path_info.startswith(_desk()):
            return response
        response._csp_update = settings.DESK_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        _keep_session_while_busy(request)
        return response

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """Who writes, and where; the address of a page holds no personal value, its query might."""
        return {"user": request.user.pk, "url": request.path}


@cache
def _desk() -> tuple[str, ...]:
    """Asked with every request, and always answered alike."""
    return reverse("admin:index"), reverse("review:queue")


@cache
def _told() -> tuple[str, ...]:
    """Under which addresses something is changed that the trail keeps."""
    merchants = reverse("merchants:apply").removesuffix("apply/")
    return *_desk(), merchants, reverse("projects:mine"), reverse("accounts:second_factor")


def _keep_session_while_busy(request: HttpRequest) -> None:
    """The dashboard's own refreshing does not count as being there."""
    refreshing = "HX-Request" in request.headers
    if isinstance(request.user, User) and request.user.is_staff and not refreshing:
        request.session.set_expiry(settings.DESK_IDLE_S)
