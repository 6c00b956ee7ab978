"""Leaving, for an owner: what becomes of offers, vouchers, staff and what is owed; then it is done, or not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import proofs
from accounts.views.second_factor import address_to_prove
from common.errors import DomainError
from merchants.refusals import NotLeaving
from merchants.room import departing
from merchants.room.leading import leads
from merchants.room.views.business import owner


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Says first what leaving does; leaves when that is sent, by who has shown their second factor just now."""
    by, now = owner(request, public_id), timezone.now()
    if not proofs.is_proven(request, now=now, within=proofs.FRESH):
        return redirect(address_to_prove(request.get_full_path()))
    if not by.merchant.is_approved or by.merchant.is_leaving:
        messages.error(request, NotLeaving().sentence)
        return redirect("merchants:room", public_id)
    refused = ""
    if request.method == "POST":
        try:
            departing.leave(owner=by, seen=request.POST.get("seen", ""), now=now)
        except DomainError as error:
            refused = error.sentence
        else:
            messages.success(request, _("You are leaving. Nothing of yours is on offer any more."))
            return redirect("merchants:room", public_id)
    context = {"merchant": by.merchant, "departure": departing.foreseen(by.merchant), "refused": refused}
    return render(request, "merchants/room/leave.html", context)


@leads
@never_cache
@require_POST
def stay(request: HttpRequest, public_id: str) -> HttpResponse:
    """After all."""
    try:
        departing.stay(merchant=owner(request, public_id).merchant)
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("You stay. Ask the desk to show your offers again, or copy them."))
    return redirect("merchants:room", public_id)
