"""Two deeds of a second person on the page that checks a draft: it is approved, or returned to its author."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.requests import citizen_of
from common import editions
from common.errors import DomainError
from common.typed.fields import WordsField
from credits import budgets
from desk.rule_beside import ways_of
from scenarios import approving
from scenarios.models import RuleVersion


class ReasonForm(forms.Form):
    why = WordsField(
        label=_("Why the draft is returned"),
        max_length=500,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


def may_approve(request: HttpRequest) -> bool:
    return request.user.has_perm("scenarios.approve_ruleversion")


def approve(request: HttpRequest, version: RuleVersion) -> None:
    """Says on the next page whether it is approved."""
    _decided(request, lambda: _approve(request, version), gettext("Approved. It can be published now."))


def send_back(request: HttpRequest, version: RuleVersion) -> None:
    """Says on the next page whether it is returned."""
    _decided(request, lambda: _send_back(request, version), gettext("Returned to its author, with your reason."))


def _approve(request: HttpRequest, version: RuleVersion) -> None:
    shown, left = request.POST.get(editions.FIELD, ""), budgets.left()
    ways, by = ways_of(version.scenario), citizen_of(request)
    approving.approve(version, by=by, now=timezone.now(), edition=shown, budgets=left, ways=ways)


def _send_back(request: HttpRequest, version: RuleVersion) -> None:
    form, shown = ReasonForm(request.POST), request.POST.get(editions.FIELD, "")
    why = form.cleaned_data["why"] if form.is_valid() else ""
    approving.send_back(version, why=why, by=citizen_of(request), now=timezone.now(), edition=shown)


def _decided(request: HttpRequest, deed: Callable[[], None], said: str) -> None:
    """A draft that is gone is told by its list, everything else by the page of the check."""
    if not may_approve(request) or request.method != "POST":
        raise PermissionDenied
    try:
        deed()
    except DomainError as refused:
        if refused.status == HTTPStatus.GONE:
            raise
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
