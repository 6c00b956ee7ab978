"""The passkeys' pages: one more, and one less. What there are stands with the rest of the second factor."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import passkey_questions, passkeys, proofs, second_factor
from accounts.refusals import TooManyFactorCodes
from accounts.requests import citizen_of
from accounts.views.second_factor import PASSKEY, address_to_prove, after_proof, recovery_codes
from common.access import citizens
from common.errors import DomainError
from common.pages.shown import read_count


@citizens
@never_cache
@sensitive_post_parameters("passkey")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Asks the browser for a new passkey; who has a factor already, of whatever kind, shows that one first."""
    now = timezone.now()
    if _must_prove(request):
        return redirect(address_to_prove(request.get_full_path()))
    refusal, status = "", HTTPStatus.OK
    if request.method == "POST":
        try:
            codes = passkey_questions.register(request, request.POST.get(PASSKEY, ""), now=now)
        except DomainError as refused:
            refusal = refused.sentence
            status = refused.status if isinstance(refused, TooManyFactorCodes) else HTTPStatus.OK
        else:
            if codes:
                return recovery_codes(request, codes)
            messages.success(request, _("The passkey was added."))
            return HttpResponseRedirect(after_proof(request))
    question = passkey_questions.for_new_key(request, now=now)
    context = {"question": question, "field": PASSKEY, "refusal": refusal}
    return render(request, "accounts/new_passkey.html", context, status=status)


@citizens
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Takes away the one that was shown; a fresh proof comes first."""
    if _must_prove(request):
        return redirect(address_to_prove(redirect("accounts:second_factor").url))
    try:
        passkeys.remove(user=citizen_of(request), pk=read_count(request.POST.get("which", "")))
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("The passkey was removed."))
    return redirect("accounts:second_factor")


def _must_prove(request: HttpRequest) -> bool:
    is_fresh = proofs.is_proven(request, now=timezone.now(), within=proofs.FRESH)
    return second_factor.has_one(citizen_of(request)) and not is_fresh
