"""Pages of what did not arrive: which scenario, the act, and where the answer stands; and asking the provider."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from activities.bound import bound_by
from activities.models import Activity
from channels.form.forms import ActForm
from common import paging
from common.access import citizens, owners, staff
from common.city_time import city_day
from common.errors import DomainError
from common.pictures.forms import MEGABYTE, say_if_cut_short
from evidence.viewing import Size, address_of
from review import granting
from review.assigning import give_back
from review.claiming import claim as send_claim
from review.claiming import may_be_claimed
from review.forms import ClaimForm, RouteForm
from review.models import Claim, ClaimStatus
from review.reviewable import Claims
from review.views.proof import taken_in
from review.views.reviewer import lead_on, reviewer_of
from scenarios import rulebook
from scenarios.models import Scenario
from scenarios.rules import Rule

A_PAGE = 20
DAYS_BACK = 30
"""How far back the form offers days; what a rule takes of them the gate says."""


@citizens
@never_cache
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """The citizen's own, latest first."""
    own = Claim.objects.of(citizen_of(request).pk).select_related("scenario")
    page = paging.page(own, size=A_PAGE, after=request.GET.get("older_than"))
    return render(request, "review/claims.html", {"page": page})


@citizens
@never_cache
@require_safe
def scenarios(request: HttpRequest) -> HttpResponse:
    """Which scenario it was."""
    rules = rulebook.current().rules_on(city_day(timezone.now()))
    found = [scenario for scenario, _version, rule in rules if may_be_claimed(scenario, rule)]
    return render(request, "review/claim_scenarios.html", {"scenarios": found})


@citizens
@never_cache
@takes_uploads("PHOTO_MAX_BYTES")
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """The act as its scenario's own form asks for it, and where it should have come from."""
    now, sent = timezone.now(), request.POST if request.method == "POST" else None
    scenario, rule = _claimable(code, now)
    citizen = citizen_of(request)
    plates = bound_by(citizen).names_for(code)
    act = ActForm(sent, scenario=scenario, now=now, days_back=DAYS_BACK, plates=plates)
    form = ClaimForm(sent, request.FILES if sent is not None else None)
    say_if_cut_short(request, form)
    if sent is not None and act.is_valid() and form.is_valid():
        try:
            return redirect(_sent(citizen, act, form, rule, now))
        except DomainError as error:
            field = error.facts.get("field")
            act.add_error(field if field in act.fields else None, error.sentence)
    context = {"scenario": scenario, "act": act, "form": form, "megabytes": settings.PHOTO_MAX_BYTES // MEGABYTE}
    return render(request, "review/claim_new.html", context)


@owners
@never_cache
@require_safe
def claim(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was told, and where the answer stands."""
    citizen, now = citizen_of(request), timezone.now()
    own = Claim.objects.of(citizen.pk).select_related("scenario", "photo")
    sent = get_object_or_404(own, public_id=public_id)
    context = {
        "claim": sent,
        "activity": Activity.objects.with_outcome().filter(pk=sent.activity_id).first() if sent.activity_id else None,
        "picture": address_of(sent.photo, Size.WHOLE, viewer=citizen, now=now) if sent.photo else "",
    }
    return render(request, "review/claim.html", context)


@staff
@require_POST
def provider(request: HttpRequest, public_id: str) -> HttpResponse:
    """Asks the provider; of a claim that is with it already, says what it answered."""
    reviewer, form, now = reviewer_of(request), RouteForm(request.POST), timezone.now()
    if not reviewer.user.has_perm(Claims.right):
        raise PermissionDenied
    sent = get_object_or_404(Claims().rows(), public_id=public_id)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["note"])))
        return redirect("review:item", Claims.code, public_id)
    try:
        if sent.status == ClaimStatus.ROUTED:
            granting.come_back(claim=sent, by=reviewer.user, now=now, **form.cleaned_data)
            return redirect("review:item", Claims.code, public_id)
        give_back(kind=Claims(), row=sent, by=reviewer.user, now=now)
        granting.route(claim=sent, note=form.cleaned_data["note"], by=reviewer.user, now=now)
    except DomainError as error:
        messages.error(request, error.sentence)
        return redirect("review:item", Claims.code, public_id)
    messages.success(request, _("The claim waits for the provider."))
    return lead_on(request, reviewer)


def _claimable(code: str, now: datetime) -> tuple[Scenario, Rule]:
    """Raises `Http404` for scenarios whose acts do not get lost."""
    book = rulebook.current()
    scenario = book.scenarios.get(code)
    in_force = book.rule_on(scenario.pk, city_day(now)) if scenario else None
    if scenario is None or in_force is None or not may_be_claimed(scenario, in_force[1]):
        raise Http404
    return scenario, in_force[1]


def _sent(citizen: User, act: ActForm, form: ClaimForm, rule: Rule, now: datetime) -> Any:
    draft = bound_by(citizen).name(act.draft(), act.plate())
    said = {"through": form.cleaned_data["through"], "words": form.cleaned_data["words"]}
    photo = taken_in(citizen, form, now)
    return send_claim(citizen=citizen, draft=draft, rule=rule, photo=photo, now=now, **said)
