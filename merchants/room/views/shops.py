"""A merchant's shops, for its owner and managers: the list, adding one, changing it, closing and opening it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import DomainError
from credits import statements
from merchants.models import Shop
from merchants.room import shops
from merchants.room.forms.shops import ShopForm
from merchants.room.leading import leader, leads


@leads
@never_cache
@require_safe
def mine(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every shop, the open ones first."""
    merchant = leader(request, public_id).merchant
    context = {"merchant": merchant, "shops": merchant.shops.order_by("-is_open", "pk")}
    return render(request, "merchants/room/shops.html", context)


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks for the shop's words; it is open from then on."""
    merchant = leader(request, public_id).merchant
    form = ShopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            shop = shops.add(merchant=merchant, place=form.place(), now=timezone.now())
        except DomainError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Added: %(shop)s.") % {"shop": shop})
            return redirect("merchants:shops", public_id)
    return render(request, "merchants/room/shop.html", {"merchant": merchant, "form": form})


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, public_id: str, shop_id: str) -> HttpResponse:
    """The shop's words, to be changed."""
    shop = _own(request, public_id, shop_id)
    form = ShopForm(request.POST or None, initial=ShopForm.of(shop))
    if request.method == "POST" and form.is_valid():
        shops.change(shop=shop, place=form.place())
        messages.success(request, _("Saved: %(shop)s.") % {"shop": shop})
        return redirect("merchants:shops", public_id)
    return render(request, "merchants/room/shop.html", {"merchant": shop.merchant, "shop": shop, "form": form})


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, public_id: str, shop_id: str) -> HttpResponse:
    """Says first what closing leaves without a place; closes when it is sent."""
    shop, refused = _own(request, public_id, shop_id), ""
    if request.method == "POST":
        try:
            shops.set_open(shop=shop, is_open=False, now=timezone.now(), seen=request.POST.get("seen", ""))
        except DomainError as error:
            refused = error.sentence
        else:
            messages.success(request, _("Closed: %(shop)s.") % {"shop": shop})
            return redirect("merchants:shops", public_id)
    owed = statements.owed_to(shop.merchant.public_id)
    context = {
        "merchant": shop.merchant,
        "shop": shop,
        "closing": shops.closing(shop),
        "owed": owed,
        "refused": refused,
    }
    return render(request, "merchants/room/close_shop.html", context)


@leads
@never_cache
@require_POST
def reopen(request: HttpRequest, public_id: str, shop_id: str) -> HttpResponse:
    """Its till takes vouchers again."""
    shop = shops.set_open(shop=_own(request, public_id, shop_id), is_open=True, now=timezone.now())
    messages.success(request, _("Open again: %(shop)s.") % {"shop": shop})
    return redirect("merchants:shops", public_id)


def _own(request: HttpRequest, public_id: str, shop_id: str) -> Shop:
    merchant = leader(request, public_id).merchant
    return get_object_or_404(merchant.shops.select_related("merchant"), public_id=shop_id)
