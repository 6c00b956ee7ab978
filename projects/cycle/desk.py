"""Designs at the desk: checked and published, sent back, assigned, registered; comments hidden, overlaps decided."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
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
from common import editions, paging
from common.desk import Colours, ReadOnlyAdmin, WaitingFirstChangeList
from common.desk_lines import Source
from common.errors import DomainError
from projects.cycle import commenting, conflicts, deciding, overlapping, reading, reporting, trail, validating
from projects.cycle.content import content_of
from projects.cycle.forms.desk import AssignForm, KeepForm, PublishForm, ReasonForm, RegisterForm
from projects.documents.reading import told
from projects.models import Comment, CommentReport, Overlap, ProjectDesign, Stage
from projects.organisations.contacts import contact_shown
from projects.refusals import OwnProject

DECIDES = "projects.decide_projectdesign"
REPORTED = "reported"
WAITING = (Stage.SUBMITTED, Stage.DECIDING)
Deed = Callable[[ProjectDesign, dict[str, Any], dict[str, Any]], object]


class ReportedFilter(admin.SimpleListFilter):
    """Those of which a reader has reported a comment that nobody has looked at since."""

    title = _("comments")
    parameter_name = "comments"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(REPORTED, _("Reported"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        reports = CommentReport.objects.waiting().values("comment__version__design")
        return queryset.filter(pk__in=reports) if self.value() else queryset


class DesignAdmin(ReadOnlyAdmin):
    """The list of designs; a design's page with what may be done with it now."""

    list_display = ("name_shown", "owner", "state", "version", "stage_at", "due_on")
    list_filter = ("stage", ReportedFilter)
    list_select_related = ("owner",)
    waiting = Q(stage__in=WAITING)
    waiting_since = "stage_at"

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def sources(self) -> list[Source]:
        return [trail.of_steps(), trail.of_hidings(), trail.of_keepings(), trail.of_rulings()]

    def get_urls(self) -> list[URLPattern]:
        named = {
            "publish": self.publish_view,
            "send_back": self.send_back_view,
            "reject": self.reject_view,
            "assign": self.assign_view,
            "register": self.register_view,
            "rule": self.rule_view,
            "hide": self.hide_view,
            "keep": self.keep_view,
        }
        deeds = [
            path(
                f"<int:pk>/{name.replace('_', '-')}/",
                self.admin_site.admin_view(view),
                name=f"projects_projectdesign_{name}",
            )
            for name, view in named.items()
        ]
        return [*deeds, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All that a design says, what was said of it, and the deeds that are next."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = ProjectDesign.objects.select_related("owner", "verifier", "wanted_verifier", "project")
        return self._page(request, get_object_or_404(rows, pk=paging.number_in(object_id)))

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Found complete: published for so many working days."""
        return self._deed(
            request,
            pk,
            lambda design, said, given: deciding.publish(design=design, **said, **given),
            gettext("Published."),
            publish_form=PublishForm(request.POST),
        )

    def send_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._deed(
            request,
            pk,
            lambda design, said, given: deciding.send_back(design=design, **said, **given),
            gettext("Returned to its owner."),
            return_form=ReasonForm(request.POST, prefix="return"),
        )

    def reject_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._deed(
            request,
            pk,
            lambda design, said, given: deciding.reject(design=design, **said, **given),
            gettext("Rejected."),
            reject_form=ReasonForm(request.POST, prefix="reject"),
        )

    def assign_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        design = get_object_or_404(ProjectDesign.objects.select_related("owner"), pk=pk)
        return self._deed(
            request,
            pk,
            lambda design, said, given: validating.assign(design=design, **said, **given),
            gettext("Assigned."),
            assign_form=AssignForm(request.POST, design=design),
        )

    def register_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._deed(
            request,
            pk,
            lambda design, said, given: deciding.register(design=design, **said, **given),
            gettext("Registered."),
            register_form=RegisterForm(request.POST, prefix="register"),
        )

    def rule_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says what the desk makes of an overlap."""
        _check_may(request)
        overlap = get_object_or_404(Overlap, version__design=pk, pk=paging.number_in(request.POST.get("overlap", "")))
        return self._deed(
            request,
            pk,
            lambda _design, said, given: overlapping.rule(overlap=overlap, **said, **given),
            gettext("Decided."),
            rule_form=ReasonForm(request.POST, prefix=f"overlap-{overlap.pk}"),
        )

    def hide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes a comment off the page."""
        _check_may(request)
        comment = get_object_or_404(Comment, version__design=pk, pk=paging.number_in(request.POST.get("comment", "")))
        return self._deed(
            request,
            pk,
            lambda _design, said, given: commenting.hide(comment=comment, **said, **given),
            gettext("Hidden."),
            hide_form=ReasonForm(request.POST, prefix=f"comment-{comment.public_id}"),
        )

    def keep_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lets a comment stand that was reported."""
        _check_may(request)
        comment = get_object_or_404(Comment, version__design=pk, pk=paging.number_in(request.POST.get("comment", "")))
        return self._deed(
            request,
            pk,
            lambda _design, said, given: reporting.keep(comment=comment, **said, **given),
            gettext("Kept. Who reported it is told why."),
            keep_form=KeepForm(request.POST, prefix=f"keep-{comment.public_id}"),
        )

    def _deed(self, request: HttpRequest, pk: int, deed: Deed, done: str, **forms_sent: forms.Form) -> HttpResponse:
        """Does what was decided on what the page showed; a form that says too little comes back with its words."""
        _check_may(request)
        [form] = forms_sent.values()
        design = get_object_or_404(ProjectDesign.objects.select_related("owner", "verifier"), pk=pk)
        if not form.is_valid():
            return self._page(request, design, **forms_sent)
        given = {"by": citizen_of(request), "now": timezone.now()}
        try:
            with transaction.atomic():
                _check_shown(request, design)
                deed(design, form.cleaned_data, given)
        except DomainError as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:projects_projectdesign_change", args=[pk]))

    def _page(self, request: HttpRequest, design: ProjectDesign, **forms_sent: forms.Form) -> HttpResponse:
        now, content = timezone.now(), content_of(design)
        own = _own(request, design)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(design),
            "design": design,
            "contact": contact_shown(request, design.owner),
            "edition": editions.edition_of(*_decided_on(design)),
            "turn": reading.turn(design, now=now),
            "is_open": reading.is_open(design, now=now),
            "undecided": deciding.UNDECIDED,
            "documents": told(design),
            "steps": reading.steps(design),
            "overlaps": reading.overlaps(design),
            "own": own,
            "may_decide": request.user.has_perm(DECIDES) and own is None,
            "publish_form": PublishForm(),
            "return_form": ReasonForm(prefix="return"),
            "reject_form": ReasonForm(prefix="reject"),
            "register_form": RegisterForm(prefix="register"),
            "assign_form": AssignForm(design=design, initial={} if design.verifier else _wanted(design)),
            "reported": reading.reported(design),
            **(reading.shown(content) if content.get("name") else {}),
            **forms_sent,
        }
        context["rulings"] = [(overlap, _bound(f"overlap-{overlap.pk}", context)) for overlap in context["overlaps"]]
        context["said"] = [_said(comment, context) for comment in reading.comments_at_desk(design)]
        return TemplateResponse(request, "admin/desk/design.html", context)

    @display(description=_("name"))
    def name_shown(self, design: ProjectDesign) -> str:
        return str(design)

    @display(
        description=_("stage"),
        label=Colours(
            {
                Stage.SUBMITTED.value: "warning",
                Stage.DECIDING.value: "warning",
                Stage.PUBLISHED.value: "info",
                Stage.VALIDATING.value: "info",
                Stage.REGISTERED.value: "success",
                Stage.REJECTED.value: "danger",
            }
        ),
    )
    def state(self, design: ProjectDesign) -> tuple[str, str]:
        return design.stage, design.get_stage_display()


