"""A citizen's vouchers: all of them, the one to show at the till, and giving one back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import citizen_of
from common import paging, step_codes
from common.access import citizens, owners
from common.city_time import city_day
from common.errors import DomainError
from common.pages.shown import read_count
from common.public_ids import new_public_id
from common.qr import qr_drawing
from merchants.mall.obstacles import obstacle_of
from merchants.mall.parts_taken import parts_of
from merchants.mall.releasing import give_back, overdue_credits
from merchants.models import Redemption, RedemptionStatus
from merchants.refusals import WouldExpire

PAGE = 20
MOST_READY = 50
NO_CONTENT = 204
SHUT = "shut"


@citizens
@never_cache
@require_safe
def vouchers(request: HttpRequest) -> HttpResponse:
    """Those to use now, then those of the past, latest first."""
    own = Redemption.objects.of(citizen_of(request).pk).vouchers().with_offer()
    past = own.exclude(status=RedemptionStatus.HELD)
    page = paging.page(past, size=PAGE, after=request.GET.get("older_than"), among=own)
    context = {
        "ready": own.held().order_by("-pk")[:MOST_READY] if page.is_first else [],
        "past": page.rows,
        "older_than": page.following,
        "is_first_page": page.is_first,
    }
    return render(request, "merchants/mall/vouchers.html", context)


@owners
@never_cache
@require_safe
def voucher(request: HttpRequest, public_id: str) -> HttpResponse:
    """One voucher: its code while it can be used, and what became of it."""
    own = _own(request, public_id)
    if own.part_of is not None:
        return redirect(own.part_of)
    return render(request, "merchants/mall/voucher.html", {**_face(own), "shops": own.offer.open_shops()})


@owners
@never_cache
@require_safe
def voucher_face(request: HttpRequest, public_id: str) -> HttpResponse:
    """All of a voucher that changes; nothing as long as what the screen shows is still right."""
    own = _own(request, public_id)
    face = _face(own)
    if request.GET.get("shown") == str(face.get("shown")):
        return HttpResponse(status=NO_CONTENT)
    context = {**face, "shops": own.offer.open_shops(), "is_part": True}
    return render(request, "merchants/mall/_voucher_part.html", context)


@owners
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_voucher_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks first; then the credits are the citizen's again, but those that it said would expire."""
    own, now = _own(request, public_id), timezone.now()
    refused = None
    if request.method == "POST":
        expiring = read_count(request.POST.get("expiring", "0")) or 0
        try:
            give_back(citizen=citizen_of(request), redemption=own, key=new_public_id(), now=now, expiring=expiring)
        except WouldExpire as changed:
            refused = changed
        except DomainError as over:
            messages.error(request, over.sentence)
            return redirect(own)
        else:
            messages.success(request, _("%(price)s credits are yours again.") % {"price": own.left - expiring})
            return redirect(own)
    if own.status != RedemptionStatus.HELD:
        return redirect(own)
    overdue = overdue_credits(own, today=city_day(now))
    context = {"voucher": own, "returning": own.left - overdue, "overdue": overdue, "refused": refused}
    return render(request, "merchants/mall/give_back.html", context, status=refused.status if refused else None)


def _own(request: HttpRequest, public_id: str) -> Redemption:
    own = Redemption.objects.of(citizen_of(request).pk).with_offer().with_standing().select_related("part_of")
    return get_object_or_404(own, public_id=public_id)


def _face(voucher: Redemption) -> dict[str, Any]:
    """What the screen shows of a voucher now; the code only while a till would take it.

    `shown` names what may change by itself: the screen asks again.
    """
    now = timezone.now()
    known = {"voucher": voucher, "parts": parts_of(voucher) if voucher.value_fen else []}
    if not voucher.is_usable(now):
        return known
    if obstacle := obstacle_of(voucher):
        return {**known, "obstacle": obstacle, "shown": SHUT}
    digits = voucher.number + step_codes.code_at(bytes(voucher.secret), now)
    return {
        **known,
        "groups": [digits[:4], digits[4:8], digits[8:]],
        "qr": qr_drawing(digits),
        # A part that was taken shows at once, as a new code does.
        "shown": f"{step_codes.step_of(now)}-{voucher.taken_fen}" if voucher.value_fen else step_codes.step_of(now),
        "seconds": step_codes.STEP_S,
        "seconds_left": step_codes.seconds_left(now),
    }
