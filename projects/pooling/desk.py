"""Pooled months at the desk: what was gathered and what was not, agreeing, and what the units brought."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.districts import District
from accounts.requests import citizen_of
from common import editions
from common.desk import Colours
from common.desk_lines import Source
from projects.desk import own_organisation
from projects.desk.forms import AnswerForm
from projects.desk.pages import DeedsAdmin
from projects.models import MonthStatus, PooledMonth, PoolProceeds, ProceedsStatus, ReportStep, ReportStepKind
from projects.pooling import agreeing, closing, gathered, lines, proceeds, trail
from projects.pooling.forms import ProceedsForm
from scenarios.models import Scenario

DRAWS, AGREES = "projects.draw_pooledmonth", "projects.agree_pooledmonth"
ENTERS, FUNDS = "projects.propose_poolproceeds", "projects.agree_poolproceeds"
STATES = Colours(
    {
        MonthStatus.DRAWING.value: "info",
        MonthStatus.DRAWN.value: "warning",
        MonthStatus.AGREED.value: "success",
        MonthStatus.DECLINED.value: "danger",
        MonthStatus.CLOSED.value: "danger",
    }
)


class PooledMonthAdmin(DeedsAdmin):
    list_display = ("month", "project", "state", "citizens", "kilograms", "by", "begun_at", "decided_by")
    list_display_links = ("month",)
    list_filter = ("status",)
    list_select_related = ("project", "by", "decided_by")
    page_template = "admin/desk/pooled_month.html"
    deeds = ("agree", "decline", "close", "enter", "fund", "drop")

    def sources(self) -> list[Source]:
        return trail.sources()

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        """What was gathered, what was left out and why, what agreeing comes to, and what the units brought."""
        rows = PooledMonth.objects.select_related("project__owner", "by", "decided_by", "report")
        row, by = get_object_or_404(rows, pk=pk), citizen_of(request)
        own = own_organisation.refusal(by, row.project.owner)
        may = {right: request.user.has_perm(right) and not own for right in (DRAWS, AGREES, ENTERS, FUNDS)}
        open_yet = row.status in {MonthStatus.DRAWING, MonthStatus.DRAWN}
        return {
            "title": f"{row.project} · {row}",
            "original": row,
            "month": row,
            "groups": _named(lines.groups(row)),
            "left_out": _named(row.counts.exclude(reason="").order_by("reason", "scenario")),
            "own": own,
            "edition": editions.edition_of(*agreeing.shown_of(row)),
            "may_agree": may[AGREES] and row.status == MonthStatus.DRAWN and row.by_id != by.pk,
            "may_decline": (may[AGREES] or may[DRAWS]) and open_yet,
            **self._closing(row, may[AGREES]),
            "proceeds": [
                self._entry(one, by.pk, may[FUNDS]) for one in row.proceeds.select_related("by", "decided_by")
            ],
            "unaccounted": (left := proceeds.unaccounted(row)),
            "may_enter": may[ENTERS] and left > 0,
            "answer_form": AnswerForm(),
            "proceeds_form": ProceedsForm(),
            **forms,
        }

    def _closing(self, row: PooledMonth, may_agree: bool) -> dict[str, Any]:
        """What is left of a month that is in verification, and why one that was closed was."""
        withdrawn = ReportStep.objects.filter(report=row.report_id, kind=ReportStepKind.WITHDRAWN)
        is_open = closing.is_open(row)
        return {
            "left": gathered.left_over(row) if is_open else None,
            "may_close": may_agree and is_open,
            "closing_edition": editions.edition_of(*closing.shown_of(row)) if is_open else "",
            "closed": withdrawn.select_related("by").first() if row.status == MonthStatus.CLOSED else None,
        }

    def _entry(self, entry: PoolProceeds, reader: int, may_fund: bool) -> dict[str, Any]:
        waits = entry.status == ProceedsStatus.WAITING
        return {
            "row": entry,
            "edition": editions.edition_of(*proceeds.shown_of(entry)),
            "may_fund": may_fund and waits and entry.by_id != reader,
        }

    def agree_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, AGREES)
        row, by, now = get_object_or_404(PooledMonth, pk=pk), citizen_of(request), timezone.now()
        edition = request.POST.get(editions.FIELD, "")
        said = gettext("Agreed. The report is drawn up; the project’s owner submits it to a verifier.")
        return self.done(request, pk, lambda: agreeing.agree(month=row, by=by, now=now, edition=edition), said)

    def decline_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whoever gathered it may give it up, too."""
        self.require(request, AGREES if request.user.has_perm(AGREES) else DRAWS)
        row, form = get_object_or_404(PooledMonth, pk=pk), AnswerForm(request.POST)
        if not form.is_valid():
            return self.page(request, pk, answer_form=form)
        given = {"answer": form.cleaned_data["answer"], "by": citizen_of(request), "now": timezone.now()}
        said = gettext("Declined. Its acts are free again.")
        return self.done(request, pk, lambda: agreeing.decline(month=row, **given), said)

    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Gives up a month that can't be reported; another was needed to agree to it, nobody gains by this."""
        self.require(request, AGREES)
        row, form = get_object_or_404(PooledMonth, pk=pk), AnswerForm(request.POST)
        if not form.is_valid():
            return self.page(request, pk, answer_form=form)
        given = {"words": form.cleaned_data["answer"], "by": citizen_of(request), "now": timezone.now()}
        edition = request.POST.get(editions.FIELD, "")
        said = gettext("Closed. Nothing is reported of this month, and its acts are free again.")
        return self.done(request, pk, lambda: closing.close(month=row, edition=edition, **given), said)

    def enter_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Enters what was paid for units; a colleague agrees to it."""
        self.require(request, ENTERS)
        row, form = get_object_or_404(PooledMonth, pk=pk), ProceedsForm(request.POST)
        if not form.is_valid():
            return self.page(request, pk, proceeds_form=form)
        given = {**form.cleaned_data, "by": citizen_of(request), "now": timezone.now()}
        said = gettext("Entered. A colleague agrees to it, and the budget is funded then.")
        return self.done(request, pk, lambda: proceeds.propose(month=row, **given), said)

    def fund_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Agrees to an entry: its credits are in the budget at once."""
        self.require(request, FUNDS)
        entry, by, now = self._of(request, pk), citizen_of(request), timezone.now()
        edition, said = request.POST.get(editions.FIELD, ""), gettext("Agreed. The citizens’ budget has the credits.")
        return self.done(request, pk, lambda: proceeds.agree(entry=entry, by=by, now=now, edition=edition), said)

    def drop_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, FUNDS)
        entry, form = self._of(request, pk), AnswerForm(request.POST)
        if not form.is_valid():
            return self.page(request, pk, answer_form=form)
        given = {"answer": form.cleaned_data["answer"], "by": citizen_of(request), "now": timezone.now()}
        return self.done(request, pk, lambda: proceeds.decline(entry=entry, **given), gettext("Declined."))

    def _of(self, request: HttpRequest, pk: int) -> PoolProceeds:
        """The entry that a form names, of this month."""
        return get_object_or_404(
            PoolProceeds, month=pk, bank_reference=request.POST.get("serial", ""), status="waiting"
        )

    @display(description=_("month"))
    def month(self, row: PooledMonth) -> str:
        return str(row)

    @display(description=_("status"), label=STATES)
    def state(self, row: PooledMonth) -> tuple[str, str]:
        return row.status, row.get_status_display()


def _named(rows: Iterable[Any]) -> list[tuple[str, Any]]:
    """Each with what it is of, in the reader's language; the most grams first."""
    rows = sorted(rows, key=lambda row: -row.grams)
    scenarios = Scenario.objects.in_bulk([row.scenario for row in rows], field_name="code")
    return [(_name(str(scenarios[row.scenario]), row.district), row) for row in rows]


def _name(scenario: str, district: str) -> str:
    return f"{scenario} · {District(district).label}" if district in District else scenario
