"""Reports of causes at the desk: written by one, with a photo, published by another, withdrawn."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
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
from common.desk import Colours, WaitingFirstChangeList
from common.errors import DomainError
from common.pictures.forms import photo_field, say_if_cut_short
from merchants.desk import reporting
from merchants.desk.forms import CauseReportForm
from merchants.desk.kept import KeptAdmin, decision, number, require
from merchants.models import CauseReport

CHANGE = "admin:merchants_causereport_change"


class PhotoForm(forms.Form):
    photo = photo_field(_("Photo"))


class CauseReportAdmin(KeptAdmin):
    form = CauseReportForm
    list_display = ("name_shown", "done_on", "quantity", "unit", "state")
    list_filter = ("cause", "unit")
    change_form_outer_after_template = "admin/desk/_cause_report_deeds.html"
    waiting = Q(published_at=None)
    waiting_since = "written_at"

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return CauseReport.objects.select_related("cause")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Locked where it is about to be saved, so that it is not published between the check and the saving."""
        if request.method == "POST":
            CauseReport.objects.select_for_update(no_key=True).filter(pk=number(object_id)).first()
        return super().get_object(request, object_id, from_field)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is published stays."""
        is_draft = obj is None or obj.published_at is None
        return is_draft and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: CauseReport, form: Any, change: bool) -> None:
        """Whoever has written on it may not publish it."""
        obj.written_by = citizen_of(request)
        super().save_model(request, obj, form, change)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        report = context.get("original")
        if report:
            context["seen"] = reporting.edition_of(report)
            context["is_writer"] = citizen_of(request).pk in reporting.writers_of(report)
        return super().render_change_form(request, context, *rest, **named)

    @display(
        description=_("status"),
        label=Colours({"waits": "warning", "published": "success", "withdrawn": "danger"}),
    )
    def state(self, report: CauseReport) -> tuple[str, str]:
        if report.withdrawn_at:
            return "withdrawn", gettext("Withdrawn")
        return ("published", gettext("Published")) if report.published_at else ("waits", gettext("To be published"))

    def get_urls(self) -> list[URLPattern]:
        views = {"publish": self.publish_view, "withdraw": self.withdraw_view}
        photo = takes_uploads("PHOTO_MAX_BYTES")(self.admin_site.admin_view(self.photo_view))
        return [
            *(
                path(f"<int:pk>/{verb}/", self.admin_site.admin_view(view), name=f"merchants_causereport_{verb}")
                for verb, view in views.items()
            ),
            path("<int:pk>/photo/", photo, name="merchants_causereport_photo"),
            *super().get_urls(),
        ]

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publishes what was seen: the form names its edition."""
        given = decision(request)
        return self._deed(request, pk, lambda report: reporting.publish(report=report, **given))

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._deed(request, pk, lambda report: reporting.withdraw(report=report, now=timezone.now()))

    def photo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = get_object_or_404(CauseReport, pk=pk)
        if not self.has_change_permission(request, report):
            raise PermissionDenied
        form = PhotoForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and self._takes_photo(request, report, form):
            messages.success(request, gettext("The photo is kept."))
            return HttpResponseRedirect(reverse(CHANGE, args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("A photo of the report"),
            "report": report,
            "form": form,
        }
        return TemplateResponse(request, "admin/desk/cause_report_photo.html", context)

    def _takes_photo(self, request: HttpRequest, report: CauseReport, form: PhotoForm) -> bool:
        """Says beside the field why it was not taken."""
        if not form.is_valid():
            say_if_cut_short(request, form)
            return False
        try:
            reporting.put_photo(report=report, content=form.cleaned_data["photo"].read(), by=citizen_of(request))
        except DomainError as refused:
            form.add_error("photo", refused.sentence)
            return False
        return True

    def _deed(self, request: HttpRequest, pk: int, deed: Callable[[CauseReport], CauseReport]) -> HttpResponse:
        require(request, "merchants.publish_causereport")
        try:
            report = deed(get_object_or_404(CauseReport, pk=pk))
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            said = gettext("%(report)s is now: %(status)s.")
            messages.success(request, said % {"report": report, "status": self.state(report)[1]})
        return HttpResponseRedirect(reverse(CHANGE, args=[pk]))
