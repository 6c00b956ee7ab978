"""The page of what was not taken: a citizen's refused attempts of the last thirty days, with the reasons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from activities.attempts.keeping import KEPT
from activities.models import RefusedAttempt
from common.access import citizens

PAGE = 30


@citizens
@never_cache
@require_safe
def refused(request: HttpRequest) -> HttpResponse:
    """The latest first, a page after a key at a time."""
    own = RefusedAttempt.objects.of(citizen_of(request).pk).filter(refused_at__gt=timezone.now() - KEPT)
    before = request.GET.get("before")
    rows = own.select_related("scenario").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=get_object_or_404(own, pk=_key(before)).pk)
    found = list(rows[: PAGE + 1])
    context = {
        "attempts": found[:PAGE],
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "is_first_page": before is None,
        "days": KEPT.days,
    }
    return render(request, "activities/refused.html", context)


def _key(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else 0
