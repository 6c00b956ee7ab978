"""Photo reports at the desk: a list with thumbnails, each report beside its look-alikes, and the decision."""

from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.decorators import display
from unfold.views import ChangeList

from accounts import looks
from accounts.models import Seen, User
from accounts.requests import citizen_of
from channels.photo_reports import reviewing
from channels.photo_reports.forms import RefusalForm
from channels.photo_reports.models import PhotoReport, ReportStatus
from channels.photo_reports.places import RECENT, place_of, reports_near
from channels.photo_reports.words import REASONS
from common import editions
from common.desk import KeyedChangeList, ReadOnlyAdmin
from common.desk_trail import EventAdmin
from common.errors import DomainError
from common.texts import in_reader_language
from evidence import likeness
from evidence.viewing import Size, address_of


class PicturedChangeList(KeyedChangeList):
    """Gives each row the address at which this member of staff sees its thumbnail."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        viewer, now = citizen_of(request), timezone.now()
        looks.note(of=[report.citizen_id for report in self.result_list], seen=Seen.PHOTO, by=viewer, now=now)
        for report in self.result_list:
            report.thumbnail_address = address_of(report.photo, Size.THUMBNAIL, viewer=viewer, now=now)


@admin.register(PhotoReport)
class PhotoReportAdmin(ReadOnlyAdmin):
    list_display = ("number", "picture", "shows", "state", "sent_at", "decided_at")
    list_display_links = ("number",)
    list_filter = ("status", "place_source")
    list_select_related = ("photo",)
    search_fields = ("public_id",)
    search_help_text = _("A whole public id of a report or of a citizen")

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return PicturedChangeList

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[Any, bool]:
        term = search_term.strip().lower()
        if not term:
            return queryset, False
        citizens = list(User.objects.filter(public_id=term).values_list("pk", flat=True))
        return queryset.filter(Q(public_id=term) | Q(citizen_id__in=citizens)), False

    def get_urls(self) -> list[URLPattern]:
        deeds = {"take-up": self.take_up_view, "accept": self.accept_view, "refuse": self.refuse_view}
        own = [
            path(f"<int:pk>/{deed}/", self.admin_site.admin_view(require_POST(view)), name=f"photo_report_{deed}")
            for deed, view in deeds.items()
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The report's page, with what looks or lies like it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not object_id.isascii() or not object_id.isdigit() or len(object_id) > 18:
            raise Http404
        return self._page(request, _report(int(object_id)), RefusalForm())

    def take_up_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self._decidable(request, pk)
        try:
            reviewing.take_up(report=report, by=citizen_of(request), now=timezone.now())
        except DomainError as error:
            messages.error(request, error.sentence)
        return HttpResponseRedirect(_address(report))

    def accept_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """First says what it will do; does it when it comes back confirmed."""
        report = self._decidable(request, pk)
        if "confirm" not in request.POST:
            consequence = reviewing.consequence_of_accepting(report)
            edition = editions.edition_of(*reviewing.shown_of(report), consequence)
            foreseen = {"consequence": consequence, "edition": edition}
            return self._confirmation(request, report, gettext("Accept this report?"), foreseen)
        edition = request.POST.get(editions.FIELD, "")
        try:
            reviewing.accept(report=report, by=citizen_of(request), now=timezone.now(), edition=edition)
        except DomainError as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, gettext("The report is accepted, and its act is being scored."))
        return HttpResponseRedirect(_address(report))

    def refuse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows what the citizen will read; refuses when it comes back confirmed."""
        report = self._decidable(request, pk)
        form = RefusalForm(request.POST)
        if not form.is_valid():
            return self._page(request, report, form)
        reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
        if "confirm" not in request.POST:
            edition = editions.edition_of(*reviewing.shown_of(report), reason, note)
            told = {"form": form, "reason": in_reader_language(REASONS[reason]), "note": note, "edition": edition}
            return self._confirmation(request, report, gettext("Refuse this report?"), told)
        given = {"reason": reason, "note": note, "edition": request.POST.get(editions.FIELD, "")}
        try:
            reviewing.refuse(report=report, by=citizen_of(request), now=timezone.now(), **given)
        except DomainError as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, gettext("The report is refused; the citizen reads why."))
        return HttpResponseRedirect(_address(report))

    def _decidable(self, request: HttpRequest, pk: int) -> PhotoReport:
        if not request.user.has_perm("photo_reports.decide_photoreport"):
            raise PermissionDenied
        return _report(pk)

    def _page(self, request: HttpRequest, report: PhotoReport, form: RefusalForm) -> HttpResponse:
        context = {
            **self._common(request, report, report.category_name),
            "form": form,
            "look_alikes": _look_alikes(report, request),
            "nearby": _nearby(report, request),
            "activity": reviewing.act_of(report),
            "is_own": report.citizen_id == request.user.pk,
        }
        return TemplateResponse(request, "admin/desk/photo_report.html", context)

    def _confirmation(
        self, request: HttpRequest, report: PhotoReport, title: str, foreseen: dict[str, Any]
    ) -> HttpResponse:
        context = {**self._common(request, report, title), **foreseen, "page": _address(report)}
        return TemplateResponse(request, "admin/desk/photo_report_decision.html", context)

    def _common(self, request: HttpRequest, report: PhotoReport, title: str) -> dict[str, Any]:
        looks.note(of=[report.citizen_id], seen=Seen.PHOTO, by=request.user, now=timezone.now())
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": report,
            "title": title,
            "subtitle": report.public_id,
            "report": report,
            "shown": _shown(report, Size.WHOLE, request),
        }

    @display(description=_("photo"))
    def picture(self, report: Any) -> SafeString:
        return format_html('<img class="desk-thumbnail" src="{}" alt="">', report.thumbnail_address)

    @display(description=_("public id"))
    def number(self, report: PhotoReport) -> str:
        return report.public_id

    @display(description=_("shows"))
    def shows(self, report: PhotoReport) -> str:
        return report.category_name

    @display(
        description=_("status"),
        label={
            ReportStatus.RECEIVED.value: "info",
            ReportStatus.IN_REVIEW.value: "warning",
            ReportStatus.ACCEPTED.value: "success",
            ReportStatus.REFUSED.value: "danger",
        },
    )
    def state(self, report: PhotoReport) -> tuple[str, str]:
        return report.status, report.get_status_display()


