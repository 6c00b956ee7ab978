"""The figures on a large screen: read from five metres, renewed each minute, kept while the portal is away."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from city.dashboard import overview
from common.access import public
from common.pages.kept import Content, render_kept

FRESH_FOR = timedelta(minutes=1)


@public
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return render_kept(request, "city/dashboard/wall.html", lambda: _content(now), now=now)


@public
@require_safe
def wall_figures(request: HttpRequest) -> HttpResponse:
    """The part that is renewed."""
    now = timezone.now()
    return render_kept(request, "city/dashboard/_wall.html", lambda: _content(now), now=now)


def _content(now: datetime) -> Content:
    every_s = int(FRESH_FOR.total_seconds())
    return Content({**overview.on_the_wall(now), "every_s": every_s}, now + FRESH_FOR)
