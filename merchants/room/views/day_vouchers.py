"""A merchant's vouchers, for its owner and managers: those of a day, and giving the credits of an unused one back."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from common.city_time import city_day
from common.errors import DomainError
from common.pages.shown import read_count
from common.public_ids import new_public_id
from merchants.mall.releasing import cancel, overdue_credits
from merchants.models import Membership, Redemption, RedemptionStatus, Role
from merchants.refusals import NotReleasable, WouldExpire
from merchants.room import day_vouchers as kept
from merchants.room.forms.days import DayForm
from merchants.room.leading import leader, leads

PAGE = 50


@leads
@never_cache
@require_safe
def day_vouchers(request: HttpRequest, public_id: str) -> HttpResponse:
    """Those redeemed or used on a day, latest redeemed first."""
    by, now = leader(request, public_id), timezone.now()
    merchant, form = by.merchant, _form(request, city_day(now))
    page = None
    if form.is_valid():
        page = kept.page(merchant, form.cleaned_data["day"], after=request.GET.get("older_than"), size=PAGE)
    context = {
        "merchant": merchant,
        "form": form,
        "page": page,
        "is_owner": by.role == Role.OWNER,
        "refundable_since": now - timedelta(days=settings.REFUND_DAYS),
    }
    return render(request, "merchants/room/day_vouchers.html", context, status=200 if page else 400)


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_voucher(request: HttpRequest, public_id: str, voucher_id: str) -> HttpResponse:
    """Says first what comes of it; then the credits are the customer's again."""
    by = leader(request, public_id)
    voucher = get_object_or_404(kept.vouchers_of(by.merchant).vouchers(), public_id=voucher_id)
    day = city_day(voucher.held_at)
    back = f"{reverse('merchants:day_vouchers', args=[public_id])}?day={day:%Y-%m-%d}"
    refused = _cancel(request, by, voucher) if request.method == "POST" else None
    if request.method == "POST" and refused is None:
        return redirect(back)
    if voucher.status != RedemptionStatus.HELD:
        messages.error(request, NotReleasable().sentence)
        return redirect(back)
    overdue = overdue_credits(voucher, today=city_day(timezone.now()))
    context = {
        "merchant": by.merchant,
        "voucher": voucher,
        "returning": voucher.left - overdue,
        "overdue": overdue,
        "refused": refused,
        "back": back,
    }
    return render(request, "merchants/room/cancel_voucher.html", context, status=refused.status if refused else None)


def _cancel(request: HttpRequest, by: Membership, voucher: Redemption) -> WouldExpire | None:
    """Cancels what was shown; the refusal where less would return by now. All else is said on the next page."""
    expiring = read_count(request.POST.get("expiring", "0")) or 0
    try:
        cancel(manager=by, redemption=voucher, key=new_public_id(), now=timezone.now(), expiring=expiring)
    except WouldExpire as changed:
        return changed
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        said = _("“%(offer)s” was cancelled. The customer has the credits again.")
        messages.success(request, said % {"offer": voucher.offer})
    return None


def _form(request: HttpRequest, today: date) -> DayForm:
    """Filled in with what was asked for, or with today."""
    names_a_day = any(name == "day" or name.startswith("day_") for name in request.GET)
    return DayForm(request.GET if names_a_day else {"day": today.isoformat()})
