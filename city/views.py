"""The public page of the city's figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from city.figures import figures_now
from common.access import public


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Today's and the total figures, each with what it means."""
    return render(request, "city/figures.html", {"figures": figures_now(timezone.now())})
