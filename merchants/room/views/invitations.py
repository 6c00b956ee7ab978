"""An invitation to work for a merchant, as the one who is invited sees it: accepted or declined."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import citizen_of
from common.access import owners
from common.errors import DomainError
from merchants.models import Membership
from merchants.room.staff import accept, decline, invitations_of


@owners
@never_cache
@require_safe
def invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who invites, and what the role means."""
    return render(request, "merchants/room/invitation.html", {"invitation": _own(request, public_id)})


@owners
@never_cache
@require_POST
def accept_invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    """From now on the citizen works there."""
    invited = _own(request, public_id)
    try:
        accept(citizen=citizen_of(request), membership=invited, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("You now work for %(merchant)s.") % {"merchant": invited.merchant})
    return redirect("accounts:profile")


@owners
@never_cache
@require_POST
def decline_invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    """The invitation is gone."""
    invited = _own(request, public_id)
    try:
        decline(citizen=citizen_of(request), membership=invited, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("You declined the invitation."))
    return redirect("accounts:profile")


def _own(request: HttpRequest, public_id: str) -> Membership:
    return get_object_or_404(invitations_of(citizen_of(request)), public_id=public_id)
