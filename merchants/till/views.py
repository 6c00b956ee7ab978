"""The till: choosing the shop, taking a voucher, and undoing what was just taken."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import citizen_of
from accounts.shared_phones import ends_at, keep
from common.access import citizens, owners
from common.errors import DomainError
from common.features import CAMERA, uses
from common.pages.shown import read_moment
from common.public_ids import is_public_id, new_public_id
from merchants.models import Membership, Shop
from merchants.refusals import AmountMissing, NotTheLatestPart, TooMuchOfTheBill, UnknownShop, UnknownVoucher
from merchants.till import bills
from merchants.till.captures import Capture, capture_of, latest
from merchants.till.forms import AmountForm
from merchants.till.taking import Taken, capture
from merchants.till.undoing import UNDO_WITHIN, undo
from merchants.till.work import shops_of_work, shops_worked_at, why_shut, works_at


@citizens
@never_cache
@require_safe
def tills(request: HttpRequest) -> HttpResponse:
    """The shops where somebody works, and why some are shut; straight on to the till where one only is open."""
    known = [(shop, why_shut(shop)) for shop in shops_of_work(citizen_of(request))]
    shops = [shop for shop, shut in known if shut is None]
    if len(shops) == 1:
        return redirect("merchants:till", shops[0].public_id)
    shut = list(dict.fromkeys(why.sentence for _shop, why in known if why))
    return render(
        request, "merchants/till/tills.html", {"shops": shops, "shut": shut, "shift_ends_at": ends_at(request)}
    )


@citizens
@never_cache
@require_POST
def only_till(request: HttpRequest) -> HttpResponse:
    """From now on this session opens the till and nothing else."""
    keep(request, now=timezone.now())
    return redirect("merchants:tills")


@owners
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@uses(CAMERA)
def till(request: HttpRequest, shop_id: str) -> HttpResponse:
    """One field to enter a code; what comes back is green or red. The key of the page takes one voucher only once."""
    shop, cashier = _place(request, shop_id)
    if shut := why_shut(shop):
        return _shut(request, shop, cashier, shut)
    key, now = request.POST.get("key", ""), timezone.now()
    answer = _Answer()
    if request.method == "POST" and is_public_id(key):
        answer = _part_answer(request, shop_id, key) if "word" in request.POST else _answer(request, shop_id, key)
    refused = answer.refused
    context = {
        "shop": shop,
        **answer._asdict(),
        "key": new_public_id(),
        "latest": latest(cashier, shop, now=now),
        "has_other_shops": shops_worked_at(citizen_of(request)).exclude(pk=shop.pk).exists(),
        "shift_ends_at": ends_at(request),
        "is_part": request.method == "POST" and "HX-Request" in request.headers,
    }
    template = "merchants/till/_outcome.html" if context["is_part"] else "merchants/till/till.html"
    return render(request, template, context, status=refused.status if refused else None)


class _Answer(NamedTuple):
    """What the till says: taken, refused, or asking how much of a bill."""

    taken: Taken | None = None
    refused: DomainError | None = None
    asked: bills.Asked | None = None
    form: AmountForm | None = None


def _answer(request: HttpRequest, shop_id: str, key: str) -> _Answer:
    """To a code."""
    user, code, now = citizen_of(request), request.POST.get("code", ""), timezone.now()
    try:
        return _Answer(taken=capture(user=user, shop=shop_id, code=code, key=key, now=now))
    except AmountMissing as asks:
        asked = bills.ask(user=user, shop=shop_id, voucher_id=asks.facts["voucher"], now=now)
        return _Answer(asked=asked, form=AmountForm())
    except DomainError as error:
        return _Answer(refused=error)


def _part_answer(request: HttpRequest, shop_id: str, key: str) -> _Answer:
    """To an amount: what it comes to, and once that was looked at, that it is taken."""
    named: dict[str, Any] = {
        "user": citizen_of(request),
        "shop": shop_id,
        "word": request.POST["word"],
        "now": timezone.now(),
    }
    form = AmountForm(request.POST)
    try:
        if not form.is_valid():
            return _Answer(asked=bills.again(**named), form=form)
        amount_fen = form.cleaned_data["amount"]
        if request.POST.get("looked") == str(amount_fen):
            return _Answer(taken=bills.take(amount_fen=amount_fen, key=key, **named))
        return _Answer(asked=bills.foresee(amount_fen=amount_fen, **named), form=form)
    except TooMuchOfTheBill as much:
        form.add_error("amount", much.sentence)
        return _Answer(asked=bills.again(**named), form=form)
    except DomainError as error:
        return _Answer(refused=error)


@owners
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undo_capture(request: HttpRequest, shop_id: str, public_id: str) -> HttpResponse:
    """Says first what undoing means; then the citizen can use the voucher again."""
    shop, cashier = _place(request, shop_id)
    taken = _own_capture(cashier, shop, public_id)
    key, taken_at = request.POST.get("key", ""), read_moment(request.POST.get("taken_at", ""))
    if request.method != "POST" and taken.can_be_undone:
        context = {"shop": shop, "taken": taken, "until": taken.taken_at + UNDO_WITHIN, "key": new_public_id()}
        return render(request, "merchants/till/undo.html", context)
    if taken.can_be_undone and is_public_id(key):
        _undo(request, cashier, taken, key, taken_at)
    elif not taken.is_undone:
        is_over = taken.is_latest_part
        messages.error(request, _("This use can no longer be undone.") if is_over else NotTheLatestPart().sentence)
    return redirect("merchants:till", shop.public_id)


def _undo(request: HttpRequest, cashier: Membership, taken: Capture, key: str, taken_at: datetime | None) -> None:
    try:
        undone = undo(cashier=cashier, redemption=taken.voucher, key=key, now=taken.now, taken_at=taken_at)
    except DomainError as refused:
        messages.error(request, refused.sentence)
    else:
        said = _("Undone: %(offer)s. The customer can use it again.")
        if undone.released_at:
            said = _("Undone: %(offer)s. The voucher is over: the customer has the credits again.")
        messages.success(request, said % {"offer": taken.voucher.offer})


def _place(request: HttpRequest, shop_id: str) -> tuple[Shop, Membership]:
    """The shop, open or not, and as what the visitor works there; 404 where they do not."""
    try:
        return works_at(citizen_of(request), shop_id)
    except UnknownShop as error:
        raise Http404 from error


def _shut(request: HttpRequest, shop: Shop, cashier: Membership, shut: DomainError) -> HttpResponse:
    """There is no till here now: why, and what was taken before and can still be undone."""
    context = {
        "shop": shop,
        "shut": shut,
        "latest": latest(cashier, shop, now=timezone.now()),
        "has_other_shops": shops_worked_at(citizen_of(request)).exists(),
        "shift_ends_at": ends_at(request),
    }
    return render(request, "merchants/till/shut.html", context, status=shut.status)


def _own_capture(cashier: Membership, shop: Shop, public_id: str) -> Capture:
    try:
        return capture_of(cashier, shop, public_id, now=timezone.now())
    except UnknownVoucher as error:
        raise Http404 from error
