"""Changes of guardians at the desk: one asks at proof, another agrees to what is shown, or refuses."""

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.models import User
from accounts.requests import citizen_of
from campaigns.models import GuardianChange
from campaigns.models.guardians import LONGEST_REASON, LONGEST_REFERENCE
from campaigns.teams import changing_guardians
from campaigns.teams.refusals import OwnChange
from common import editions
from common.desk import Colours, WaitingFirstChangeList
from common.desk_deeds import DeedsAdmin
from common.errors import DomainError
from common.typed.fields import PlainField, WordsField

ASKS, AGREES = "campaigns.add_guardianchange", "campaigns.agree_guardianchange"
STATES = Colours({"waiting": "warning", "agreed": "success", "refused": "danger"})


class AskForm(forms.Form):
    """Whose guardian is gone, who decides instead, and what was seen of it. Nothing personal is typed."""

    child = PlainField(label=_("Number of the child’s account"), max_length=16, widget=UnfoldAdminTextInputWidget)
    to = PlainField(
        label=_("Number of the account of who decides from then on"),
        max_length=16,
        required=False,
        help_text=_("Empty where the child is to decide for itself."),
        widget=UnfoldAdminTextInputWidget,
    )
    reason = WordsField(
        label=_("Reason, as everybody concerned reads it"),
        max_length=LONGEST_REASON,
        widget=UnfoldAdminTextInputWidget,
    )
    reference = WordsField(
        label=_("Under which number the proof is kept"), max_length=LONGEST_REFERENCE, widget=UnfoldAdminTextInputWidget
    )

    def clean_child(self) -> User:
        return _citizen(self.cleaned_data["child"])

    def clean_to(self) -> User | None:
        typed = self.cleaned_data["to"]
        return _citizen(typed) if typed else None


class GuardianChangeAdmin(DeedsAdmin):
    """Those that wait first; what each would end, and the deeds of who did not ask for it."""

    list_display = ("child", "guardian", "to", "asked_at", "due_at", "state")
    list_filter = ("is_agreed",)
    list_select_related = ("child", "guardian", "to")
    waiting = Q(decided_at=None)
    waiting_since = "asked_at"
    page_template = "admin/desk/guardian_change.html"
    deeds = ("agree", "refuse")

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(ASKS)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AskForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = changing_guardians.ask(**form.cleaned_data, by=citizen_of(request), now=timezone.now())
            except DomainError as refused:
                form.add_error(None, refused.sentence)
            else:
                return HttpResponseRedirect(reverse("admin:campaigns_guardianchange_change", args=[made.pk]))
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": gettext("Change a guardian")}
        days = changing_guardians.WAITS.days
        return TemplateResponse(request, "admin/desk/guardian_change_new.html", {**context, "form": form, "days": days})

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        people = ("child", "guardian", "to", "asked_by", "decided_by")
        change, now = get_object_or_404(GuardianChange.objects.select_related(*people), pk=pk), timezone.now()
        may = change.decided_at is None and request.user.has_perm(AGREES)
        return {
            "title": str(change),
            "original": change,
            "change": change,
            "teams": changing_guardians.ends(change).teams if change.decided_at is None else [],
            "hindrance": _hindrance(change, citizen_of(request)) if may else "",
            "may_agree": may and now >= change.due_at,
            "may_refuse": may,
            "edition": changing_guardians.edition_of(change),
            **forms,
        }

    def agree_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        given = {**self._given(request, pk), "edition": request.POST.get(editions.FIELD, "")}
        said = gettext("Agreed. Everybody concerned was told.")
        return self.done(request, pk, partial(changing_guardians.agree, **given), said)

    def refuse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        given = self._given(request, pk)
        said = gettext("Refused. It stays as it is, and everybody concerned was told.")
        return self.done(request, pk, partial(changing_guardians.refuse, **given), said)

    def _given(self, request: HttpRequest, pk: int) -> dict[str, Any]:
        self.require(request, AGREES)
        return {
            "change": get_object_or_404(GuardianChange, pk=pk),
            "by": citizen_of(request),
            "now": timezone.now(),
        }

    @display(description=_("state"), label=STATES)
    def state(self, change: GuardianChange) -> tuple[str, str]:
        if change.decided_at is None:
            return "waiting", gettext("waits")
        return ("agreed", gettext("agreed")) if change.is_agreed else ("refused", gettext("refused"))


def _citizen(typed: str) -> User:
    found = User.objects.filter(public_id=typed.lower()).first()
    if found is None:
        raise forms.ValidationError(_("There is no account with this number."))
    return found


def _hindrance(change: GuardianChange, by: User) -> str:
    try:
        changing_guardians.check_decider(change, by)
    except OwnChange as refused:
        return refused.sentence
    return ""
