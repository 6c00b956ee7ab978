"""Stopping a change from the old number: by the link of the text message, or by the code in it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.changing_phone import stop_codes, stop_links, waiting
from accounts.changing_phone.forms import StopCodeForm
from accounts.changing_phone.models import PhoneChange, Stopped
from accounts.changing_phone.refusals import ChangeIsOver, TooManyStops
from accounts.rate_limits import TriedTooOften, count_try
from common.access import public
from common.errors import DomainError

STOP_PAGE = "accounts/changing_phone/stop.html"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Where the text to the old number leads. Looking stops nothing: programs follow links that they find in texts."""
    told: dict[str, object] = {}
    status = HTTPStatus.OK
    try:
        told["change"] = waits = stop_links.change_of(token)
        if request.method == "POST":
            _count(request, "stop_phone_change")
            _stop(waits)
            told["is_stopped"] = True
    except TooManyStops as refused:
        told["too_many"], status = refused.sentence, HTTPStatus(refused.status)
    except ChangeIsOver as refused:
        told["refusal"], status = refused.sentence, HTTPStatus.GONE
    return render(request, STOP_PAGE, told, status=status)


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """Asks for the code of the text to the old number, and stops the change that it was sent for."""
    form, status = StopCodeForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            _count(request, "stop_phone_change_by_code")
            _stop(stop_codes.change_of(form.cleaned_data["code"]))
        except DomainError as refused:
            form.add_error("code", refused.sentence)
            status = HTTPStatus(refused.status)
        else:
            return render(request, STOP_PAGE, {"is_stopped": True})
    return render(request, "accounts/changing_phone/stop_by_code.html", {"form": form}, status=status)


def _count(request: HttpRequest, action: str) -> None:
    try:
        count_try(request, (action, ""))
    except TriedTooOften as refused:
        raise TooManyStops(wait_s=refused.wait_s) from None


def _stop(waits: PhoneChange) -> None:
    waiting.stop(change=waits, stopped=Stopped.OLD_NUMBER, now=timezone.now())
