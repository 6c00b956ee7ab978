"""Applying as a merchant: one form for the merchant and its first shop, and the same again to correct it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import proofs
from accounts.models import Profile
from accounts.phones import mask_phone
from accounts.requests import citizen_of
from accounts.views.second_factor import address_to_prove
from common.access import citizens
from common.errors import DomainError
from merchants import bank_accounts
from merchants.models import Merchant, MerchantStatus
from merchants.room.applying import apply, correct, open_application_of
from merchants.room.forms.application import ApplicationForm


@citizens
@never_cache
@sensitive_post_parameters("account", "account_again")
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest) -> HttpResponse:
    """Takes an application; one that waits for the desk leads to its room, a refused one can be corrected.

    Who corrects one shows their second factor: it names the account into which the merchant is paid.
    """
    citizen, now = citizen_of(request), timezone.now()
    own = open_application_of(citizen)
    if own is not None and own.status == MerchantStatus.APPLIED:
        return redirect("merchants:room", own.public_id)
    if own is not None and not proofs.is_proven(request, now=now):
        return redirect(address_to_prove(request.get_full_path()))
    known = bank_accounts.in_force(own, now=now) if own else None
    initial = ApplicationForm.of_application(own, known) if own else None
    form = ApplicationForm(request.POST or None, initial=initial, known=known)
    if request.method == "POST" and form.is_valid() and (sent := _sent(request, own, form)):
        return redirect("merchants:room", sent.public_id)
    phone = Profile.objects.filter(user=citizen).values_list("phone", flat=True).first()
    context = {"form": form, "refused": own, "number": mask_phone(phone) if phone else ""}
    return render(request, "merchants/room/apply.html", context)


def _sent(request: HttpRequest, own: Merchant | None, form: ApplicationForm) -> Merchant | None:
    """The merchant that now waits for the desk; nothing where it was refused, which the form then says."""
    given, now = form.application(), timezone.now()
    try:
        if own is None:
            sent = apply(citizen=citizen_of(request), application=given, now=now)
        else:
            sent = correct(merchant=own, application=given, now=now)
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        return None
    messages.success(request, _("Your application is with the desk."))
    return sent
