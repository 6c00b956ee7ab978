"""The second factor's pages: what is enrolled, enrolling or replacing it, and the code that is asked for."""

from collections.abc import Iterable
from http import HTTPStatus

from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME as NEXT
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import devices, passkey_questions, passkeys, proofs, second_factor
from accounts.changing_phone import owner
from accounts.changing_phone.refusals import WayInRests
from accounts.forms import AppCodeForm, FactorForm
from accounts.refusals import TooManyFactorCodes
from accounts.requests import citizen_of
from accounts.views.fresh_proof import led_before_factors
from common.access import citizens
from common.errors import DomainError
from common.qr import qr_drawing

GROUP = 4
PASSKEY = "passkey"
"""The field in which a browser sends what a passkey has signed."""


@citizens
@never_cache
@require_safe
def factor(request: HttpRequest) -> HttpResponse:
    """What is enrolled, and what can be done about it."""
    user = citizen_of(request)
    has_one = second_factor.has_one(user)
    context = {
        "app": second_factor.find(user),
        "passkeys": passkey_lines(passkeys.passkeys_of(user)),
        "codes_left": second_factor.recovery_codes_left(user) if has_one else 0,
    }
    return render(request, "accounts/second_factor.html", context)


@citizens
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Shows a secret and asks for its first code; a fresh proof comes first, by the factor that is there already."""
    user, now = citizen_of(request), timezone.now()
    is_new = not second_factor.has_one(user)
    if led := led_before_factors(request, then=request.get_full_path(), now=now):
        return led
    try:
        owner.check_may_add_way_in(request, now=now)
    except WayInRests as refused:
        messages.error(request, refused.sentence)
        return redirect("accounts:ways_in")
    secret = proofs.new_secret(request)
    form = AppCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proofs.count_try(request)
            enrolled, codes = second_factor.enrol(user=user, secret=secret, code=form.cleaned_data["code"], now=now)
        except DomainError as refused:
            form.add_error("code", refused.sentence)
        else:
            proofs.forget_new_secret(request)
            proofs.remember(request, enrolled, now=now)
            if not is_new:
                devices.end_others(request)
            return recovery_codes(request, codes)
    address = second_factor.address_of(user, secret)
    context = {
        "form": form,
        "is_new": is_new,
        "passkey_address": passthrough_next_redirect_url(request, reverse("accounts:new_passkey"), NEXT),
        "qr": qr_drawing(address),
        "app_address": address,
        "secret": secret,
        "groups": [secret[start : start + GROUP] for start in range(0, len(secret), GROUP)],
        "demo_code": second_factor.code_at(secret, now) if settings.DEBUG else "",
    }
    return render(request, "accounts/enrol_second_factor.html", context)


@citizens
@never_cache
@sensitive_post_parameters("code", "passkey")
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Asks for a code or a passkey and goes on to where it was asked for; who has no factor enrols one first."""
    user, now = citizen_of(request), timezone.now()
    if not second_factor.has_one(user):
        return redirect(passthrough_next_redirect_url(request, reverse("accounts:enrol_second_factor"), NEXT))
    is_by_passkey = PASSKEY in request.POST
    form = FactorForm(None if is_by_passkey else request.POST or None)
    refusal = None
    if request.method == "POST" and (is_by_passkey or form.is_valid()):
        try:
            if is_by_passkey:
                passkey_questions.prove(request, request.POST[PASSKEY], now=now)
            else:
                proofs.prove_by_code(request, form.cleaned_data["code"], now=now)
        except DomainError as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(after_proof(request))
    if refusal and not is_by_passkey:
        form.add_error("code", refusal.sentence)
    app = second_factor.find(user)
    context = {
        "form": form,
        "has_app": app is not None,
        "demo_code": second_factor.code_now(app, now) if settings.DEBUG and app else "",
        "question": passkey_questions.for_signature(request, now=now),
        "field": PASSKEY,
        "refusal": refusal.sentence if refusal and is_by_passkey else "",
    }
    status = refusal.status if isinstance(refusal, TooManyFactorCodes) else HTTPStatus.OK
    return render(request, "accounts/prove_second_factor.html", context, status=status)


def passkey_lines(rows: Iterable[Authenticator]) -> list[dict[str, object]]:
    """What a list says of passkeys."""
    return [{"row": row, "device": devices.WORDS[row.data["name"]], "opens": row.data.get("opens")} for row in rows]


def recovery_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Shown this once; from here on to where the factor was asked for."""
    lines = "\n".join(f"{code[:GROUP]} {code[GROUP:]}" for code in codes)
    return render(request, "accounts/recovery_codes.html", {"lines": lines, "after": after_proof(request)})


def address_to_prove(then: str) -> str:
    """Where a code is asked for, and afterwards on to `then`, an address of the portal."""
    return f"{reverse('accounts:prove_second_factor')}?{urlencode({NEXT: then})}"


def after_proof(request: HttpRequest) -> str:
    """An address of another portal is not followed."""
    return get_next_redirect_url(request) or reverse("accounts:second_factor")
