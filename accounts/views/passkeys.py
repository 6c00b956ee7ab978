"""The passkeys' pages: signing in by one, one more, and one less. What there are stands with the ways in."""

from http import HTTPStatus

from allauth.account.utils import get_login_redirect_url, get_next_redirect_url, passthrough_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME as NEXT
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import arriving, passkey_questions, passkeys, proofs, ways_in
from accounts.changing_phone import owner, whose
from accounts.changing_phone.refusals import WayInRests
from accounts.refusals import TooManyFactorCodes
from accounts.requests import citizen_of
from accounts.views.fresh_proof import led_before_factors
from accounts.views.second_factor import PASSKEY, after_proof, passkey_lines, recovery_codes
from common.access import citizens, public
from common.errors import DomainError
from common.pages.shown import read_count


@citizens
@never_cache
@sensitive_post_parameters("passkey")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Asks the browser for a new passkey; who has a factor already, of whatever kind, shows that one first."""
    now = timezone.now()
    if led := led_before_factors(request, then=request.get_full_path(), now=now):
        return led
    try:
        owner.check_may_add_way_in(request, now=now)
    except WayInRests as refused:
        messages.error(request, refused.sentence)
        return redirect("accounts:ways_in")
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
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """Says what it means, and takes away the one that was shown; a fresh proof comes first."""
    user = citizen_of(request)
    if led := led_before_factors(request, then=reverse("accounts:ways_in"), now=timezone.now()):
        return led
    which = read_count((request.POST or request.GET).get("which", ""))
    passkey = passkeys.passkeys_of(user).filter(pk=which).first()
    if request.method != "POST" and passkey is not None:
        return render(request, "accounts/remove_passkey.html", {"passkey": passkey_lines([passkey])[0]})
    try:
        passkeys.remove(user=user, pk=which)
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("The passkey was removed."))
    return redirect("accounts:ways_in")


@public
@never_cache
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """What the browser is asked to sign to come in: asked for when somebody wants to, so that looking leaves no row."""
    return passkey_questions.for_sign_in(request)


@public
@never_cache
@sensitive_post_parameters("passkey")
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in whose passkey has answered, as any other way does; what it shows counts as the second factor, too."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(get_login_redirect_url(request))
    now = timezone.now()
    try:
        passkey = passkey_questions.enter(request, request.POST.get(PASSKEY, ""), now=now)
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return redirect(passthrough_next_redirect_url(request, resolve_url(settings.LOGIN_URL), NEXT))
    then = get_next_redirect_url(request)
    response = arriving.sign_in(request, user=passkey.user, way=ways_in.PASSKEY, then=then, now=now)
    if SESSION_KEY in request.session:
        proofs.remember(request, passkey, now=now)
        whose.settle(request, response, passkey.user)
    return response
