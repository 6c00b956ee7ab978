"""The public page of the city's figures."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from city.figures import figures_now, fresh_until
from city.proofs import proofs
from common.access import public
from common.pages.kept import Content, render_kept


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Today's and the total figures, each with what it means."""
    now = timezone.now()
    return render_kept(request, "city/figures.html", lambda: _content(now), now=now)


def _content(now: datetime) -> Content:
    figures = figures_now(now)
    return Content({"figures": figures, "proofs": proofs(figures)}, fresh_until(figures, now))
