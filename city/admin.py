"""Cases that organisations hand in, at the desk: looked at, accepted, or sent back with a reason."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList

from accounts.requests import citizen_of
from city.cases import book, deciding
from city.cases.model import CaseSubmission, SubmissionStatus
from city.cases.words import CATEGORIES
from common import editions
from common.desk import Colours, WaitingFirstChangeList
from common.desk_lines import NOTHING, Change
from common.desk_trail import EventAdmin
from common.texts import in_all_languages, in_reader_language
from projects.desk import own_organisation
from projects.desk.forms import ReasonForm
from projects.desk.pages import DeedsAdmin

DECIDES = "city.decide_casesubmission"
STATES = Colours(
    {
        SubmissionStatus.WAITING.value: "warning",
        SubmissionStatus.ACCEPTED.value: "success",
        SubmissionStatus.REFUSED.value: "danger",
        SubmissionStatus.WITHDRAWN.value: "info",
    }
)


@admin.register(CaseSubmission)
class CaseSubmissionAdmin(DeedsAdmin):
    list_display = ("name", "state", "organisation", "submitted_at")
    list_display_links = ("name",)
    list_filter = ("status",)
    list_select_related = ("organisation",)
    waiting = Q(status=SubmissionStatus.WAITING)
    waiting_since = "submitted_at"
    page_template = "admin/desk/case_submission.html"
    deeds = ("accept", "send_back")

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    @display(description=_("Name"))
    def name(self, submission: CaseSubmission) -> str:
        return str(submission)

    @display(description=_("status"), label=STATES)
    def state(self, submission: CaseSubmission) -> tuple[str, str]:
        return submission.status, submission.get_status_display()

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        """What it says in both languages, and what can be decided now."""
        row = get_object_or_404(CaseSubmission.objects.select_related("organisation"), pk=pk)
        own = own_organisation.refusal(citizen_of(request), row.organisation)
        case = book.of_submission(row)
        return {
            "title": str(row),
            "original": row,
            "submission": row,
            "case": case,
            "summaries": in_all_languages(case.summary),
            "category": CATEGORIES[case.category],
            "own": own,
            "edition": editions.edition_of(*deciding.shown_of(row)),
            "may_decide": request.user.has_perm(DECIDES) and not own and row.status == SubmissionStatus.WAITING,
            "form": ReasonForm(),
            **forms,
        }

    def accept_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decide(request, pk, is_accepted=True, said=gettext("Accepted. Everybody reads it now."))

    def send_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decide(request, pk, is_accepted=False, said=gettext("Sent back. The organisation reads why."))

    def _decide(self, request: HttpRequest, pk: int, *, is_accepted: bool, said: str) -> HttpResponse:
        self.require(request, DECIDES)
        row, form = get_object_or_404(CaseSubmission, pk=pk), ReasonForm(request.POST)
        if not form.is_valid():
            return self.page(request, pk, form=form)
        given = {"reason": form.cleaned_data["reason"], "by": citizen_of(request), "now": timezone.now()}
        seen = request.POST.get(editions.FIELD, "")
        return self.done(request, pk, lambda: deciding.decide(row, is_accepted=is_accepted, seen=seen, **given), said)


class CaseSubmissionEventAdmin(EventAdmin):
    """What was handed in is told by its name; its page has the rest, which never changes."""

    def told(self, field: Any, old: Any, new: Any) -> Any:
        if field.name != "document":
            return super().told(field, old, new)
        names = [in_reader_language(said["name"]) if isinstance(said, dict) else NOTHING for said in (old, new)]
        return [Change(gettext("Name"), *names)] if names[0] != names[1] else []


admin.site.register(apps.get_model("city.CaseSubmissionEvent"), CaseSubmissionEventAdmin)
