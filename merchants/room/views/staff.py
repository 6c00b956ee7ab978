"""A merchant's staff, for its owner and managers: who works here, inviting by phone, and ending a membership."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.phones import mask_phone
from common.errors import DomainError
from merchants.models import Membership, Role
from merchants.room.forms.staff import InvitationForm
from merchants.room.leading import leader, leads
from merchants.room.staff import LEADS, end, invite, staff_of


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everyone of the staff; a phone that is sent is invited."""
    by = leader(request, public_id)
    form = InvitationForm(request.POST or None, roles=_led(by))
    if request.method == "POST" and form.is_valid() and _invited(request, by, form):
        return redirect("merchants:staff", public_id)
    rows = [(member, _number(member), member.role in _led(by)) for member in staff_of(by.merchant)]
    return render(request, "merchants/room/staff.html", {"merchant": by.merchant, "rows": rows, "form": form})


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end_membership(request: HttpRequest, public_id: str, member_id: str) -> HttpResponse:
    """Asks first; then somebody no longer works here, or is no longer invited."""
    by = leader(request, public_id)
    member = get_object_or_404(staff_of(by.merchant), public_id=member_id)
    if member.role not in _led(by):
        raise Http404
    if request.method == "POST":
        _end(request, by, member)
        return redirect("merchants:staff", public_id)
    context = {"merchant": by.merchant, "member": member, "number": _number(member)}
    return render(request, "merchants/room/end_membership.html", context)


def _led(leader: Membership) -> tuple[Role, ...]:
    return LEADS[Role(leader.role)]


def _invited(request: HttpRequest, leader: Membership, form: InvitationForm) -> bool:
    phone, role = form.cleaned_data["phone"], Role(form.cleaned_data["role"])
    try:
        invite(by=leader, phone=phone, role=role, now=timezone.now())
    except DomainError as refused:
        form.add_error("phone", refused.sentence)
        return False
    said = _("Invited: %(number)s. The invitation stands on their page “Me”.")
    messages.success(request, said % {"number": mask_phone(phone)})
    return True


def _end(request: HttpRequest, leader: Membership, member: Membership) -> None:
    try:
        end(by=leader, membership=member, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("%(number)s no longer has access.") % {"number": _number(member)})


def _number(member: Membership) -> str:
    """A masked phone; empty where its owner has left the portal."""
    phone = member.phone or member.own_phone  # type: ignore[attr-defined]
    return mask_phone(phone) if phone else ""