def _check_may(request: HttpRequest) -> None:
    if not request.user.has_perm(DECIDES) or request.method != "POST":
        raise PermissionDenied


def _decided_on(design: ProjectDesign) -> tuple[Any, ...]:
    """What whoever decides goes by: another version, stage or verifier is another matter."""
    return design.pk, design.stage, design.version, design.verifier_id


def _check_shown(request: HttpRequest, design: ProjectDesign) -> None:
    """Under the design's lock. Raises `ChangedMeanwhile`, `NothingShown`."""
    locked = ProjectDesign.objects.select_for_update(no_key=True).get(pk=design.pk)
    editions.check(request.POST.get(editions.FIELD, ""), *_decided_on(locked))


def _own(request: HttpRequest, design: ProjectDesign) -> OwnProject | None:
    try:
        conflicts.check_impartial(design, citizen_of(request))
    except OwnProject as refused:
        return refused
    return None


def _wanted(design: ProjectDesign) -> dict[str, str]:
    return {"verifier": design.wanted_verifier.public_id} if design.wanted_verifier else {}


def _bound(prefix: str, context: dict[str, Any], form: type[forms.Form] = ReasonForm) -> forms.Form:
    """The form of one row of many: the one that was sent, where it was this one's."""
    sent = [context.get(name) for name in ("rule_form", "hide_form", "keep_form")]
    return next((one for one in sent if one is not None and one.prefix == prefix), form(prefix=prefix))


def _said(comment: Comment, context: dict[str, Any]) -> tuple[Comment, forms.Form, forms.Form | None]:
    """A comment with the form by which it is hidden and, where a report of it waits, the one by which it is kept."""
    waits = comment.pk in context["reported"]
    keeping = _bound(f"keep-{comment.public_id}", context, KeepForm) if waits else None
    return comment, _bound(f"comment-{comment.public_id}", context), keeping
