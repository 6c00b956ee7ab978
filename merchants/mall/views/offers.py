"""An offer, to look at for everyone, and redeeming it with a look at what will be left."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import citizen_of
from accounts.standing.reading import check_spending
from common.access import citizens, public
from common.city_time import city_day
from common.errors import DomainError
from common.pages.kept import Content, render_kept
from common.pages.shown import read_count
from common.public_ids import is_public_id, new_public_id
from credits import statements
from merchants.mall import causes, gifts, wishing
from merchants.mall.redeeming import check_limit, check_open, redeem
from merchants.mall.standing import read
from merchants.mall.views.shelf import FRESH_FOR
from merchants.models import Offer

OFFER = "merchants/mall/offer.html"


@public
@never_cache
@require_safe
def offer(request: HttpRequest, public_id: str) -> HttpResponse:
    """One offer: what it is, where and when it is good, and whether there is any left."""
    now = timezone.now()
    if not request.user.is_authenticated:
        return render_kept(request, OFFER, lambda: Content(_told(public_id, None, now), now + FRESH_FOR), now=now)
    citizen = citizen_of(request)
    balance = statements.available(citizen.pk, today=city_day(now))
    context = _told(public_id, citizen, now)
    missing = max(0, context["offer"].price - balance)
    context["is_wished"] = context["offer"].is_sold_out and wishing.is_wished(citizen.pk, context["offer"].pk)
    return render(request, OFFER, {**context, "balance": balance, "missing": missing})


@citizens
@never_cache
@require_POST
def wish_for(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks to be told when there is more of an offer, or no more."""
    citizen, offer = citizen_of(request), _offer(public_id)
    if request.POST.get("wished") == "no":
        wishing.take_back(citizen=citizen, offer=offer)
        messages.success(request, _("You will not be told."))
        return redirect(offer)
    try:
        wishing.wish(citizen=citizen, offer=offer, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Your inbox tells you as soon as it can be had again."))
    return redirect(offer)


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


def _told(public_id: str, citizen: User | None, now: datetime) -> dict[str, Any]:
    offer = _offer(public_id)
    return {
        "offer": offer,
        "shops": offer.open_shops(),
        "refusal": _refusal(citizen, offer, now),
        "reports": gifts.reports_of(offer.cause) if offer.cause else [],
        "raised": causes.raised(offer.cause) if offer.cause else None,
        "today": city_day(now),
    }


def _offer(public_id: str) -> Offer:
    """An offer that is or was on show; a draft is nobody's to see yet."""
    shown = Offer.objects.filter(published_at__isnull=False).with_stock(timezone.now())
    return get_object_or_404(shown.select_related("merchant", "cause"), public_id=public_id)


def _refusal(citizen: User | None, offer: Offer, now: datetime) -> str:
    """Why a citizen, or anybody, cannot redeem the offer now; empty when they can, as long as there is stock."""
    try:
        standing = read(offer.pk, citizen.pk if citizen else None)
        check_open(standing, now=now)
        if citizen:
            check_spending(citizen.pk, now=now)
            check_limit(citizen.pk, standing, now=now)
    except DomainError as refused:
        return refused.sentence
    return ""