def _report(pk: int) -> PhotoReport:
    return get_object_or_404(PhotoReport.objects.select_related("photo", "citizen", "decided_by"), pk=pk)


def _address(report: PhotoReport) -> str:
    return reverse("admin:photo_reports_photoreport_change", args=[report.pk])


def _shown(report: PhotoReport, size: Size, request: HttpRequest) -> str:
    return address_of(report.photo, size, viewer=citizen_of(request), now=timezone.now())


def _look_alikes(report: PhotoReport, request: HttpRequest) -> list[tuple[PhotoReport, str]]:
    """Other reports whose photo shows the same picture; sending refuses those, but a copy may have come first."""
    photos = [found.photo.pk for found in likeness.look_alikes(report.photo)]
    others = PhotoReport.objects.filter(photo__in=photos).select_related("photo")
    return [(other, _shown(other, Size.WHOLE, request)) for other in others]


def _nearby(report: PhotoReport, request: HttpRequest) -> list[tuple[PhotoReport, int, str]]:
    """Other reports from the same place and about the same time."""
    if report.latitude is None:
        return []
    around = {"since": report.sent_at - RECENT, "until": report.sent_at + RECENT}
    near = reports_near(place_of(report), besides=report, **around)
    return [(each.report, each.distance_m, _shown(each.report, Size.WHOLE, request)) for each in near]


# pghistory makes the tables of the trail; they have no class in `models`.
@admin.register(apps.get_model("photo_reports.PhotoReportEvent"))
class PhotoReportEventAdmin(EventAdmin):
    """Sending a report is its citizen's and not told; what the desk does with it is."""

    labels = MappingProxyType({"decided_by": _("decided by")})
    wordings = MappingProxyType({"reason": lambda code: in_reader_language(REASONS[code])})
    born = MappingProxyType({"status": ReportStatus.RECEIVED.value, "reason": "", "decided_by_id": None})
