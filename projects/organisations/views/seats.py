"""Who acts for an organisation: everybody sees it, owners invite and end, everybody may leave."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.phones import mask_phone
from common.errors import DomainError
from projects.models import Part, Seat
from projects.organisations.access import seat_of, seated
from projects.organisations.forms import InvitationForm
from projects.organisations.seats import end, invite, seats_in


@seated()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everyone with a seat; a phone that an owner sends is invited."""
    by = seat_of(request, public_id)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and by.part != Part.OWNER:
        raise Http404
    if request.method == "POST" and form.is_valid() and _invited(request, by, form):
        return redirect("projects:seats", public_id)
    rows = [(seat, _number(seat), _may_end(by, seat)) for seat in seats_in(by.organisation)]
    context = {
        "organisation": by.organisation,
        "own": by,
        "rows": rows,
        "form": form,
        "is_owner": by.part == Part.OWNER,
    }
    return render(request, "projects/room/seats.html", context)


@seated()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end_seat(request: HttpRequest, public_id: str, seat_id: str) -> HttpResponse:
    """Asks first; then somebody acts no longer, or is no longer invited."""
    by = seat_of(request, public_id)
    seat = get_object_or_404(seats_in(by.organisation), public_id=seat_id)
    if not _may_end(by, seat):
        raise Http404
    if request.method == "POST":
        has_left = _ended(request, by, seat) and seat.pk == by.pk
        return redirect("projects:mine") if has_left else redirect("projects:seats", public_id)
    context = {"organisation": by.organisation, "own": by, "seat": seat, "number": _number(seat)}
    return render(request, "projects/room/end_seat.html", context)


def _may_end(by: Seat, seat: Seat) -> bool:
    return by.part == Part.OWNER or seat.pk == by.pk


def _invited(request: HttpRequest, by: Seat, form: InvitationForm) -> bool:
    phone, part = form.cleaned_data["phone"], Part(form.cleaned_data["part"])
    try:
        invite(by=by, phone=phone, part=part, now=timezone.now())
    except DomainError as refused:
        form.add_error("phone", refused.sentence)
        return False
    said = _("Invited: %(number)s. The invitation stands on their page “Me”.")
    messages.success(request, said % {"number": mask_phone(phone)})
    return True


def _ended(request: HttpRequest, by: Seat, seat: Seat) -> bool:
    try:
        end(by=by, seat=seat, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return False
    messages.success(request, _("%(number)s no longer has access.") % {"number": _number(seat)})
    return True


def _number(seat: Seat) -> str:
    """A masked phone; empty where its owner has left the portal."""
    phone = seat.phone or seat.own_phone  # type: ignore[attr-defined]
    return mask_phone(phone) if phone else ""
