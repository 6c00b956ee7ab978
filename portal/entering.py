"""Entering the demonstration as one of its people, with one tap. Only with DEBUG, and only from this machine."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts import devices, fresh_proofs, proofs, second_factor
from accounts.desk_sessions import BY_PASSWORD
from accounts.models import StandIn
from accounts.requests import address_of
from common.access import public
from common.loopback import is_loopback

BY_PHONE = "allauth.account.auth_backends.AuthenticationBackend"


def stand_ins(request: HttpRequest) -> list[StandIn]:
    """Those as whom this visitor may enter; nobody where the portal is no demonstration, or the visitor is not here."""
    if not _is_open(request):
        return []
    return list(StandIn.objects.select_related("user").order_by("position"))


@public
@require_POST
def enter(request: HttpRequest, public_id: str) -> HttpResponse:
    """Signs the visitor in as a stand-in, by phone or, of staff, by password; who has a second factor has shown it."""
    if not _is_open(request):
        raise Http404
    user = get_object_or_404(StandIn.objects.select_related("user"), user__public_id=public_id).user
    now = timezone.now()
    login(request, user, backend=BY_PASSWORD if user.is_staff else BY_PHONE)
    if (factor := second_factor.find(user)) is not None:
        proofs.remember(request, factor, now=now)
    else:
        fresh_proofs.remember(request, now=now)
    devices.note(request, now=now)
    return redirect("admin:index" if user.is_staff else "home")


def _is_open(request: HttpRequest) -> bool:
    address = address_of(request)
    return bool(settings.DEBUG and address is not None and is_loopback(address))
