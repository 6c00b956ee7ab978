"""The citizen's inbox: its lines, opening one, and marking all as read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.inbox import reading
from accounts.models import Notice
from accounts.requests import citizen_of
from common.access import citizens, owners
from common.pages.shown import read_moment


@citizens
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What the citizen was told, the latest first."""
    shown_at = timezone.now()
    page = reading.page(citizen_of(request).pk, after=request.GET.get("older_than"))
    context = {
        "lines": [reading.line(notice) for notice in page.rows],
        "has_new": any(notice.read_at is None for notice in page.rows),
        "page": page,
        "shown_at": shown_at.isoformat(),
    }
    return render(request, "accounts/inbox.html", context)


@owners
@never_cache
@require_safe
def follow(request: HttpRequest, public_id: str) -> HttpResponse:
    """Leads to the thing that a notice is about, which is read from then on."""
    notice = get_object_or_404(Notice.objects.of(citizen_of(request).pk), public_id=public_id)
    reading.read(notice, now=timezone.now())
    return redirect(notice.path or "accounts:inbox")


@citizens
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Marks as read what the page has shown or had before it; what came since stays new."""
    now = timezone.now()
    told_until = read_moment(request.POST.get("shown_at", "")) or now
    reading.read_all(citizen_of(request).pk, told_until=told_until, now=now)
    return redirect("accounts:inbox")
