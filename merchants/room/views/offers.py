"""A merchant's own offers, for its owner and managers: written as drafts, stocked, sent to the desk and taken off."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import paging
from common.city_time import city_day
from common.errors import DomainError
from merchants import editions, stock, stock_words
from merchants.models import Merchant, Offer, OfferQuerySet, OfferStatus, Redemption
from merchants.refusals import NoMoreADraft
from merchants.room import drafts, offer_photos, submitting
from merchants.room.forms.offers import OfferForm, ReleaseForm
from merchants.room.leading import leader, leads

PAGE = 20
SHOWN_RELEASES = 7


@leads
@never_cache
@require_safe
def mine(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every offer with its state and what is left, latest first."""
    merchant = leader(request, public_id).merchant
    page = paging.page(_own_offers(merchant), size=PAGE, after=request.GET.get("older_than"))
    context = {
        "merchant": merchant,
        "offers": page.rows,
        "older_than": page.following,
        "is_first_page": page.is_first,
        "today": city_day(timezone.now()),
    }
    return render(request, "merchants/room/offers.html", context)


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """An empty draft to be filled in."""
    merchant = leader(request, public_id).merchant
    form = _form(request, merchant)
    if request.method == "POST" and form.is_valid():
        try:
            offer = drafts.write(merchant=merchant, draft=form.draft())
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            return redirect(
                "merchants:release_stock" if offer.is_limited else "merchants:own_offer", public_id, offer.public_id
            )
    return render(request, "merchants/room/write_offer.html", {"merchant": merchant, "form": form})


@leads
@never_cache
@require_safe
def own(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """One offer as its merchant sees it: where it stands, what it says, and what can be done with it."""
    offer = own_offer(request, public_id, offer_id)
    now = timezone.now()
    context = {
        "merchant": offer.merchant,
        "offer": offer,
        "shops": offer.open_shops(),
        "releases": offer.releases.filter(opens_at__gte=now).order_by("opens_at")[:SHOWN_RELEASES],
        "seen": editions.of_offer(offer),
        "has_stock": not offer.is_limited or offer.releases.exists(),
        "can_be_edited": offer.kind in drafts.KINDS,
        "can_be_stocked": offer.is_limited and offer.kind in drafts.KINDS,
        "is_over": offer.ends_on < city_day(now),
        "today": city_day(now),
    }
    return render(request, "merchants/room/offer.html", context)


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rewrite(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """A draft to be changed; whatever is no draft any more says so and stays."""
    offer = own_offer(request, public_id, offer_id)
    assert offer.merchant is not None
    if not offer.is_draft or offer.kind not in drafts.KINDS:
        messages.error(request, NoMoreADraft().sentence)
        return to_offer(offer)
    form = _form(request, offer.merchant, offer)
    if request.method == "POST" and form.is_valid():
        try:
            drafts.rewrite(offer=offer, draft=form.draft())
        except DomainError as refused:
            messages.error(request, refused.sentence)
        return to_offer(offer)
    return render(
        request, "merchants/room/write_offer.html", {"merchant": offer.merchant, "offer": offer, "form": form}
    )


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release_stock(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """So many pieces a day at a clock."""
    offer = own_offer(request, public_id, offer_id)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            released = stock.release(offer=offer, a_day=given["a_day"], opens=given["opens"], now=timezone.now())
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, stock_words.released(released))
        return to_offer(offer)
    first = max(offer.starts_on, city_day(timezone.now()))
    context = {"merchant": offer.merchant, "offer": offer, "first": first, "form": form}
    return render(request, "merchants/room/release_stock.html", context)


@leads
@never_cache
@require_POST
def submit(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """The desk looks at it now."""
    offer = own_offer(request, public_id, offer_id)
    said = _("Sent. The desk looks at it and answers here.")
    seen = request.POST.get("seen", "")
    return _done(request, offer, said, lambda: submitting.submit(offer=offer, now=timezone.now(), seen=seen))


@leads
@never_cache
@require_POST
def copy(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """A draft that says the same, to be changed or sent."""
    offer = own_offer(request, public_id, offer_id)
    try:
        copied = drafts.copy(offer=offer, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return to_offer(offer)
    said = _("Copied as a draft, with its photo.") if copied.photo else _("Copied as a draft.")
    messages.success(request, said)
    return to_offer(copied)


@leads
@never_cache
@require_POST
def take_back(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """It is a draft again."""
    offer = own_offer(request, public_id, offer_id)
    return _done(request, offer, _("It is a draft again."), lambda: submitting.take_back(offer=offer))


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """Says first what taking an offer off the mall means; then it is off."""
    offer = own_offer(request, public_id, offer_id)
    if request.method == "POST":
        now, seen = timezone.now(), request.POST.get("seen", "")
        said = _("The offer is off the mall.")
        return _done(request, offer, said, lambda: submitting.withdraw(offer=offer, now=now, seen=seen))
    if offer.status != OfferStatus.PUBLISHED:
        return to_offer(offer)
    held = Redemption.objects.held().filter(merchant=offer.merchant, offer=offer).count()
    context = {"merchant": offer.merchant, "offer": offer, "held": held, "seen": editions.of_offer(offer)}
    return render(request, "merchants/room/withdraw.html", context)


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, public_id: str, offer_id: str) -> HttpResponse:
    """Asks first; then the draft is gone."""
    offer = own_offer(request, public_id, offer_id)
    if not offer.is_draft:
        messages.error(request, NoMoreADraft().sentence)
        return to_offer(offer)
    if request.method != "POST":
        seen = request.GET.get("seen") or editions.of_offer(offer)
        context = {"merchant": offer.merchant, "offer": offer, "seen": seen}
        return render(request, "merchants/room/discard.html", context)
    try:
        with transaction.atomic():
            drafts.discard(offer=offer, seen=request.POST.get("seen", ""))
            offer_photos.forget(offer.photo)
    except DomainError as refused:
        messages.error(request, refused.sentence)
        return to_offer(offer)
    messages.success(request, _("The draft is gone."))
    return redirect("merchants:own_offers", public_id)


def own_offer(request: HttpRequest, public_id: str, offer_id: str) -> Offer:
    """The offer that an address names, of the merchant that the visitor leads; 404 to everybody else."""
    merchant = leader(request, public_id).merchant
    return get_object_or_404(_own_offers(merchant), public_id=offer_id)


def _own_offers(merchant: Merchant) -> OfferQuerySet:
    offers = Offer.objects.filter(merchant=merchant).with_stock(timezone.now()).with_till()
    return offers.select_related("merchant", "cause")


def _form(request: HttpRequest, merchant: Merchant, offer: Offer | None = None) -> OfferForm:
    today = city_day(timezone.now())
    initial = OfferForm.of(offer) if offer else {"starts_on": today}
    return OfferForm(request.POST or None, initial=initial, merchant=merchant, today=today)


def _done(request: HttpRequest, offer: Offer, said: str, deed: Callable[[], Offer]) -> HttpResponse:
    try:
        deed()
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return to_offer(offer)


def to_offer(offer: Offer) -> HttpResponse:
    """Leads to the offer's page."""
    assert offer.merchant is not None
    return redirect("merchants:own_offer", offer.merchant.public_id, offer.public_id)
