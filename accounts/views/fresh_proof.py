"""The page that asks once more who sits there, before something that a thief of the phone would do."""

from datetime import datetime
from http import HTTPStatus

from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME as NEXT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import fresh_proofs, second_factor
from accounts.code_requests import DIGITS
from accounts.desk_sessions import came_by_password
from accounts.forms import CodeForm
from accounts.models import Profile
from accounts.phones import mask_phone
from accounts.requests import citizen_of
from common.access import citizens
from common.errors import DomainError


@citizens
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Sends a code to the citizen's number and asks for it; who has a second factor shows that."""
    user, now = citizen_of(request), timezone.now()
    if second_factor.has_one(user):
        return redirect(passthrough_next_redirect_url(request, reverse("accounts:prove_second_factor"), NEXT))
    form, refusal = CodeForm(None, digits=DIGITS), None
    try:
        if "send" in request.POST:
            fresh_proofs.send(request, now=now)
        elif request.method == "POST":
            form = CodeForm(request.POST, digits=DIGITS)
            if form.is_valid():
                fresh_proofs.prove(request, form.cleaned_data["code"], now=now)
                return redirect(get_next_redirect_url(request) or reverse("accounts:profile"))
    except DomainError as refused:
        refusal = refused
    sent = fresh_proofs.awaited(request, now=now)
    phone = Profile.objects.filter(user=user).values_list("phone", flat=True).first()
    context = {
        "form": form,
        "phone": mask_phone(phone) if phone else "",
        "is_sent": sent is not None,
        "refusal": refusal.sentence if refusal else "",
        "demo_code": sent["code"] if sent and settings.DEBUG else "",
    }
    return render(request, "accounts/prove_phone.html", context, status=refusal.status if refusal else HTTPStatus.OK)


def address_to_prove(then: str) -> str:
    """Where a fresh proof is asked for, and afterwards on to `then`, an address of the portal."""
    return f"{reverse('accounts:prove')}?{urlencode({NEXT: then})}"


def led_to_prove(request: HttpRequest, *, then: str, now: datetime) -> HttpResponse | None:
    """`None` where what was shown is enough for a weighty act; else the way to show it, and on to `then`."""
    if fresh_proofs.is_enough(request, now=now):
        return None
    page = "accounts:prove_second_factor" if second_factor.has_one(citizen_of(request)) else "accounts:prove"
    return redirect(f"{reverse(page)}?{urlencode({NEXT: then})}")


def led_before_factors(request: HttpRequest, *, then: str, now: datetime) -> HttpResponse | None:
    """As `led_to_prove`, before a factor is added, replaced or removed. At the desk a password begins the first one."""
    user = citizen_of(request)
    if user.is_staff and came_by_password(request) and not second_factor.has_one(user):
        return None
    return led_to_prove(request, then=then, now=now)
