"""The page of what was not taken: a citizen's refused attempts of the last thirty days, with the reasons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from activities.attempts.keeping import KEPT
from activities.models import RefusedAttempt
from common import paging
from common.access import citizens

PAGE = 30


@citizens
@never_cache
@require_safe
def refused(request: HttpRequest) -> HttpResponse:
    """The latest first, a page after a key at a time."""
    own = RefusedAttempt.objects.of(citizen_of(request).pk).filter(refused_at__gt=timezone.now() - KEPT)
    after, rows = request.GET.get("before"), own.select_related("scenario")
    page = paging.page(rows, size=PAGE, after=after, among=own, key=paging.NUMBER)
    return render(request, "activities/refused.html", {"page": page, "days": KEPT.days})
