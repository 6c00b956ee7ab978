"""A merchant as a business, for its owners: what its licence says, and the bank account that it is paid into."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import proofs
from accounts.requests import citizen_of
from accounts.views.second_factor import address_to_prove
from common.errors import DomainError
from merchants import bank_accounts, businesses
from merchants.models import BankAccount, Membership, Role
from merchants.room.forms.business import AccountForm, CompletingForm
from merchants.room.leading import leader, leads


@leads
@never_cache
@require_safe
def business(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is known, what is missing, and an account that waits."""
    merchant, now = owner(request, public_id).merchant, timezone.now()
    context = {
        "merchant": merchant,
        "contact": businesses.contact_of(merchant),
        "account": bank_accounts.in_force(merchant, now=now),
        "pending": bank_accounts.pending(merchant, now=now),
        "missing": businesses.missing(merchant, now=now),
    }
    return render(request, "merchants/room/business.html", context)


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks for what is missing; who answers for the merchant may always be another."""
    merchant = owner(request, public_id).merchant
    initial = CompletingForm.of(merchant, businesses.contact_of(merchant))
    form = CompletingForm(request.POST or None, initial=initial, merchant=merchant)
    if request.method == "POST" and form.is_valid():
        businesses.complete(merchant, form.said())
        messages.success(request, _("Saved."))
        return redirect("merchants:business", public_id)
    return render(request, "merchants/room/complete_business.html", {"merchant": merchant, "form": form})


@leads
@never_cache
@sensitive_post_parameters("account", "account_again")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks for another account, of who has shown their second factor just now."""
    merchant, now = owner(request, public_id).merchant, timezone.now()
    if not proofs.is_proven(request, now=now, within=proofs.FRESH):
        return redirect(address_to_prove(request.get_full_path()))
    if not merchant.legal_name:
        return redirect("merchants:complete_business", public_id)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _was_given(request, public_id, form):
        return redirect("merchants:business", public_id)
    context = {
        "merchant": merchant,
        "form": form,
        "account": bank_accounts.in_force(merchant, now=now),
        "days": bank_accounts.waiting_time().days,
        "is_applying": bank_accounts.is_applying(merchant),
    }
    return render(request, "merchants/room/bank_account.html", context)


@leads
@never_cache
@require_POST
def withdraw_account(request: HttpRequest, public_id: str, account_id: str) -> HttpResponse:
    """Any owner keeps an account from coming into force."""
    merchant = owner(request, public_id).merchant
    waiting = get_object_or_404(BankAccount, merchant=merchant, public_id=account_id)
    try:
        bank_accounts.withdraw(account=waiting, by=citizen_of(request), now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Withdrawn. You are paid into the account of before."))
    return redirect("merchants:business", public_id)


def owner(request: HttpRequest, public_id: str) -> Membership:
    """The membership of an owner; to everybody else, managers too, there is nothing here."""
    found = leader(request, public_id)
    if found.role != Role.OWNER:
        raise Http404
    return found


def _was_given(request: HttpRequest, public_id: str, form: AccountForm) -> bool:
    by, given, now = owner(request, public_id), form.given(), timezone.now()
    assert given is not None, "the form asks for it"
    try:
        bank_accounts.give(merchant=by.merchant, account=given, by=citizen_of(request), now=now)
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        return False
    messages.success(request, _("The bank account is written down."))
    return True
