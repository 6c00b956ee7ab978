"""One's own phone on a page: another number with its code, what waits, and stopping it."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import fresh_proofs, known_devices
from accounts.changing_phone import codes, owner, waiting
from accounts.changing_phone.forms import NewPhoneForm
from accounts.changing_phone.models import Stopped
from accounts.changing_phone.refusals import ChangeIsOver
from accounts.code_requests import DIGITS
from accounts.forms import CodeForm
from accounts.phones import group_phone, mask_phone
from accounts.refusals import WrongCode
from accounts.requests import citizen_of
from accounts.views.fresh_proof import led_to_prove
from accounts.ways_in import PHONE
from common.access import citizens
from common.errors import DomainError


@citizens
@never_cache
@sensitive_post_parameters("phone")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Asks for another number and sends a code to it; a fresh proof comes first."""
    user, now = citizen_of(request), timezone.now()
    if led := led_to_prove(request, then=reverse("accounts:change_phone"), now=now):
        return led
    if waiting.of(user):
        return redirect("accounts:ways_in")
    form, status = NewPhoneForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            codes.send(request, phone=form.cleaned_data["phone"], of=user.pk, now=now)
        except DomainError as refused:
            form.add_error("phone", refused.sentence)
            status = HTTPStatus(refused.status)
        else:
            return redirect("accounts:new_phone_code")
    context = {"form": form, **_what_it_means(request)}
    return render(request, "accounts/changing_phone/change.html", context, status=status)


@citizens
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Asks for the code that was sent to the new number; then it is theirs, or waits."""
    user, now = citizen_of(request), timezone.now()
    sent = codes.awaited(request, of=user.pk, now=now)
    if sent is None or not fresh_proofs.is_enough(request, now=now):
        return redirect("accounts:change_phone")
    form = CodeForm(request.POST or None, digits=DIGITS)
    if request.method == "POST" and form.is_valid():
        try:
            phone = codes.prove(request, form.cleaned_data["code"], of=user.pk, now=now)
        except WrongCode as refused:
            form.add_error("code", refused.sentence)
        else:
            return _changed(request, phone)
    context = {
        "form": form,
        "phone": group_phone(sent["phone"]),
        "demo_code": sent["code"] if settings.DEBUG else "",
        **_what_it_means(request),
    }
    return render(request, "accounts/changing_phone/confirm.html", context)


@citizens
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """From any session of the account, without further proof: what was shown there is stopped."""
    user, now = citizen_of(request), timezone.now()
    waits = waiting.of(user)
    try:
        if waits is None or waits.public_id != request.POST.get("which"):
            raise ChangeIsOver
        waiting.stop(change=waits, stopped=Stopped.SIGNED_IN, now=now)
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("It is stopped: your number stays as it is."))
    return redirect("accounts:ways_in")


def _changed(request: HttpRequest, phone: str) -> HttpResponse:
    now = timezone.now()
    is_at_once = owner.may_at_once(request, now=now)
    try:
        owner.take(request, phone, at_once=is_at_once, now=now)
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return redirect("accounts:change_phone")
    response = redirect("accounts:ways_in")
    if is_at_once:
        known_devices.remember(request, response, phone)
        fresh_proofs.remember(request, way=PHONE, now=now)
        messages.success(request, _("Your number is now %(phone)s.") % {"phone": mask_phone(phone)})
    else:
        messages.success(request, _("Your new number waits. Until then you can stop this here."))
    return response


def _what_it_means(request: HttpRequest) -> dict[str, object]:
    return {
        "is_at_once": owner.may_at_once(request, now=timezone.now()),
        "has_number": owner.has_number(citizen_of(request)),
        "days": settings.PHONE_CHANGE_WAIT_DAYS,
    }
