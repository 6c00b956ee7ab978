"""The page of an adjustment, for the citizen whose credits it changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import citizen_of
from common.access import owners
from credits import statements
from credits.adjusting.models import Adjustment


@owners
@never_cache
@require_safe
def adjustment(request: HttpRequest, public_id: str) -> HttpResponse:
    """How much, why, and how to answer to it; what is not posted is nothing that its citizen sees."""
    own = Adjustment.objects.posted().of(citizen_of(request).pk)
    found = get_object_or_404(own, public_id=public_id)
    context = {"adjustment": found, "owed": statements.debt(found.citizen_id)}
    return render(request, "portal/adjustment.html", context)
