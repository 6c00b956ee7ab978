"""The citizen's pages: proving another account of theirs, seeing what a merger would do, handing it in, withdrawing."""

from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.changing_phone import numbers
from accounts.forms import CodeForm, PhoneForm
from accounts.models import Profile, User
from accounts.phones import group_phone, mask_phone
from accounts.puzzles import new_puzzle
from accounts.refusals import PuzzleFirst, TooManyCodes
from accounts.requests import citizen_of
from accounts.views.fresh_proof import address_to_prove, led_to_prove
from common import editions
from common.access import citizens, owners
from common.errors import DomainError
from common.merging import Pair
from credits.merging import asking, other_phone, pairing, preview, proving
from credits.merging.forms import PairingForm, ReasonForm
from credits.merging.models import How, KeptPhone, Merger
from credits.merging.refusals import MergerHindered, NotProven


@citizens
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """How another account is proven, and what became of earlier mergers."""
    own = Merger.objects.of(citizen_of(request).pk).order_by("-pk")
    context = {"waiting": own.waiting().first(), "decided": [one for one in own[:10] if not one.is_waiting]}
    return render(request, "merging/start.html", context)


@citizens
@never_cache
@sensitive_post_parameters("phone", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def by_phone(request: HttpRequest) -> HttpResponse:
    """Sends a code to the number of the other account, and asks for it."""
    now = timezone.now()
    if way := led_to_prove(request, then=request.path, now=now):
        return way
    sent = other_phone.awaited(request, now=now)
    phones, codes = PhoneForm(None), CodeForm(None, digits=len(sent["code"]) if sent else 6)
    puzzle, status = None, HTTPStatus.OK
    try:
        if "phone" in request.POST:
            phones = PhoneForm(request.POST)
            if phones.is_valid():
                other_phone.send(request, phones.cleaned_data["phone"], now=now)
                return redirect("merging:by_phone")
        elif "again" in request.POST:
            other_phone.forget(request)
            return redirect("merging:by_phone")
        elif request.method == "POST":
            codes = CodeForm(request.POST, digits=len(sent["code"]) if sent else 6)
            if codes.is_valid():
                other = other_phone.prove(request, codes.cleaned_data["code"], now=now)
                proving.remember(request, other, How.CODE, now=now)
                return redirect("merging:preview")
    except PuzzleFirst:
        puzzle = new_puzzle(phones.cleaned_data["phone"])
    except DomainError as refused:
        form, name = (phones, "phone") if "phone" in request.POST else (codes, "code")
        form.add_error(name, refused.sentence)
        status = refused.status if isinstance(refused, TooManyCodes) else HTTPStatus.OK
    context = {
        "phones": phones,
        "codes": codes,
        "sent": sent,
        "puzzle": puzzle,
        "was_unsolved": "puzzle" in request.POST,
    }
    return render(request, "merging/by_phone.html", context | _demo_code(sent), status=status)


@citizens
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def by_pairing(request: HttpRequest) -> HttpResponse:
    """Asks for the code that the other account shows."""
    now = timezone.now()
    if way := led_to_prove(request, then=request.path, now=now):
        return way
    form, status = PairingForm(request.POST or None), HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            proving.remember(request, pairing.use(request, form.cleaned_data["code"], now=now), How.PAIRING, now=now)
        except DomainError as refused:
            form.add_error("code", refused.sentence)
            status = refused.status
        else:
            return redirect("merging:preview")
    return render(request, "merging/by_pairing.html", {"form": form}, status=status)


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Shows a pairing code, for the other account to type."""
    now = timezone.now()
    if way := led_to_prove(request, then=request.path, now=now):
        return way
    shown = pairing.show(citizen_of(request), now=now) if request.method == "POST" else ""
    context = {"code": shown, "minutes": int(pairing.LASTS.total_seconds() // 60)}
    return render(request, "merging/code.html", context)


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """What would become of both accounts; handed in with a reason, as it was shown."""
    now, own = timezone.now(), citizen_of(request)
    other = proving.other_account(request, now=now)
    if other is None:
        messages.warning(request, NotProven().sentence)
        return redirect("merging:start")
    if way := led_to_prove(request, then=request.path, now=now):
        return way
    kept = _kept_phone(request, other, own)
    if request.method != "POST" and _gives_up_unshown_number(request, own, kept, now=now):
        return redirect(address_to_prove(request.get_full_path()))
    pair = Pair(other.pk, own.pk, kept == KeptPhone.ENDED)
    form, refusal = ReasonForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            merger = asking.ask(
                pair=pair,
                kept_phone=kept,
                words=form.cleaned_data["words"],
                proofs=proving.both(request, now=now),
                now=now,
                edition=request.POST.get(editions.FIELD, ""),
            )
        except MergerHindered:
            pass  # The page says what stands in the way.
        except DomainError as refused:
            refusal = refused
        else:
            proving.forget(request)
            messages.success(request, _("Handed in. Both accounts were told; somebody decides on it."))
            return redirect(merger)
    return _preview(request, pair, form, refusal)


@owners
@never_cache
@require_safe
def merger(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where a merger stands; for both accounts, as long as they can be signed in to."""
    own = _own(request, public_id)
    is_ended = own.ended_id == citizen_of(request).pk
    context = {
        "merger": own,
        "is_ended": is_ended,
        "other": _name_of(own.stays_id if is_ended else own.ended_id),
        "proofs": own.proofs.order_by("pk"),
        "due": asking.due_at(own),
        "until": own.asked_at + asking.lasts() if own.is_waiting else None,
    }
    return render(request, "merging/merger.html", context)


@owners
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Nothing comes of it."""
    own = _own(request, public_id)
    try:
        asking.withdraw(merger=own, by=citizen_of(request), now=timezone.now())
    except DomainError as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("Withdrawn. Both accounts stay as they are."))
    return redirect(own)


def _own(request: HttpRequest, public_id: str) -> Merger:
    found: Merger = get_object_or_404(Merger.objects.of(citizen_of(request).pk), public_id=public_id)
    return found


def _preview(request: HttpRequest, pair: Pair, form: ReasonForm, refusal: DomainError | None) -> HttpResponse:
    now = timezone.now()
    seen = preview.foresee(pair, now=now)
    context = {
        "form": form,
        "refusal": refusal.sentence if refusal else "",
        "seen": seen,
        "effects": preview.effects(pair, now=now),
        "hindrances": preview.hindrances(pair, now=now),
        "kept": KeptPhone.ENDED if pair.takes_phone else KeptPhone.STAYS,
        "may_choose": len(_phones(pair)) == len(pair[:2]),
        "other": _name_of(pair.ended_id),
        "wait_days": settings.MERGER_WAIT_DAYS,
        "edition": editions.edition_of(*preview.shown_of(pair, seen, now=now)),
    }
    return render(request, "merging/preview.html", context, status=refusal.status if refusal else HTTPStatus.OK)


def _kept_phone(request: HttpRequest, other: User, own: User) -> KeptPhone:
    """What was chosen where both have a number; else the one that there is."""
    phones = _phones(Pair(other.pk, own.pk))
    if own.pk not in phones and other.pk in phones:
        return KeptPhone.ENDED
    chosen = request.POST.get("kept_phone") or request.GET.get("kept_phone")
    return KeptPhone.ENDED if chosen == KeptPhone.ENDED and other.pk in phones else KeptPhone.STAYS


def _gives_up_unshown_number(request: HttpRequest, own: User, kept: KeptPhone, *, now: datetime) -> bool:
    """Whether the number of the account that stays would go, without that or a second factor having been shown."""
    goes = kept == KeptPhone.ENDED and bool(numbers.phone_of(own.pk))
    return goes and not proving.has_shown_number(request, now=now)


def _phones(pair: Pair) -> dict[int, str]:
    rows = Profile.objects.filter(user__in=pair[:2], phone__isnull=False)
    return {user_id: phone for user_id, phone in rows.values_list("user_id", "phone") if phone}


def _name_of(user_id: int) -> str:
    """The other account as its citizen knows it: by its number, or by what they are called there."""
    profile = Profile.objects.filter(user=user_id).first()
    if profile is None:
        return ""
    return mask_phone(profile.phone) if profile.phone else profile.display_name


def _demo_code(sent: dict[str, str] | None) -> dict[str, str]:
    return {
        "demo_code": sent["code"] if sent and settings.DEBUG else "",
        "phone": group_phone(sent["phone"]) if sent else "",
    }
