"""The mall, an offer, and redeeming it with a look at what will be left."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.districts import District
from accounts.requests import citizen_of
from common.access import citizens
from common.city_time import city_day
from common.errors import DomainError
from common.pages.shown import read_count
from common.public_ids import is_public_id, new_public_id
from common.typed.letters import plain
from credits import statements
from merchants.mall import causes, on_show
from merchants.mall.redeeming import check_limit, check_open, redeem
from merchants.mall.standing import read
from merchants.models import Offer, OfferKind, Redemption

LONGEST_WORDS = 40


@citizens
@never_cache
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """What a citizen's credits can be exchanged for."""
    citizen, now = citizen_of(request), timezone.now()
    today = city_day(now)
    balance = statements.available(citizen.pk, today=today)
    wanted = _wanted(request, balance)
    page = on_show.page(wanted, now=now, after=request.GET.get("older_than"))
    context = {
        "page": page,
        "balance": balance,
        "vintages": statements.vintages(citizen.pk, today=today),
        "ready": Redemption.objects.of(citizen.pk).held().count(),
        "wanted": wanted,
        "is_filtered": wanted != on_show.Wanted(),
        "is_first_page": page.is_first,
        "kinds": OfferKind.choices,
        "districts": District.choices,
        "today": today,
    }
    return render(request, "merchants/mall/mall.html", context)


@citizens
@never_cache
@require_safe
def offer(request: HttpRequest, public_id: str) -> HttpResponse:
    """One offer: what it is, where and when it is good, and whether there is any left."""
    now = timezone.now()
    today = city_day(now)
    offer = _offer(public_id)
    balance = statements.available(citizen_of(request).pk, today=today)
    context = {
        "offer": offer,
        "shops": offer.open_shops(),
        "balance": balance,
        "missing": max(0, offer.price - balance),
        "refusal": _refusal(request, offer),
        "raised": causes.raised(offer.cause) if offer.cause else None,
        "today": today,
    }
    return render(request, "merchants/mall/offer.html", context)


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def redeem_offer(request: HttpRequest, public_id: str) -> HttpResponse:
    """First says what it will cost and leave; redeems when the same page comes back, at the price that it showed."""
    citizen, offer = citizen_of(request), _offer(public_id)
    key, price, error = request.POST.get("key", ""), read_count(request.POST.get("price", "")), None
    if request.method == "POST" and is_public_id(key) and price is not None:
        try:
            return redirect(redeem(citizen=citizen, offer=offer, price=price, key=key, now=timezone.now()))
        except DomainError as refused:
            error, offer = refused, _offer(public_id)
    balance = statements.available(citizen.pk, today=city_day(timezone.now()))
    context = {
        "offer": offer,
        "balance": balance,
        "left": balance - offer.price,
        "error": error,
        "key": key if is_public_id(key) and error is None else new_public_id(),
    }
    return render(request, "merchants/mall/redeem.html", context, status=error.status if error else None)


def _wanted(request: HttpRequest, balance: int) -> on_show.Wanted:
    """Reads the address; answers 404 to what cannot be."""
    words = plain(request.GET.get("q", ""))[:LONGEST_WORDS]
    kind, district = request.GET.get("kind", ""), request.GET.get("district", "")
    if kind not in {"", *OfferKind.values} or district not in {"", *District.values}:
        raise Http404
    return on_show.Wanted(words, kind, district, balance if request.GET.get("affordable") else None)


def _offer(public_id: str) -> Offer:
    """An offer that is or was on show; a draft is nobody's to see yet."""
    shown = Offer.objects.filter(published_at__isnull=False).with_stock(timezone.now())
    return get_object_or_404(shown.select_related("merchant", "cause"), public_id=public_id)


def _refusal(request: HttpRequest, offer: Offer) -> str:
    """Why this citizen cannot redeem the offer now; empty when they can, as long as there is stock."""
    citizen, now = citizen_of(request), timezone.now()
    try:
        standing = read(offer.pk, citizen.pk)
        check_open(standing, now=now)
        check_limit(citizen.pk, standing, now=now)
    except DomainError as refused:
        return refused.sentence
    return ""
