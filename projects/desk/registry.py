"""The registry at the desk: a project with its units, and a block of them; what one does or proposes to another."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.requests import citizen_of
from common.desk_lines import Source
from common.editions import ChangedMeanwhile
from projects.desk import concerned, own_organisation, proposing, trail
from projects.desk.forms import CancellationForm, LossForm, PartForm
from projects.desk.pages import DeedsAdmin
from projects.models import (
    CarbonProject,
    PooledMonth,
    ProjectDesign,
    Proposal,
    ProposalStatus,
    ReportStatus,
    UnitBlock,
    UnitMove,
)
from projects.pooling import gathering
from projects.pooling.forms import GatherForm
from projects.public import reading
from projects.registry import issuing, keeping

PROPOSES, FREEZES = "projects.propose_proposal", "projects.freeze_unitblock"
GATHERS = "projects.draw_pooledmonth"
BLOCKS = 200
SHOWN = (ReportStatus.VERIFIED, ReportStatus.ISSUED)
"""Reports by which units are or were issued."""
PROPOSED = _("Proposed. A colleague agrees or declines.")


class ProposesAdmin(DeedsAdmin):
    def leads_to(self, made: object) -> tuple[str, int] | None:
        """What was proposed, or is being gathered."""
        if isinstance(made, PooledMonth):
            return "pooledmonth", made.pk
        return ("proposal", made.pk) if isinstance(made, Proposal) else None


class CarbonProjectAdmin(ProposesAdmin):
    list_display = ("number", "name_shown", "owner", "method_name", "district", "registered_at")
    list_display_links = ("name_shown",)
    list_filter = ("district",)
    list_select_related = ("owner",)
    page_template = "admin/desk/carbon_project.html"
    deeds = ("lose", "gather")

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        """The project, its units, what waits for a second person, and what can be proposed now."""
        row = get_object_or_404(CarbonProject.objects.select_related("owner"), pk=pk)
        blocks = UnitBlock.objects.filter(issuance__project=row).select_related("issuance__project", "holder")
        own = own_organisation.refusal(citizen_of(request), row.owner)
        return {
            "title": str(row),
            "original": row,
            "project": row,
            "design": ProjectDesign.objects.filter(project=row).first(),
            "sums": reading.sums(blocks),
            "carried": issuing.carried(row),
            "blocks": blocks.order_by("numbers")[:BLOCKS],
            "issuances": row.issuances.select_related("project", "by", "agreed_by").order_by("-nth"),
            "proposals": row.proposals.filter(status=ProposalStatus.WAITING).select_related("by"),
            "own": own,
            "may_propose": request.user.has_perm(PROPOSES) and not own,
            "months": row.pooled_months.order_by("-starts_on"),
            "may_gather": request.user.has_perm(GATHERS) and not own and gathering.is_pool(row),
            "gather_form": GatherForm(),
            "reports": row.reports.filter(status__in=SHOWN).select_related("project").order_by("-starts_on"),
            "loss_form": LossForm(),
            **forms,
        }

    def lose_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Proposes to take from the buffer what the sink has lost."""
        self.require(request, PROPOSES)
        form, row = LossForm(request.POST), get_object_or_404(CarbonProject, pk=pk)
        if not form.is_valid():
            return self.page(request, pk, loss_form=form)
        given = {**form.cleaned_data, "project": row, "by": citizen_of(request), "now": timezone.now()}
        return self.done(request, pk, lambda: proposing.propose_loss(**given), str(PROPOSED))

    def gather_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Has a month of citizens' acts gathered; a colleague agrees to what it comes to."""
        self.require(request, GATHERS)
        form, row = GatherForm(request.POST), get_object_or_404(CarbonProject, pk=pk)
        if not form.is_valid():
            return self.page(request, pk, gather_form=form)
        month = date(form.cleaned_data["year"], form.cleaned_data["month"], 1)
        given = {"document": form.cleaned_data["document"], "by": citizen_of(request), "now": timezone.now()}
        said = gettext("It is being gathered. Come back in a while.")
        return self.done(request, pk, lambda: gathering.begin(project=row, month=month, **given), said)

    @display(description=_("name"))
    def name_shown(self, row: CarbonProject) -> str:
        return str(row)

    @display(description=_("method"))
    def method_name(self, row: CarbonProject) -> str:
        return row.method_name


class UnitBlockAdmin(ProposesAdmin):
    list_display = ("serial_shown", "tonnes_shown", "status", "holder", "frozen_shown")
    list_filter = ("status", "is_frozen")
    list_select_related = ("issuance__project", "holder")
    page_template = "admin/desk/unit_block.html"
    deeds = ("freeze", "thaw", "cancel")

    def sources(self) -> list[Source]:
        return [trail.of_moves()]

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        """Which units, whose, how they came there, and what can be done with them now."""
        rows = UnitBlock.objects.select_related("issuance__project__owner", "holder")
        row = get_object_or_404(rows, pk=pk)
        moves = UnitMove.objects.filter(numbers__overlap=row.numbers).select_related(
            "giver", "taker", "by", "agreed_by"
        )
        own = own_organisation.refusal(citizen_of(request), *concerned.by_block(row))
        is_held = row.holder_id is not None and not own
        return {
            "title": row.serial,
            "original": row,
            "units": row,
            "moves": moves.order_by("pk"),
            "own": own,
            "may_freeze": request.user.has_perm(FREEZES) and is_held,
            "may_propose": request.user.has_perm(PROPOSES) and is_held,
            "part_form": PartForm(),
            "cancellation_form": CancellationForm(),
            **forms,
        }

    def freeze_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._stand_still(request, pk, keeping.freeze, gettext("Frozen. These units do not move."))

    def thaw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._stand_still(request, pk, keeping.thaw, gettext("Released from the freeze."))

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Proposes that exactly these units cease to be."""
        self.require(request, PROPOSES)
        form, row = CancellationForm(request.POST), _shown(request, pk)
        if not form.is_valid():
            return self.page(request, pk, cancellation_form=form)
        given = {**form.cleaned_data, "block": row, "by": citizen_of(request), "now": timezone.now()}
        return self.done(request, pk, lambda: proposing.propose_cancellation(**given), str(PROPOSED))

    def _stand_still(self, request: HttpRequest, pk: int, deed: Any, said: str) -> HttpResponse:
        self.require(request, FREEZES)
        form, row, by = PartForm(request.POST), _shown(request, pk), citizen_of(request)
        if not form.is_valid():
            return self.page(request, pk, part_form=form)
        given = {"words": form.cleaned_data["words"], "numbers": form.numbers(row), "now": timezone.now()}

        def checked() -> object:
            own_organisation.check(by, *concerned.by_block(row))
            return deed(block=row, by=by, **given)

        return self.done(request, pk, checked, said)

    @display(description=_("serial number"))
    def serial_shown(self, row: UnitBlock) -> str:
        return row.serial

    @display(description=_("frozen"), ordering="is_frozen")
    def frozen_shown(self, row: UnitBlock) -> str:
        return gettext("Frozen") if row.is_frozen else "—"

    @display(description=_("tonnes"))
    def tonnes_shown(self, row: UnitBlock) -> str:
        return f"{row.tonnes:,}"


def _shown(request: HttpRequest, pk: int) -> UnitBlock:
    """The block as the page showed it: a part that went since is not decided on. Raises `ChangedMeanwhile`."""
    row = get_object_or_404(UnitBlock.objects.select_related("issuance__project__owner", "holder"), pk=pk)
    if request.POST.get("serial") != row.serial:
        raise ChangedMeanwhile
    return row
