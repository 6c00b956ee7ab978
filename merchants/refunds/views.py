"""Refunds on a merchant's own pages: the owner looks at what would come of one and makes it; leaders see the list."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import citizen_of
from common import paging
from common.city_time import city_day
from common.errors import DomainError
from merchants.models import Membership, Redemption, Role
from merchants.refunds import reading
from merchants.refunds.foreseeing import foresee
from merchants.refunds.forms import RefundForm
from merchants.refunds.refunding import By, check, check_owed, refund, refusal_of_person
from merchants.refusals import OtherThanForetold
from merchants.room.day_vouchers import vouchers_of
from merchants.room.leading import leader, leads

PAGE = 50


@leads
@never_cache
@require_safe
def refunds(request: HttpRequest, public_id: str) -> HttpResponse:
    """A merchant's refunds, latest first."""
    merchant = leader(request, public_id).merchant
    page = paging.page(reading.of_merchant(merchant), size=PAGE, after=request.GET.get("older_than"))
    return render(request, "merchants/refunds/refunds.html", {"merchant": merchant, "page": page})


@leads
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refund_voucher(request: HttpRequest, public_id: str, voucher_id: str) -> HttpResponse:
    """Says first what comes of it; then the credits are the customer's again."""
    owner = _owner(request, public_id)
    voucher = get_object_or_404(vouchers_of(owner.merchant), public_id=voucher_id)
    by, form = By(citizen_of(request), owner), RefundForm(request.POST or None)
    changed = None
    if request.method == "POST" and form.is_valid():
        changed = _refunded(request, voucher, by, form)
        if changed is None:
            return redirect("merchants:refunds", public_id)
    if refused := _refusal(voucher, by):
        messages.error(request, refused.sentence)
        return redirect(_day_of(public_id, voucher))
    context = {
        "merchant": owner.merchant,
        "voucher": voucher,
        "foreseen": foresee(voucher, now=timezone.now()),
        "form": form,
        "changed": changed,
        "back": _day_of(public_id, voucher),
    }
    status = changed.status if changed else None
    return render(request, "merchants/refunds/refund.html", context, status=status)


def _refunded(request: HttpRequest, voucher: Redemption, by: By, form: RefundForm) -> OtherThanForetold | None:
    """Refunds what was shown; the refusal where something else would come of it by now."""
    words, foreseen = form.cleaned_data["words"], request.POST.get("foreseen", "")
    try:
        made = refund(redemption=voucher, by=by, words=words, foreseen=foreseen, now=timezone.now())
    except OtherThanForetold as changed:
        return changed
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        said = _("“%(offer)s” was refunded. The customer has %(credits)s credits again.")
        messages.success(request, said % {"offer": voucher.offer, "credits": made.returned})
    return None


def _refusal(voucher: Redemption, by: By) -> DomainError | None:
    if refused := refusal_of_person(voucher, by):
        return refused
    try:
        check(voucher, now=timezone.now())
        check_owed(voucher, by, foresee(voucher, now=timezone.now()))
    except DomainError as over:
        return over
    return None


def _owner(request: HttpRequest, public_id: str) -> Membership:
    by = leader(request, public_id)
    if by.role != Role.OWNER:
        raise Http404
    return by


def _day_of(public_id: str, voucher: Redemption) -> str:
    return f"{reverse('merchants:day_vouchers', args=[public_id])}?day={city_day(voucher.held_at):%Y-%m-%d}"
