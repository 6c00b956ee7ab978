"""How one's account stands: what rests, why, until when, whom to ask, and what rested before."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from accounts.standing.reading import frozen_now
from common.access import citizens

MOST_SHOWN = 20


@citizens
@never_cache
@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    """The freeze that is in force, if one is, and those of before."""
    citizen, now = citizen_of(request), timezone.now()
    current = frozen_now(citizen.pk, now=now)
    before = [one for one in citizen.freezes.order_by("-pk")[:MOST_SHOWN] if one != current]
    contact = {name: text for name, text in settings.CONTACT.items() if text}
    return render(request, "accounts/standing.html", {"freeze": current, "before": before, "contact": contact})
