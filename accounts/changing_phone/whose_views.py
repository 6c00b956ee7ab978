"""The page at the door for a number that may have changed hands: whose is the account?"""

from http import HTTPStatus

from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME as NEXT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import passkey_questions, ways_in
from accounts.changing_phone import whose
from accounts.changing_phone.refusals import ProofTooOld
from accounts.forms import OwnersCodeForm
from accounts.phones import group_phone
from accounts.refusals import TooManyFactorCodes
from common.access import public
from common.errors import DomainError


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Offers every way to show that it is one's own, whether the account has it or not; and to begin anew."""
    now = timezone.now()
    phone = whose.shown(request, now=now)
    if request.user.is_authenticated or not phone:
        return _to_the_door(request)
    form, status = OwnersCodeForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            return whose.open_by_code(request, form.cleaned_data["code"], then=get_next_redirect_url(request), now=now)
        except ProofTooOld as refused:
            messages.error(request, refused.sentence)
            return _to_the_door(request)
        except DomainError as refused:
            form.add_error("code", refused.sentence)
            status = refused.status if isinstance(refused, TooManyFactorCodes) else HTTPStatus.OK
    context = {
        "form": form,
        "phone": group_phone(phone),
        "may_have_keys": passkey_questions.may_have_keys(request),
        "has_other_doors": len(ways_in.every()) > len(ways_in.OWN),
        "then": get_next_redirect_url(request) or "",
        "sign_in_url": passthrough_next_redirect_url(request, resolve_url(settings.LOGIN_URL), NEXT),
        "anew_url": passthrough_next_redirect_url(request, reverse("begin_anew"), NEXT),
        "contact": {name: text for name, text in settings.CONTACT.items() if text},
    }
    return render(request, "accounts/changing_phone/whose.html", context, status=status)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin_anew(request: HttpRequest) -> HttpResponse:
    """Says what it means, then opens a new account with the number."""
    now = timezone.now()
    phone = whose.shown(request, now=now)
    if request.user.is_authenticated or not phone:
        return _to_the_door(request)
    if request.method != "POST":
        back = passthrough_next_redirect_url(request, reverse("whose_account"), NEXT)
        return render(request, "accounts/changing_phone/anew.html", {"phone": group_phone(phone), "back": back})
    language = get_language() or settings.LANGUAGE_CODE
    try:
        return whose.begin_anew(request, language=language, then=get_next_redirect_url(request), now=now)
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return _to_the_door(request)


def _to_the_door(request: HttpRequest) -> HttpResponse:
    return redirect(passthrough_next_redirect_url(request, resolve_url(settings.LOGIN_URL), NEXT))
