"""An organisation's bulletin: what is on offer, its own offers and deals, writing an offer, and what becomes of one."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import citizen_of
from common import paging
from common.errors import DomainError
from projects.bulletin import offering, reading
from projects.bulletin.forms import OfferForm, WhyForm
from projects.models import STANDING, Deal, Offer, OfferStatus, Part, Seat, UnitBlock
from projects.organisations import people
from projects.organisations.access import seat_of, seated
from projects.organisations.views.units import block_of_address, shown_numbers
from projects.registry import ordering
from projects.registry.moving import as_range
from projects.serials import Numbers, serial

ROWS_A_PAGE = 20
OFFERS = 50


@seated()
@never_cache
@require_safe
def room_bulletin(request: HttpRequest, public_id: str) -> HttpResponse:
    """What others offer, and the organisation's own offers and deals, the latest first."""
    seat = seat_of(request, public_id)
    organisation, now = seat.organisation, timezone.now()
    deals = Deal.objects.filter(Q(buyer=organisation) | Q(offer__holder=organisation))
    page = paging.page(
        deals.select_related("buyer", "offer__holder", "offer__issuance__project"),
        size=ROWS_A_PAGE,
        after=request.GET.get("older_than"),
    )
    own = organisation.offers.select_related("issuance__project").order_by("-pk")
    context = {
        "organisation": organisation,
        "others": reading.with_free(reading.on_offer(now=now).exclude(holder=organisation)[:OFFERS]),
        "own": reading.with_free(own[:OFFERS]),
        "page": page,
        "may_accept": seat.part == Part.OWNER and organisation.is_approved,
    }
    return render(request, "projects/bulletin/room.html", context)


@seated(Part.OWNER, Part.EDITOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def offer_units(request: HttpRequest, public_id: str, first: int) -> HttpResponse:
    """Asks how many units at which price, shows exactly which, and sends that to the second person."""
    seat = seat_of(request, public_id, Part.OWNER, Part.EDITOR)
    block = block_of_address(seat, first)
    form = OfferForm(request.POST or None, block=block)
    going = _foreseen(form, block) if request.method == "POST" and form.is_valid() else None
    if going and request.POST.get("first") and (made := _written(request, form, block)):
        return redirect("projects:offer", public_id, made.public_id)
    context = {
        "organisation": seat.organisation,
        "units": block,
        "form": form,
        "going": going,
        "serial": serial(block.issuance, as_range(going)) if going else "",
        "fen": going.tonnes * form.cleaned_data["price"] if going else 0,
    }
    return render(request, "projects/bulletin/offer_units.html", context)


@seated()
@never_cache
@require_safe
def offer(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """An own offer: what is free of it, its deals, and what the reader may do."""
    seat = seat_of(request, public_id)
    return _page(request, seat, _own(seat, offer_id), WhyForm())


@seated(Part.OWNER, Part.RELEASER)
@never_cache
@require_POST
def publish_offer(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """The second person lists it."""
    own = _own(seat_of(request, public_id, Part.OWNER, Part.RELEASER), offer_id)
    by, now = citizen_of(request), timezone.now()
    return _done(
        request, own, lambda: offering.publish(offer=own, by=by, now=now), _("Listed. Everybody reads it now.")
    )


@seated(Part.OWNER, Part.RELEASER)
@never_cache
@require_POST
def refuse_offer(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """The second person says no, and why."""
    seat, form = seat_of(request, public_id, Part.OWNER, Part.RELEASER), WhyForm(request.POST)
    own, by, now = _own(seat, offer_id), citizen_of(request), timezone.now()
    if not form.is_valid():
        return _page(request, seat, own, form)
    words = form.cleaned_data["words"]
    said = _("Refused. The units are free again.")
    return _done(request, own, lambda: offering.refuse(offer=own, words=words, by=by, now=now), said)


@seated()
@never_cache
@require_POST
def withdraw_offer(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """No more of it is sold."""
    own = _own(seat_of(request, public_id), offer_id)
    by, now = citizen_of(request), timezone.now()
    said = _("Withdrawn. What is under no deal is free again.")
    return _done(request, own, lambda: offering.withdraw(offer=own, by=by, now=now), said)


def _own(seat: Seat, offer_id: str) -> Offer:
    rows = seat.organisation.offers.select_related("holder", "issuance__project", "by", "listed_by")
    return get_object_or_404(rows, public_id=offer_id)


def _foreseen(form: OfferForm, block: UnitBlock) -> Numbers | None:
    """Which units would be offered; nothing where none can be, which the form then says."""
    wanted = form.wanted()
    try:
        offering.check(wanted, now=timezone.now())
        return ordering.foresee(block, wanted.tonnes)
    except DomainError as refused:
        form.add_error(None, refused.sentence)
        return None


def _written(request: HttpRequest, form: OfferForm, block: UnitBlock) -> Offer | None:
    """The offer of what was shown; nothing where it was refused, which the page then says."""
    by, now = citizen_of(request), timezone.now()
    try:
        made = offering.ask(block=block, wanted=form.wanted(), by=by, now=now, shown=shown_numbers(request))
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return None
    messages.success(request, _("Sent. Somebody else of yours lists it."))
    return made


def _page(request: HttpRequest, seat: Seat, own: Offer, form: WhyForm) -> HttpResponse:
    [listed], reader = reading.with_free([own]), citizen_of(request)
    waits = own.status == OfferStatus.ASKED
    refusal = own.steps.filter(kind="refused").first()
    context = {
        "organisation": seat.organisation,
        "offer": own,
        "listed": listed,
        "deals": own.deals.select_related("buyer").order_by("-pk"),
        "asked_by": people.told(own.by, reader),
        "listed_by": people.told(own.listed_by, reader),
        "refusal": refusal.words if refusal else "",
        "form": form,
        "may_publish": waits and seat.part in offering.LISTS and own.by_id != reader.pk,
        "may_withdraw": own.status in STANDING,
    }
    return render(request, "projects/bulletin/offer.html", context)


def _done(request: HttpRequest, own: Offer, deed: Callable[[], object], said: str) -> HttpResponse:
    try:
        deed()
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return redirect("projects:offer", own.holder.public_id, own.public_id)
