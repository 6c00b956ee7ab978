"""The second step at the desk: nothing is seen before it, and whoever changes rules, money or rights takes it anew.

Who has no factor yet is led to enrol one. What was typed into a form meanwhile goes through the question unharmed.
"""

from datetime import datetime, timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from accounts import passkey_questions, proofs, second_factor
from accounts.forms import FactorForm
from accounts.requests import citizen_of
from accounts.views.second_factor import address_to_prove
from common.errors import DomainError

LATELY = timedelta(minutes=15)
"""How old the last proof may be where rules, money or rights are changed."""
CODE, PASSKEY = "second_step_code", "second_step_passkey"
WEIGHTY = {
    *(f"scenarios_ruleversion_{deed}" for deed in ("copy", "edit", "approve", "return")),
    *(f"scenarios_ruleversion_{deed}" for deed in ("publish", "withdraw", "delete")),
    "scenarios_scenario_end",
    *(f"scenarios_scenario_{deed}" for deed in ("add", "describe", "import")),
    *(f"scenarios_emissionfactor_{deed}" for deed in ("add", "replace")),
    *(f"lists_edition_{deed}" for deed in ("add", "confirm", "throw_away")),
    "credits_budget_fund",
    "activities_revocationset_new",
    "merchants_merchant_approve",
    "merchants_offer_publish",
    "merchants_offer_stock",
    *(f"merchants_statement_{deed}" for deed in ("answer", "pay", "reference", "leaving", "to_pay")),
    *(f"merchants_statement_payments_{form}" for form in ("csv", "xlsx")),
    "merchants_redemption_refund",
    *(f"projects_organisation_{deed}" for deed in ("approve", "accredit")),
    *(f"projects_carbonproject_{deed}" for deed in ("issue", "lose")),
    "projects_proposal_agree",
    "projects_deal_end",
    *(f"projects_pooledmonth_{deed}" for deed in ("agree", "close", "fund")),
    "projects_unitblock_cancel",
    "scenarios_venue_evaluate",
    "axes_accessattempt_delete",
    *(f"accounts_user_{deed}" for deed in ("add", "change", "reset_second_factor", "freeze", "lift_freeze")),
    *(f"accounts_{deed}" for deed in ("user_new_phone", "user_new_phone_code", "phonechange_agree")),
    *(f"auth_group_{deed}" for deed in ("add", "change", "delete")),
    "auth_user_password_change",
    "password_change",
}
"""Pages that change rules, money or rights, by their names; a decision on one citizen's photos is none (ADR 0044)."""
ALSO_LOOKED_AT = {"accounts_user_change", "auth_group_change"}
"""Pages that most who open them only read: they ask when something is sent, and superusers before."""


def asked_first(request: HttpRequest) -> HttpResponse | None:
    """What is answered instead of the page while a code or passkey is due; nothing where none is."""
    now = timezone.now()
    if not proofs.is_proven(request, now=now):
        return _led_away(request)
    if not _is_weighty(request) or proofs.is_proven(request, now=now, within=LATELY):
        return None
    return _asked_amid(request, now) if request.method == "POST" else _led_away(request)


def _is_weighty(request: HttpRequest) -> bool:
    name = request.resolver_match.url_name if request.resolver_match else None
    if name not in WEIGHTY:
        return False
    return name not in ALSO_LOOKED_AT or request.method == "POST" or bool(citizen_of(request).is_superuser)


def _led_away(request: HttpRequest) -> HttpResponse:
    """To the page that asks for a code, and from there back to what was wanted."""
    if "HX-Request" in request.headers:
        address = address_to_prove(reverse("admin:index"))
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": address})
    wanted = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("admin:index")
    return HttpResponseRedirect(address_to_prove(wanted))


def _asked_amid(request: HttpRequest, now: datetime) -> HttpResponse | None:
    """Asks for a code or passkey with everything that was sent beside it; goes on once it is right."""
    is_by_passkey = PASSKEY in request.POST
    is_by_code = CODE in request.POST and not is_by_passkey
    form, refusal = FactorForm({"code": request.POST[CODE]} if is_by_code else None), ""
    try:
        if is_by_passkey:
            passkey_questions.prove(request, request.POST[PASSKEY], now=now)
            is_right = True
        elif is_right := form.is_bound and form.is_valid():
            proofs.prove_by_code(request, form.cleaned_data["code"], now=now)
    except DomainError as refused:
        is_right = False
        if is_by_passkey:
            refusal = refused.sentence
        else:
            form.add_error("code", refused.sentence)
    if is_right:
        _forget_proof(request)
        return None
    app = second_factor.find(citizen_of(request))
    context = {
        **admin.site.each_context(request),
        "form": form,
        "code_field": CODE,
        "field": PASSKEY,
        "question": passkey_questions.for_signature(request, now=now),
        "refusal": refusal,
        "sent": [(name, value) for name, values in request.POST.lists() for value in values if name not in _OWN],
        "demo_code": second_factor.code_now(app, now) if settings.DEBUG and app else "",
    }
    answer = render(request, "admin/desk/second_step.html", context)
    add_never_cache_headers(answer)
    return answer


_OWN = (CODE, PASSKEY, "csrfmiddlewaretoken")


def _forget_proof(request: HttpRequest) -> None:
    """The page gets what it would have got at once."""
    sent = request.POST.copy()
    for name in (CODE, PASSKEY):
        sent.pop(name, None)
    request.POST = sent  # type: ignore[assignment]
