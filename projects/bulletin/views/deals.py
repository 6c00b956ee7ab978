"""Deals in the room of either side: taking up an offer, and a deal with what the reader may say or do."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import citizen_of
from common.errors import DomainError
from projects.bulletin import dealing, parts, reading
from projects.bulletin.forms import PaidForm, TakeForm, WhyForm
from projects.bulletin.related import acted_for_buyer
from projects.bulletin.terms import terms
from projects.models import Deal, DealStatus, Offer, Part, Seat, TradeStepKind
from projects.organisations import people
from projects.organisations.access import seat_of, seated
from projects.organisations.views.units import shown_numbers
from projects.registry.moving import as_range
from projects.serials import Numbers, serial


@seated(Part.OWNER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_up(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """Asks how much of somebody's offer, shows exactly which units for which sum, and takes that up."""
    seat = seat_of(request, public_id, Part.OWNER)
    offers = reading.on_offer(now=timezone.now()).exclude(holder=seat.organisation)
    [listed] = reading.with_free([get_object_or_404(offers, public_id=offer_id)])
    offer = listed.offer
    form = TakeForm(request.POST or None, initial={"tonnes": listed.most})
    going = _foreseen(form, offer) if request.method == "POST" and form.is_valid() else None
    if going and request.POST.get("first") and (made := _taken(request, seat, form, offer)):
        return redirect("projects:deal", public_id, made.public_id)
    context = {
        "organisation": seat.organisation,
        "offer": offer,
        "listed": listed,
        "form": form,
        "going": going,
        "serial": serial(offer.issuance, as_range(going)) if going else "",
        "fen": going.tonnes * offer.price_fen if going else 0,
        "pay_within_days": terms().pay_within_days,
    }
    return render(request, "projects/bulletin/take_up.html", context)


@seated()
@never_cache
@require_safe
def deal(request: HttpRequest, public_id: str, deal_id: str) -> HttpResponse:
    """What is sold for how much, where it stands, what was said, and what the reader may do."""
    seat = seat_of(request, public_id)
    return _page(request, seat, of_room(seat, deal_id), PaidForm(), WhyForm())


@seated(Part.OWNER, Part.EDITOR)
@never_cache
@require_POST
def pay_deal(request: HttpRequest, public_id: str, deal_id: str) -> HttpResponse:
    """The buyer says that it has paid."""
    seat, form = seat_of(request, public_id, Part.OWNER, Part.EDITOR), PaidForm(request.POST)
    found, by, now = of_room(seat, deal_id), citizen_of(request), timezone.now()
    if not form.is_valid():
        return _page(request, seat, found, form, WhyForm())
    said = {"bank_reference": form.cleaned_data["reference"], "paid_on": form.cleaned_data["paid_on"]}
    return _done(
        request, seat, found, lambda: dealing.say_paid(deal=found, by=by, now=now, **said), _("Said to the seller.")
    )


@seated(Part.OWNER, Part.RELEASER)
@never_cache
@require_POST
def confirm_deal(request: HttpRequest, public_id: str, deal_id: str) -> HttpResponse:
    """The seller's second person has the money: the units go."""
    seat = seat_of(request, public_id, Part.OWNER, Part.RELEASER)
    found, by, now = of_room(seat, deal_id), citizen_of(request), timezone.now()
    said = _("Delivered. The units are the buyer’s.")
    return _done(request, seat, found, lambda: dealing.confirm(deal=found, by=by, now=now), said)


@seated(Part.OWNER, Part.RELEASER)
@never_cache
@require_POST
def dispute_deal(request: HttpRequest, public_id: str, deal_id: str) -> HttpResponse:
    """Either side says what is wrong."""
    seat, form = seat_of(request, public_id, Part.OWNER, Part.RELEASER), WhyForm(request.POST)
    found, by, now = of_room(seat, deal_id), citizen_of(request), timezone.now()
    if not form.is_valid():
        return _page(request, seat, found, PaidForm(), form)
    words = form.cleaned_data["words"]
    said = _("Said to the other side and to the desk.")
    return _done(request, seat, found, lambda: dealing.dispute(deal=found, words=words, by=by, now=now), said)


def of_room(seat: Seat, deal_id: str) -> Deal:
    """404 where the organisation neither sells nor buys."""
    sides = Q(buyer=seat.organisation) | Q(offer__holder=seat.organisation)
    rows = Deal.objects.filter(sides).select_related("buyer", "offer__holder", "offer__issuance__project", "move")
    return get_object_or_404(rows, public_id=deal_id)


def _foreseen(form: TakeForm, offer: Offer) -> Numbers | None:
    """Which units would go; nothing where none can, which the form then says."""
    try:
        return parts.foresee(offer, form.cleaned_data["tonnes"])
    except DomainError as refused:
        form.add_error("tonnes", refused.sentence)
        return None


def _taken(request: HttpRequest, seat: Seat, form: TakeForm, offer: Offer) -> Deal | None:
    """The deal on what was shown; nothing where it was refused, which the page then says."""
    said, by = form.cleaned_data, citizen_of(request)
    try:
        made = dealing.accept(
            offer=offer,
            buyer=seat.organisation,
            tonnes=said["tonnes"],
            names_buyer=said["names"],
            by=by,
            now=timezone.now(),
            shown=shown_numbers(request),
        )
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return None
    messages.success(request, _("Taken up. The units wait for you until you have paid."))
    return made


def _page(request: HttpRequest, seat: Seat, found: Deal, paid: PaidForm, why: WhyForm) -> HttpResponse:
    reader, offer = citizen_of(request), found.offer
    is_buyer, is_seller = found.buyer_id == seat.organisation_id, offer.holder_id == seat.organisation_id
    steps = [
        (step, people.told(step.by, reader) if _is_own(step.by, seat) else "")
        for step in found.steps.select_related("by").order_by("pk")
    ]
    is_paid = found.status in (DealStatus.PAID, DealStatus.DISPUTED)
    context = {
        "organisation": seat.organisation,
        "deal": found,
        "offer": offer,
        "is_buyer": is_buyer,
        "steps": steps,
        "paid_form": paid,
        "why_form": why,
        "said_paid": found.steps.filter(kind=TradeStepKind.PAID).last(),
        "may_pay": is_buyer and seat.part in dealing.SAYS_PAID and found.status == DealStatus.ACCEPTED,
        "may_confirm": is_seller and is_paid and found.is_said_paid and _confirms(seat, found),
        "may_retract": found.status == DealStatus.ACCEPTED
        and seat.part in (dealing.ACCEPTS if is_buyer else dealing.CONFIRMS),
        "may_dispute": seat.part in dealing.CONFIRMS and found.status in (DealStatus.ACCEPTED, DealStatus.PAID),
    }
    return render(request, "projects/bulletin/deal.html", context)


def _confirms(seat: Seat, found: Deal) -> bool:
    """Whether the reader is who may confirm the money, once there is some."""
    reader = seat.user
    assert reader is not None
    return seat.part in dealing.CONFIRMS and found.offer.by_id != reader.pk and not acted_for_buyer(reader, found)


def _is_own(user: User | None, seat: Seat) -> bool:
    """Of the reader's own organisation: people of the other side are not told by their phones."""
    return user is not None and seat.organisation.seats.filter(user=user).exists()


def _done(request: HttpRequest, seat: Seat, found: Deal, deed: Callable[[], object], said: str) -> HttpResponse:
    try:
        deed()
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return redirect("projects:deal", seat.organisation.public_id, found.public_id)
