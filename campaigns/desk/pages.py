"""Campaigns at the desk: written as drafts, opened by somebody else, told of, and citizens checked in."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList

from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from campaigns.bonuses.posting import left_in_budget, paid_out
from campaigns.checkins import undoing
from campaigns.checkins.checking_in import BY_CODE, BY_STAFF, CHECKS_IN, by_staff
from campaigns.desk import opening, reporting, trail
from campaigns.desk.forms import (
    CampaignForm,
    NumberForm,
    PictureForm,
    PlacesForm,
    ReportForm,
    TicketForm,
    WordsForm,
)
from campaigns.models import Campaign, CampaignStatus, CheckIn, Places, Proving, Report, SignUp
from campaigns.public.told import told as in_words
from campaigns.refusals import NotADraft
from common import editions
from common.desk import Colours, WaitingFirstChangeList
from common.desk_deeds import DeedsAdmin
from common.desk_lines import Source
from common.errors import DomainError

WRITES = "campaigns.add_campaign"
OPENS = "campaigns.open_campaign"
EDITION = editions.FIELD
A_FEW = 20


class CampaignAdmin(DeedsAdmin):
    """The list of campaigns, those that wait to be opened first; the page of one with what may be done with it."""

    list_display = ("title_shown", "code", "state", "starts_at", "ends_at", "opened_by")
    list_filter = ("status", "mode", "bonus")
    list_select_related = ("opened_by",)
    page_template = "admin/campaigns/campaign.html"
    deeds = ("propose", "send_back", "open", "announce", "resize", "cancel", "check_in")
    waiting = Q(status=CampaignStatus.PROPOSED)
    waiting_since = "pk"

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def get_urls(self) -> list[URLPattern]:
        with_files = {"<int:pk>/picture/": self.picture_view, "<int:pk>/report/": self.report_view}
        return [
            path("<int:pk>/write/", self.admin_site.admin_view(self.write_view), name="campaigns_campaign_write"),
            path("<int:pk>/undo/", self.admin_site.admin_view(self.undo_view), name="campaigns_campaign_undo"),
            *(
                path(
                    address,
                    takes_uploads("IMPORT_MAX_BYTES")(self.admin_site.admin_view(view)),
                    name=f"campaigns_campaign_{address.split('/')[1]}",
                )
                for address, view in with_files.items()
            ),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(WRITES)

    def sources(self) -> list[Source]:
        return [trail.of_steps(), trail.of_undone()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A new draft."""
        self.require(request, WRITES)
        form = CampaignForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            made = opening.begin(form.written(), by=citizen_of(request), now=timezone.now())
            return self._to(made.pk)
        return self._written(request, form, gettext("New campaign"))

    def write_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Changes a draft, as its page showed it."""
        self.require(request, WRITES)
        row = get_object_or_404(Campaign, pk=pk)
        if row.is_published:
            messages.error(request, NotADraft().sentence)
            return self._to(pk)
        edition = request.POST.get(EDITION) or editions.edition_of(*opening.shown_of(row))
        form = CampaignForm(request.POST or None, campaign=row)
        if request.method == "POST" and form.is_valid():
            return self.done(request, pk, lambda: _write(form, edition, request), gettext("Saved."))
        return self._written(request, form, str(row), edition)

    def told(self, request: HttpRequest, pk: int, **forms: Any) -> dict[str, Any]:
        row = get_object_or_404(Campaign.objects.select_related("venue", "opened_by"), pk=pk)
        [words] = in_words([row], now=timezone.now())
        may = {name: request.user.has_perm(right) for name, right in _RIGHTS.items()}
        signups = SignUp.objects.filter(campaign=row)
        return {
            "title": str(row),
            "original": row,
            "campaign": row,
            "told": words,
            "steps": row.steps.select_related("by").order_by("pk"),
            "edition": editions.edition_of(*opening.shown_of(row)),
            "hindrance": _hindrance(row, request) if row.status == CampaignStatus.PROPOSED else "",
            "may": may,
            "is_over": row.is_published and (row.ends_at <= timezone.now() or row.cancelled_at is not None),
            "screen": _screen(request, row) if may["check_in"] and row.proving in BY_CODE else "",
            "scans": may["check_in"] and row.proving in BY_STAFF and row.status == CampaignStatus.OPEN,
            "inside": signups.inside().count(),
            "waiting": signups.waiting().count(),
            "came": CheckIn.objects.standing().filter(signup__campaign=row).count(),
            "just_now": undoing.just_now(row, citizen_of(request), now=timezone.now())[:A_FEW],
            "number_form": NumberForm() if may["open"] and row.proving != Proving.NONE and row.is_published else None,
            "paid": paid_out(row) if row.has_bonus else 0,
            "left": left_in_budget(row) if row.has_bonus else 0,
            **_places(row),
            "words_form": WordsForm(),
            "ticket_form": TicketForm(),
            "picture_form": PictureForm(),
            "report_form": ReportForm(),
            **forms,
        }

    def propose_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hands it over to who opens it."""
        self.require(request, WRITES)
        return self._deed(request, pk, opening.propose, gettext("Handed over. A second person opens it."))

    def send_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Back to who wrote it, with a reason."""
        return self._with_words(request, pk, OPENS, opening.send_back, gettext("Sent back."))

    def open_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Opens what was shown, and issues its budget."""
        self.require(request, OPENS)
        said = gettext("Opened. It stands among the campaigns.")
        return self._deed(request, pk, opening.open_, said, edition=request.POST.get(EDITION, ""))

    def announce_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tells who joined, and the campaign's page."""
        return self._with_words(request, pk, WRITES, opening.announce, gettext("Announced."))

    def resize_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """More places, or fewer that nobody has, as the page showed them."""
        self.require(request, OPENS)
        form = PlacesForm(request.POST)
        if not form.is_valid():
            return self.page(request, pk, places_form=form)
        given = {
            "words": form.words,
            "capacity": form.cleaned_data["capacity"],
            "edition": request.POST.get(EDITION, ""),
        }
        said = gettext("Changed. Whoever waited and has a place now was told.")
        return self._deed(request, pk, opening.resize, said, **given)

    def cancel_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Cancels it, and tells everybody why."""
        return self._with_words(request, pk, OPENS, opening.cancel, gettext("Cancelled. Everybody was told."))

    def picture_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The picture of a draft."""
        self.require(request, WRITES)
        form = PictureForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return self.page(request, pk, picture_form=form)
        content, by = form.cleaned_data["photo"].read(), citizen_of(request)

        row = get_object_or_404(Campaign, pk=pk)
        return self.done(
            request, pk, lambda: opening.put_picture(campaign=row, content=content, by=by), gettext("Saved.")
        )

    def report_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publishes the results."""
        self.require(request, WRITES)
        row = get_object_or_404(Campaign, pk=pk)
        form = ReportForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return self.page(request, pk, report_form=form)
        by, now = citizen_of(request), timezone.now()

        def report() -> Report:
            return reporting.report(campaign=row, text=form.text, photos=form.photos, by=by, now=now)

        return self.done(request, pk, report, gettext("The results are published."))

    def check_in_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Checks the citizen of a ticket in."""
        self.require(request, CHECKS_IN)
        form, row = TicketForm(request.POST), get_object_or_404(Campaign, pk=pk)
        if not form.is_valid():
            return self.page(request, pk, ticket_form=form)
        ticket, by, now = form.cleaned_data["ticket"], citizen_of(request), timezone.now()
        said = gettext("Checked in.")
        return self.done(request, pk, lambda: by_staff(campaign=row, ticket=ticket, by=by, now=now), said)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows the check-in of a number with what undoing it takes back, and undoes what was shown."""
        if not any(request.user.has_perm(right) for right in (CHECKS_IN, undoing.UNDOES)):
            raise PermissionDenied
        row, by, now = get_object_or_404(Campaign, pk=pk), citizen_of(request), timezone.now()
        asked = NumberForm(request.POST if request.method == "POST" else request.GET)
        if not asked.is_valid():
            return self.page(request, pk, number_form=asked)
        number = asked.cleaned_data["number"]
        try:
            found = undoing.meant(row, number)
            undoing.check_who(found.checkin, by, now=now)
        except DomainError as refused:
            messages.error(request, refused.sentence)
            return self._to(pk)
        is_just_now = undoing.is_just_now(found.checkin, by, now=now)
        form = None if is_just_now else WordsForm(request.POST or None)
        if request.method == "POST" and (form is None or form.is_valid()):
            words = form.words if form else None
            given = {"nth": number, "words": words, "edition": request.POST.get(EDITION, "")}
            return self._deed(request, pk, undoing.undo, gettext("Undone. The citizen was told."), **given)
        context = {
            "opts": self.opts,
            "title": gettext("Undo a check-in"),
            "campaign": row,
            "found": found,
            "form": form,
        }
        return TemplateResponse(
            request, "admin/campaigns/undo.html", {**self.admin_site.each_context(request), **context}
        )

    def _deed(self, request: HttpRequest, pk: int, deed: Callable[..., object], said: str, **more: Any) -> HttpResponse:
        row = get_object_or_404(Campaign, pk=pk)
        by, now = citizen_of(request), timezone.now()
        return self.done(request, pk, lambda: deed(campaign=row, by=by, now=now, **more), said)

    def _with_words(
        self, request: HttpRequest, pk: int, right: str, deed: Callable[..., object], said: str
    ) -> HttpResponse:
        self.require(request, right)
        form = WordsForm(request.POST)
        if not form.is_valid():
            return self.page(request, pk, words_form=form)
        return self._deed(request, pk, deed, said, words=form.words)

    def _written(self, request: HttpRequest, form: CampaignForm, title: str, edition: str = "") -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "form": form}
        return TemplateResponse(request, "admin/campaigns/write.html", {**context, "edition": edition})

    def _to(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:campaigns_campaign_change", args=[pk]))

    @display(description=_("title"))
    def title_shown(self, campaign: Campaign) -> str:
        return str(campaign)

    @display(
        description=_("status"),
        label=Colours(
            {
                CampaignStatus.PROPOSED.value: "warning",
                CampaignStatus.OPEN.value: "success",
                CampaignStatus.CANCELLED.value: "danger",
            }
        ),
    )
    def state(self, campaign: Campaign) -> tuple[str, str]:
        return campaign.status, campaign.get_status_display()


_RIGHTS = {"write": WRITES, "open": OPENS, "check_in": CHECKS_IN}


def _write(form: CampaignForm, edition: str, request: HttpRequest) -> Campaign:
    with transaction.atomic():
        found = Campaign.objects.select_for_update(no_key=True, of=("self",)).get(pk=form.campaign.pk)  # type: ignore[union-attr]
        editions.check(edition, *opening.shown_of(found))
        form.campaign = found
        return opening.write(form.written(), by=citizen_of(request))


def _hindrance(campaign: Campaign, request: HttpRequest) -> str:
    try:
        opening.check_opener(campaign, citizen_of(request))
    except DomainError as refused:
        return refused.sentence
    return ""


def _places(campaign: Campaign) -> dict[str, Any]:
    """How many there are now, and the form that changes it; nothing where there is no limit."""
    places = Places.objects.filter(pk=campaign.pk).exclude(capacity=None).first()
    if places is None:
        return {}
    shown = {"places": places, "places_edition": editions.edition_of(*opening.places_shown(places))}
    return {**shown, "places_form": PlacesForm(initial={"capacity": places.capacity})}


def _screen(request: HttpRequest, campaign: Campaign) -> str:
    """The organiser's screen; nobody who may not check in learns its address."""
    if campaign.status != CampaignStatus.OPEN:
        return ""
    return request.build_absolute_uri(reverse("campaigns:screen", args=[campaign.screen_token]))
