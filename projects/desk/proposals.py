"""Proposals for the registry at the desk: what agreeing comes to, and agreeing, declining or withdrawing."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList

from accounts.requests import citizen_of
from common import editions
from common.desk import Colours, WaitingFirstChangeList
from common.desk_lines import Source
from common.errors import DomainError
from projects.desk import concerned, own_organisation, proposing, trail
from projects.desk.foreseen import Foreseen, foreseen
from projects.desk.forms import AnswerForm
from projects.desk.pages import DeedsAdmin
from projects.models import Issuance, MonitoringReport, Proposal, ProposalStatus
from projects.refusals import NeedsAnother

PROPOSES, AGREES = "projects.propose_proposal", "projects.agree_proposal"
STATES = Colours(
    {
        ProposalStatus.WAITING.value: "warning",
        ProposalStatus.AGREED.value: "success",
        ProposalStatus.DECLINED.value: "danger",
        ProposalStatus.WITHDRAWN.value: "info",
    }
)


class ProposalAdmin(DeedsAdmin):
    list_display = ("what", "project", "state", "document", "by", "proposed_at", "decided_by", "decided_at")
    list_filter = ("status", "kind")
    list_select_related = ("project", "by", "decided_by")
    waiting = Q(status=ProposalStatus.WAITING)
    waiting_since = "proposed_at"
    page_template = "admin/desk/proposal.html"
    deeds = ("agree", "decline", "withdraw")

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def sources(self) -> list[Source]:
        return [trail.of_proposals(), trail.of_decisions()]

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        """What is proposed and why, what agreeing comes to now, and what the reader may do."""
        rows = Proposal.objects.select_related("project__owner", "by", "decided_by", "issuance__project")
        row, by = get_object_or_404(rows, pk=pk), citizen_of(request)
        waits = row.status == ProposalStatus.WAITING
        comes_to, hindrance = _foreseen(row) if waits else (None, None)
        own: DomainError | None = own_organisation.refusal(by, *concerned.by_proposal(row)) if waits else None
        if waits and request.user.has_perm(AGREES) and row.by_id == by.pk:
            own = NeedsAnother()
        may_decide = waits and request.user.has_perm(AGREES) and not own
        return {
            "title": str(row),
            "original": row,
            "proposal": row,
            "comes_to": comes_to,
            "hindrance": hindrance,
            "own": own,
            "edition": editions.edition_of(*proposing.foreseen(row)) if comes_to else "",
            "may_agree": may_decide and comes_to,
            "may_decline": may_decide,
            "may_withdraw": waits and row.by_id == by.pk and request.user.has_perm(PROPOSES),
            "answer_form": AnswerForm(),
            "report": _report(row),
            "issued_besides": _issued_besides(row),
            **forms,
        }

    def agree_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Does what the page showed."""
        self.require(request, AGREES)
        row, by, now = get_object_or_404(Proposal, pk=pk), citizen_of(request), timezone.now()
        edition, said = request.POST.get(editions.FIELD, ""), gettext("Agreed, and done.")
        return self.done(request, pk, lambda: proposing.agree(proposal=row, by=by, now=now, edition=edition), said)

    def decline_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, AGREES)
        row, form = get_object_or_404(Proposal, pk=pk), AnswerForm(request.POST)
        if not form.is_valid():
            return self.page(request, pk, answer_form=form)
        given = {"answer": form.cleaned_data["answer"], "by": citizen_of(request), "now": timezone.now()}
        return self.done(request, pk, lambda: proposing.decline(proposal=row, **given), gettext("Declined."))

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, PROPOSES)
        row, by, now = get_object_or_404(Proposal, pk=pk), citizen_of(request), timezone.now()
        said = gettext("Withdrawn.")
        return self.done(request, pk, lambda: proposing.withdraw(proposal=row, by=by, now=now), said)

    @display(description=_("what is proposed"))
    def what(self, row: Proposal) -> str:
        return row.get_kind_display()

    @display(description=_("status"), label=STATES)
    def state(self, row: Proposal) -> tuple[str, str]:
        return row.status, row.get_status_display()


def _report(row: Proposal) -> MonitoringReport | None:
    """By which is to be issued, with what its verifier has stated."""
    reports = MonitoringReport.objects.select_related("project", "verifier", "statement__file__document")
    return reports.filter(public_id=row.report).first() if row.report else None


def _issued_besides(row: Proposal) -> list[Issuance]:
    """What else was issued to the project for that year."""
    issuances = row.project.issuances.select_related("project").order_by("nth")
    return [one for one in issuances if one.vintage == row.vintage and one.pk != row.issuance_id]


def _foreseen(row: Proposal) -> tuple[Foreseen | None, DomainError | None]:
    """What agreeing comes to, or why it would be refused now."""
    try:
        return foreseen(row), None
    except DomainError as refused:
        return None, refused
