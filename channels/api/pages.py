"""The page that shows the API's document, drawn here: no other host is asked and no script needed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.scopes import Scope
from channels.api.document import groups
from common.access import public
from common.pages.kept import Content, render_kept

KEPT_FOR = timedelta(minutes=1)


@public
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation with what it asks for, takes and answers."""
    now = timezone.now()
    return render_kept(request, "api/docs.html", lambda: _content(now), now=now)


def _content(now: datetime) -> Content:
    minute = int(now.timestamp()) // 60
    scopes = [(scope.value, scope.label) for scope in Scope]
    return Content(
        {"groups": groups(minute, get_language() or settings.LANGUAGE_CODE), "scopes": scopes}, now + KEPT_FOR
    )
