"""Organisations at the desk: approved, refused with a reason, suspended, accredited; and who acts for them."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList

from accounts.phones import mask_phone
from accounts.requests import citizen_of
from common import editions, paging
from common.desk import Colours, WaitingFirstChangeList
from projects.bulletin import hiding
from projects.desk import deciding, own_organisation
from projects.desk.forms import AccreditationForm, ReasonForm, SuspensionForm, WordsForm
from projects.desk.pages import DeedsAdmin
from projects.models import Offer, Organisation, OrganisationStatus, Seat
from projects.organisations.contacts import contact_shown
from projects.organisations.seats import seats_in

APPROVES, ACCREDITS = "projects.approve_organisation", "projects.accredit_organisation"
HIDES = "projects.end_deal"
STATES = Colours(
    {
        OrganisationStatus.APPLIED.value: "warning",
        OrganisationStatus.APPROVED.value: "success",
        OrganisationStatus.SUSPENDED.value: "danger",
        OrganisationStatus.REFUSED.value: "danger",
    }
)


class OrganisationAdmin(DeedsAdmin):
    list_display = ("name_shown", "state", "licence", "is_verifier", "applied_at")
    list_filter = ("status", "is_verifier")
    search_fields = ("licence",)
    search_help_text = _("A whole unified social credit code")
    waiting = Q(status=OrganisationStatus.APPLIED)
    waiting_since = "applied_at"
    page_template = "admin/desk/organisation.html"
    deeds = ("approve", "refuse", "suspend", "accredit", "end_accreditation", "hide_offer")

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        term = search_term.strip().upper()
        return (queryset.filter(licence=term) if term else queryset), False

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        """What its licence says, whom to ask, who acts for it, and what can be decided now."""
        row = get_object_or_404(Organisation.objects.select_related("applicant"), pk=pk)
        own = own_organisation.refusal(citizen_of(request), row)
        return {
            "title": str(row),
            "original": row,
            "organisation": row,
            "contact": contact_shown(request, row),
            "seats": [(seat, _number(seat)) for seat in seats_in(row)],
            "projects": row.projects.order_by("-number")[:100],
            "designs": row.designs.order_by("-pk")[:100],
            "own": own,
            "edition": editions.edition_of(*deciding.shown_of(row)),
            "may_approve": request.user.has_perm(APPROVES) and not own,
            "may_accredit": request.user.has_perm(ACCREDITS) and not own,
            "reason_form": ReasonForm(),
            "suspension_form": SuspensionForm(),
            "accreditation_form": AccreditationForm(),
            "offers": [(offer, _why(offer, forms.get("sent"))) for offer in hiding.readable(row)],
            "may_hide": request.user.has_perm(HIDES) and not own,
            **forms,
        }

    def approve_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, APPROVES)
        given = _decision(request, pk)
        return self.done(request, pk, lambda: deciding.approve(**given), gettext("Approved. It may act now."))

    def suspend_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, APPROVES)
        form, given = SuspensionForm(request.POST), _decision(request, pk)
        if not form.is_valid():
            return self.page(request, pk, suspension_form=form)
        reason = form.cleaned_data["reason"]
        said = gettext("Suspended. Its owners read why; what it holds stays.")
        return self.done(request, pk, lambda: deciding.suspend(reason=reason, **given), said)

    def refuse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, APPROVES)
        form, given = ReasonForm(request.POST), _decision(request, pk)
        if not form.is_valid():
            return self.page(request, pk, reason_form=form)
        reason = form.cleaned_data["reason"]
        said = gettext("Refused. The applicant reads why.")
        return self.done(request, pk, lambda: deciding.refuse(reason=reason, **given), said)

    def accredit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, ACCREDITS)
        form, given = AccreditationForm(request.POST), _decision(request, pk)
        if not form.is_valid():
            return self.page(request, pk, accreditation_form=form)
        document = form.cleaned_data["document"]
        said = gettext("Accredited. It may verify now.")
        return self.done(request, pk, lambda: deciding.accredit(document=document, **given), said)

    def end_accreditation_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require(request, ACCREDITS)
        given = _decision(request, pk)
        said = gettext("The accreditation has ended.")
        return self.done(request, pk, lambda: deciding.end_accreditation(**given), said)

    def hide_offer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes the words of one of its offers off the bulletin."""
        self.require(request, HIDES)
        wanted = paging.number_in(request.POST.get("offer", ""))
        offer = get_object_or_404(Offer, holder=pk, pk=wanted)
        form = WordsForm(request.POST, prefix=f"offer-{offer.pk}")
        if not form.is_valid():
            return self.page(request, pk, sent=form)
        words, by, now = form.cleaned_data["words"], citizen_of(request), timezone.now()
        said = gettext("Hidden.")
        return self.done(request, pk, lambda: hiding.hide_words(offer=offer, reason=words, by=by, now=now), said)

    @display(description=_("name"))
    def name_shown(self, row: Organisation) -> str:
        return str(row)

    @display(description=_("status"), label=STATES)
    def state(self, row: Organisation) -> tuple[str, str]:
        return row.status, row.get_status_display()


def _decision(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Of whom, by whom, when, and the edition that the page showed."""
    row = get_object_or_404(Organisation, pk=pk)
    seen = request.POST.get(editions.FIELD, "")
    return {"organisation": row, "by": citizen_of(request), "now": timezone.now(), "seen": seen}


def _why(offer: Offer, sent: WordsForm | None) -> WordsForm:
    """The form that was sent, where it was this offer's."""
    prefix = f"offer-{offer.pk}"
    return sent if sent is not None and sent.prefix == prefix else WordsForm(prefix=prefix)


def _number(seat: Seat) -> str:
    """A masked phone; empty where its owner has left the portal."""
    phone = seat.phone or seat.own_phone  # type: ignore[attr-defined]
    return mask_phone(phone) if phone else ""
