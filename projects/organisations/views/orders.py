"""Orders of an organisation: all of them, and one with what the reader may do about it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import citizen_of
from common import paging
from common.errors import DomainError
from projects.models import Issuance, Order, OrderStatus, Part, Seat
from projects.organisations import people
from projects.organisations.access import seat_of, seated
from projects.organisations.forms import RefusalForm
from projects.registry import ordering, telling
from projects.serials import Numbers, serial

ORDERS_A_PAGE = 20


@seated()
@never_cache
@require_safe
def orders(request: HttpRequest, public_id: str) -> HttpResponse:
    """An organisation's orders, the latest first."""
    seat = seat_of(request, public_id)
    rows = seat.organisation.orders.select_related("taker", "move__issuance__project")
    page = paging.page(rows, size=ORDERS_A_PAGE, after=request.GET.get("older_than"))
    listed = [(order, Numbers.of(order.numbers).tonnes) for order in page.rows]
    context = {"organisation": seat.organisation, "page": page, "listed": listed}
    return render(request, "projects/room/orders.html", context)


@seated()
@never_cache
@require_safe
def order(request: HttpRequest, public_id: str, order_id: str) -> HttpResponse:
    """Which units go where, who asked for it and who decided, and what the reader may do."""
    seat = seat_of(request, public_id)
    return _page(request, seat, _own(seat, order_id), RefusalForm())


@seated(Part.OWNER, Part.RELEASER)
@never_cache
@require_POST
def release(request: HttpRequest, public_id: str, order_id: str) -> HttpResponse:
    """The second person lets it happen."""
    own = _own(seat_of(request, public_id, Part.OWNER, Part.RELEASER), order_id)
    by, now = citizen_of(request), timezone.now()
    return _done(request, own, lambda: ordering.release(order=own, by=by, now=now), _("Released. It is done."))


@seated(Part.OWNER, Part.RELEASER)
@never_cache
@require_POST
def refuse(request: HttpRequest, public_id: str, order_id: str) -> HttpResponse:
    """The second person says no, and why."""
    seat, form = seat_of(request, public_id, Part.OWNER, Part.RELEASER), RefusalForm(request.POST)
    own, by, now = _own(seat, order_id), citizen_of(request), timezone.now()
    if not form.is_valid():
        return _page(request, seat, own, form)
    answer = form.cleaned_data["answer"]
    said = _("Refused. The units are free again.")
    return _done(request, own, lambda: ordering.refuse(order=own, answer=answer, by=by, now=now), said)


@seated()
@never_cache
@require_POST
def withdraw(request: HttpRequest, public_id: str, order_id: str) -> HttpResponse:
    """It does not happen."""
    own = _own(seat_of(request, public_id), order_id)
    by, now = citizen_of(request), timezone.now()
    said = _("Withdrawn. The units are free again.")
    return _done(request, own, lambda: ordering.withdraw(order=own, by=by, now=now), said)


def _own(seat: Seat, order_id: str) -> Order:
    rows = seat.organisation.orders.select_related("holder", "taker", "by", "decided_by", "move__issuance__project")
    return get_object_or_404(rows, public_id=order_id)


def _page(request: HttpRequest, seat: Seat, own: Order, form: RefusalForm) -> HttpResponse:
    issuances = Issuance.objects.filter(numbers__contains=own.numbers).select_related("project")
    issuance, reader, waits = issuances.get(), citizen_of(request), own.status == OrderStatus.WAITING
    context = {
        "organisation": seat.organisation,
        "order": own,
        "issuance": issuance,
        "tonnes": Numbers.of(own.numbers).tonnes,
        "serial": serial(issuance, own.numbers),
        "ordered_by": people.told(own.by, reader),
        "decided_by": people.told(own.decided_by, reader),
        "form": form,
        "may_release": waits and seat.part in telling.RELEASES and own.by_id != reader.pk,
        "may_withdraw": waits and own.by_id == reader.pk,
    }
    return render(request, "projects/room/order.html", context)


def _done(request: HttpRequest, own: Order, deed: Callable[[], object], said: str) -> HttpResponse:
    try:
        deed()
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return redirect("projects:order", own.holder.public_id, own.public_id)
