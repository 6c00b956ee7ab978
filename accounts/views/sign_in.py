"""The door: a phone number, the code sent to it, and the way out."""

from http import HTTPStatus

from allauth.account.utils import get_login_redirect_url, get_next_redirect_url, passthrough_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import passkey_questions, shared_phones
from accounts.changing_phone import whose
from accounts.changing_phone.refusals import PerhapsAnothers
from accounts.forms import CodeForm, PhoneForm
from accounts.phones import group_phone
from accounts.puzzles import new_puzzle
from accounts.refusals import CeilingReached, PuzzleFirst, TooManyCodes, TooManyTriesFromHere
from accounts.sign_in import SignIn
from common.access import public
from common.errors import DomainError

SIGN_IN = "account_request_login_code"
ENTER_CODE = "account_confirm_login_code"
WHOSE = "whose_account"


@public
@never_cache
@sensitive_post_parameters("phone")
@require_http_methods(["GET", "HEAD", "POST"])
def request_code(request: HttpRequest) -> HttpResponse:
    """Asks for a phone number and sends a code to it, whoever it belongs to."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(get_login_redirect_url(request))
    form = PhoneForm(request.POST or None, initial={"phone": _awaited_phone(request)})
    form.fields["phone"].widget.attrs["autocomplete"] = "username webauthn"
    status, puzzle = HTTPStatus.OK, None
    if request.method == "POST" and form.is_valid():
        try:
            SignIn.start(request, form.cleaned_data["phone"])
        except PuzzleFirst:
            puzzle = new_puzzle(form.cleaned_data["phone"])
        except DomainError as refusal:
            form.add_error("phone", refusal.sentence)
            status = refusal.status if isinstance(refusal, TooManyCodes | CeilingReached) else HTTPStatus.OK
        else:
            return redirect(_with_next(request, ENTER_CODE))
    context = {
        "form": form,
        "puzzle": puzzle,
        "was_unsolved": "puzzle" in request.POST,
        "may_have_keys": passkey_questions.may_have_keys(request),
        "then": get_next_redirect_url(request) or "",
    }
    return render(request, "accounts/sign_in.html", context, status=status)


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_code(request: HttpRequest) -> HttpResponse:
    """Asks for the code and signs in whoever has it."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(get_login_redirect_url(request))
    sign_in = SignIn.awaited(request)
    if sign_in is None:
        return redirect(_with_next(request, SIGN_IN))
    if not sign_in.is_valid():
        return _start_again(request, sign_in, _("The code has expired. Please ask for a new one."))
    then = get_next_redirect_url(request)
    form, status = CodeForm(request.POST or None, digits=sign_in.digits), HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            if sign_in.is_right(form.cleaned_data["code"]):
                return _finish(request, sign_in, then, is_shared=form.cleaned_data["is_shared"])
        except TooManyTriesFromHere as refusal:
            form.add_error("code", refusal.sentence)
            status = refusal.status
        else:
            if not sign_in.record_invalid_attempt():
                return _start_again(request, sign_in, _("Too many wrong codes. Please ask for a new one."))
            form.add_error("code", _("This code is not right. Check the text message and try again."))
    context = {**_code_context(sign_in, form), "asks_if_shared": shared_phones.is_offered(then)}
    return render(request, "accounts/enter_code.html", context, status=status)


@public
@never_cache
@require_POST
def resend_code(request: HttpRequest) -> HttpResponse:
    """Sends a new code to the same number."""
    sign_in = SignIn.awaited(request)
    if sign_in is None:
        return redirect(_with_next(request, SIGN_IN))
    try:
        sign_in.resend()
    except DomainError as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("A new code is on its way."))
    return redirect(_with_next(request, ENTER_CODE))


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session on this device; a shared phone is ready for the next one of the shop."""
    was_shared = shared_phones.is_kept(request)
    logout(request)
    messages.success(request, _("You have signed out."))
    return redirect(shared_phones.place() if was_shared else settings.LOGOUT_REDIRECT_URL)


def _finish(request: HttpRequest, sign_in: SignIn, then: str | None, *, is_shared: bool) -> HttpResponse:
    phone = sign_in.phone
    try:
        response = sign_in.finish(then)
    except PerhapsAnothers:
        sign_in.abort()
        whose.keep(request, phone, now=timezone.now())
        return redirect(_with_next(request, WHOSE))
    if SESSION_KEY in request.session and is_shared and shared_phones.is_offered(then):
        shared_phones.keep(request, now=timezone.now())
    return response


def _awaited_phone(request: HttpRequest) -> str:
    sign_in = SignIn.awaited(request)
    return group_phone(sign_in.phone) if sign_in else ""


def _code_context(sign_in: SignIn, form: CodeForm) -> dict[str, object]:
    return {
        "form": form,
        "phone": group_phone(sign_in.phone),
        "digits": sign_in.digits,
        "valid_minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
        "can_resend": sign_in.can_resend,
        "resend_wait_s": sign_in.resend_wait_s,
        "demo_code": sign_in.code if settings.DEBUG else "",
    }


def _start_again(request: HttpRequest, sign_in: SignIn, sentence: str) -> HttpResponse:
    sign_in.abort()
    messages.error(request, sentence)
    return redirect(_with_next(request, SIGN_IN))


def _with_next(request: HttpRequest, name: str) -> str:
    url: str = passthrough_next_redirect_url(request, reverse(name), REDIRECT_FIELD_NAME)
    return url
