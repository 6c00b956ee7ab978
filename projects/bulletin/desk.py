"""Deals at the desk: those in dispute first; a deal with all that was said, which the desk may end in words."""

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
from common.desk import WaitingFirstChangeList
from common.desk_lines import Source
from merchants.fen import yuan
from projects.bulletin import dealing, trail
from projects.desk import own_organisation
from projects.desk.forms import WordsForm
from projects.desk.pages import DeedsAdmin
from projects.models import Deal, DealStatus, Seat, TradeStep
from projects.refusals import OwnOrganisation

ENDS = "projects.end_deal"
STATES = {
    DealStatus.ACCEPTED.value: "info",
    DealStatus.PAID.value: "info",
    DealStatus.DISPUTED.value: "warning",
    DealStatus.DELIVERED.value: "success",
    DealStatus.LAPSED.value: "danger",
    DealStatus.ENDED.value: "danger",
    DealStatus.RETRACTED.value: "danger",
}


class DealAdmin(DeedsAdmin):
    list_display = ("number_shown", "seller", "buyer", "tonnes", "sum_shown", "state", "moved_at")
    list_filter = ("status", "is_related")
    list_select_related = ("offer__holder", "buyer")
    page_template = "admin/desk/deal.html"
    deeds = ("end",)
    waiting = Q(status=DealStatus.DISPUTED)
    waiting_since = "moved_at"

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def sources(self) -> list[Source]:
        return [trail.of_deals()]

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        """What is sold for how much, what was said, and whether it may be ended."""
        rows = Deal.objects.select_related("offer__holder", "offer__issuance__project", "buyer", "move")
        row = get_object_or_404(rows, pk=pk)
        own = self._own(request, row)
        return {
            "title": str(row),
            "original": row,
            "deal": row,
            "steps": _with_sides(row),
            "own": own,
            "may_end": row.is_pending and request.user.has_perm(ENDS) and not own,
            "words_form": WordsForm(),
            **forms,
        }

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ends it, for a reason that both sides read."""
        self.require(request, ENDS)
        form, row = WordsForm(request.POST), get_object_or_404(Deal.objects.select_related("offer"), pk=pk)
        if not form.is_valid():
            return self.page(request, pk, words_form=form)
        words, by, now = form.cleaned_data["words"], citizen_of(request), timezone.now()
        said = gettext("Ended. The units are on offer again, or free.")
        return self.done(request, pk, lambda: dealing.end(deal=row, words=words, by=by, now=now), said)

    def _own(self, request: HttpRequest, row: Deal) -> OwnOrganisation | None:
        sides = (row.offer.holder, row.buyer)
        refusals = (own_organisation.refusal(citizen_of(request), side) for side in sides)
        return next((refused for refused in refusals if refused), None)

    @display(description=_("Number"), ordering="public_id")
    def number_shown(self, row: Deal) -> str:
        return row.public_id

    @display(description=_("seller"))
    def seller(self, row: Deal) -> str:
        return str(row.offer.holder)

    @display(description=_("sum in yuan"))
    def sum_shown(self, row: Deal) -> str:
        return yuan(row.fen)

    @display(description=_("status"), label=STATES)
    def state(self, row: Deal) -> tuple[str, str]:
        return row.status, row.get_status_display()


def _with_sides(deal: Deal) -> list[tuple[TradeStep, str]]:
    """Each step with the organisation in whose name it was taken, or who of the desk took it; none of the clock's."""
    steps, sides = list(deal.steps.select_related("by").order_by("pk")), (deal.offer.holder, deal.buyer)
    seats = Seat.objects.filter(organisation__in=sides, user__in=[step.by_id for step in steps])
    named = dict(seats.values_list("user", "organisation"))
    names = {side.pk: str(side) for side in sides}
    return [(step, names[named[step.by_id]] if step.by_id in named else str(step.by or "")) for step in steps]
