"""What an organisation holds, block by block, and ordering with it: the page shows which units, and those go."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import citizen_of
from common import paging
from common.errors import DomainError
from common.pages.shown import read_count
from projects.models import BlockStatus, Order, OrderKind, Organisation, Part, Seat, UnitBlock
from projects.organisations.access import seat_of, seated
from projects.organisations.forms import CancelForm, OrderForm, RetireForm, TransferForm
from projects.public import reading
from projects.registry import ordering
from projects.registry.moving import as_range
from projects.serials import Numbers, serial

BLOCKS_A_PAGE = 20
MOST = 2**63


class Asked(NamedTuple):
    """A kind of order: its form, what makes it, and how its page reads."""

    form: type[OrderForm]
    order: Callable[..., Order]
    title: Promise
    label: Promise
    means: Promise


KINDS: Mapping[str, Asked] = {
    OrderKind.TRANSFER: Asked(
        TransferForm,
        ordering.transfer,
        gettext_lazy("Transfer units"),
        gettext_lazy("Send it to the second person"),
        gettext_lazy("They belong to the taker once somebody else of yours has released it."),
    ),
    OrderKind.RETIRE: Asked(
        RetireForm,
        ordering.retire,
        gettext_lazy("Use units up"),
        gettext_lazy("Send it to the second person"),
        gettext_lazy("Once released they are used up for good, and the certificate is for everybody to read."),
    ),
    OrderKind.CANCEL: Asked(
        CancelForm,
        ordering.cancel,
        gettext_lazy("Cancel units"),
        gettext_lazy("Send it to the second person"),
        gettext_lazy(
            "Once released they are gone for good and count for nobody. To use them for somebody is another order."
        ),
    ),
}


@seated()
@never_cache
@require_safe
def units(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every block that the organisation holds, the oldest numbers first."""
    seat = seat_of(request, public_id)
    held = held_by(seat.organisation)
    page = paging.page(held, size=BLOCKS_A_PAGE, after=request.GET.get("older_than"), by=["numbers", "pk"])
    context = {
        "organisation": seat.organisation,
        "page": page,
        "held": reading.sums(held).held,
        "may_order": seat.part in ordering.ORDERS and seat.organisation.is_approved,
    }
    return render(request, "projects/room/units.html", context)


@seated(Part.OWNER, Part.EDITOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def order_units(request: HttpRequest, public_id: str, first: int, kind: str) -> HttpResponse:
    """Asks how many and for whom, shows exactly which units would go, and sends that to the second person."""
    seat, asked = seat_of(request, public_id, Part.OWNER, Part.EDITOR), KINDS[kind]
    block = block_of_address(seat, first)
    form = asked.form(request.POST or None, block=block)
    going = None
    if request.method == "POST" and form.is_valid():
        going = _foreseen(form, block)
        if going and request.POST.get("first") and (sent := _sent(request, asked, form, block)):
            return redirect("projects:order", public_id, sent.public_id)
        going = going if form.is_valid() else None
    context = {
        "organisation": seat.organisation,
        "units": block,
        "form": form,
        "asked": asked,
        "kind": kind,
        "going": going,
        "serial": serial(block.issuance, as_range(going)) if going else "",
    }
    return render(request, "projects/room/order_units.html", context)


def held_by(organisation: Organisation) -> Any:
    """What an organisation holds."""
    blocks = UnitBlock.objects.filter(holder=organisation, status=BlockStatus.HELD)
    return blocks.select_related("issuance__project")


def block_of_address(seat: Seat, first: int) -> UnitBlock:
    """The block with a unit that an address names: cut or not, it is found. 404 for units of others."""
    found = held_by(seat.organisation).filter(numbers__contains=first).first() if 0 < first < MOST else None
    if found is None:
        raise Http404
    block: UnitBlock = found
    return block


def _foreseen(form: OrderForm, block: UnitBlock) -> Numbers | None:
    """Which units would go; nothing where none can, which the form then says."""
    try:
        return ordering.foresee_order(block, form.cleaned_data["tonnes"])
    except DomainError as refused:
        form.add_error("tonnes", refused.sentence)
        return None


def _sent(request: HttpRequest, asked: Asked, form: OrderForm, block: UnitBlock) -> Order | None:
    """The order for what was shown; nothing where it was refused, which the page then says."""
    by, now = citizen_of(request), timezone.now()
    try:
        made = asked.order(block=block, by=by, now=now, shown=shown_numbers(request), **form.details())
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return None
    messages.success(request, _("Sent. Somebody else of yours releases it."))
    return made


def shown_numbers(request: HttpRequest) -> Numbers:
    """The units that the page has shown; none that a block has where it shows none."""
    ends = [read_count(request.POST.get(name, "")) or 0 for name in ("first", "last")]
    return Numbers(ends[0], ends[1] + 1)
