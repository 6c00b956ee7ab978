"""Removing a second factor, for who leads no merchant any more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import proofs
from accounts.requests import citizen_of
from accounts.second_factor import has_one
from accounts.views.second_factor import address_to_prove
from common.access import citizens
from common.errors import DomainError
from merchants.room.staff import memberships_leading, remove_second_factor


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """Asks for a code and says what it means; then no code is asked for any more."""
    user = citizen_of(request)
    if not has_one(user):
        return redirect("accounts:second_factor")
    if not proofs.is_proven(request, now=timezone.now(), within=proofs.FRESH):
        return redirect(address_to_prove(request.get_full_path()))
    if request.method != "POST":
        leading = list(memberships_leading(user))
        return render(request, "merchants/room/remove_second_factor.html", {"leading": leading})
    try:
        remove_second_factor(user=user)
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Two-step verification is off."))
    return redirect("accounts:second_factor")
