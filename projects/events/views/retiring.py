"""Units of the organiser are ordered to be retired for its event: the page shows which, and those go."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common import paging
from common.errors import DomainError
from common.pages.shown import read_count
from projects.events import retiring
from projects.events.forms import RetireForm
from projects.events.retired import balance
from projects.events.views.place import Place, owners_place
from projects.models import Order, Part, UnitBlock
from projects.organisations.access import seat_of, seated
from projects.organisations.views.units import BLOCKS_A_PAGE, block_of_address, held_by
from projects.registry import ordering
from projects.registry.moving import as_range
from projects.serials import Numbers, serial

ORDERS = (Part.OWNER, Part.EDITOR)


@seated(*ORDERS)
@never_cache
@require_safe
def blocks(request: HttpRequest, public_id: str, event_id: str) -> HttpResponse:
    """What the organiser holds, to choose from."""
    place = owners_place(request, public_id, event_id)
    held = held_by(place.organisation).filter(is_frozen=False)
    page = paging.page(held, size=BLOCKS_A_PAGE, after=request.GET.get("older_than"), by=["numbers", "pk"])
    context = place.context(page=page, balance=balance(place.event))
    return render(request, "projects/events/blocks.html", context)


@seated(*ORDERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, public_id: str, event_id: str, first: int) -> HttpResponse:
    """Asks how many, shows exactly which units would go, and sends that to the second person."""
    place = owners_place(request, public_id, event_id)
    block, now_is = block_of_address(seat_of(request, public_id, *ORDERS), first), balance(place.event)
    usual = {"tonnes": min(now_is.to_order, block.tonnes) or None}
    form = RetireForm(request.POST or None, initial=usual, block=block)
    going = None
    if request.method == "POST" and form.is_valid():
        going = _foreseen(form, block)
        if going and request.POST.get("first") and (sent := _sent(request, place, form, block)):
            return redirect("projects:order", public_id, sent.public_id)
    context = place.context(
        units=block, form=form, balance=now_is, going=going, serial=_serial(block, going) if going else ""
    )
    return render(request, "projects/events/retire.html", context)


def _serial(block: UnitBlock, going: Numbers) -> str:
    return serial(block.issuance, as_range(going))


def _foreseen(form: RetireForm, block: UnitBlock) -> Numbers | None:
    try:
        return ordering.foresee_order(block, form.cleaned_data["tonnes"])
    except DomainError as refused:
        form.add_error("tonnes", refused.sentence)
        return None


def _sent(request: HttpRequest, place: Place, form: RetireForm, block: UnitBlock) -> Order | None:
    """The order for what was shown; nothing where it was refused, which the page then says."""
    ends = [read_count(request.POST.get(name, "")) or 0 for name in ("first", "last")]
    shown = Numbers(ends[0], ends[1] + 1)
    tonnes = form.cleaned_data["tonnes"]
    try:
        made = retiring.order(
            event=place.event, block=block, tonnes=tonnes, by=place.user, now=timezone.now(), shown=shown
        )
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return None
    messages.success(request, _("Sent. Somebody else of yours releases it."))
    return made
