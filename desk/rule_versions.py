"""The desk's pages on which rules change: look, copy, edit, check against the rule in force, publish, withdraw.

Editing a draft needs the right to change rule versions; approving has a right of its own (`rule_approval`), publishing
and withdrawing another.
"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.requests import citizen_of
from common import editions
from common.city_time import city_day
from common.desk import Colours, DeskAdmin
from common.desk_days import day_input
from common.errors import DomainError
from common.texts import Text, in_reader_language, text_of
from common.typed.fields import DayField, WordsField
from credits import budgets
from desk import rule_approval, rule_check
from desk.rule_approval import ReasonForm, may_approve
from desk.rule_beside import ended_beside, in_force_beside, ways_of
from desk.rule_form import DraftForm
from desk.rule_rehearsal import RehearsalPages, would_cost
from desk.rule_steps import steps
from desk.rule_timeline import EndForm
from scenarios import publishing
from scenarios.checking import findings_of
from scenarios.drafts import in_turn
from scenarios.models import RuleVersion, State
from scenarios.refusals import AlreadyPublished, NotApproved
from scenarios.rehearsals.asking import RIPE, rehearsed

COLOURS = Colours(
    {
        State.DRAFT.value: "warning",
        State.RETURNED.value: "danger",
        State.APPROVED.value: "info",
        State.SCHEDULED.value: "info",
        State.IN_FORCE.value: "success",
        State.PAST.value: "default",
        State.WITHDRAWN.value: "danger",
    }
)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None:
            return queryset
        if value not in State.values:
            raise IncorrectLookupParameters
        wanted = RuleVersion.objects.in_state(State(value), city_day(timezone.now()))
        return queryset.filter(pk__in=wanted.values("pk"))


class AuthorFilter(admin.SimpleListFilter):
    """Whose drafts: nobody approves their own."""

    title = _("author")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("By me")), ("others", _("By others alone"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        mine = Q(authors__contains=[request.user.pk])
        return queryset.filter(mine if self.value() == "me" else ~mine)


class RehearsedFilter(admin.SimpleListFilter):
    """Nobody approves what was never rehearsed."""

    title = _("rehearsal")
    parameter_name = "rehearsed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Has been rehearsed")), ("no", _("Not rehearsed yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        return queryset.filter(RIPE if self.value() == "yes" else ~RIPE)


LONGEST_WHY = 200


class DayForm(forms.Form):
    """From when, and why."""

    effective_from = DayField(label=_("Takes effect on"), widget=day_input())
    why_zh = WordsField(
        label=_("Why, in one sentence that everybody reads (Chinese)"),
        max_length=LONGEST_WHY,
        widget=UnfoldAdminTextInputWidget,
    )
    why_en = WordsField(
        label=_("Why (English)"), max_length=LONGEST_WHY, required=False, widget=UnfoldAdminTextInputWidget
    )

    @property
    def why(self) -> Text:
        return text_of(self.cleaned_data["why_zh"], self.cleaned_data["why_en"])


class RuleVersionAdmin(RehearsalPages, DeskAdmin):
    list_display = ("name", "state", "effective_from", "published_at")
    list_display_links = ("name",)
    list_filter = ("scenario", StateFilter, AuthorFilter, RehearsedFilter)
    list_select_related = ("scenario",)

    # Rows change by the use cases of `scenarios.publishing` alone.

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A draft may be thrown away; what was published stays."""
        may = request.user.has_perm("scenarios.delete_ruleversion")
        return may and (obj is None or obj.published_at is None)

    def lock(self, row: Model) -> None:
        """Left to the use cases, which lock the scenario first."""

    def delete_model(self, request: HttpRequest, obj: RuleVersion) -> None:
        """Django's own page asks whether; the link to it carries the edition, and it posts to its own address."""
        publishing.discard(obj, edition=request.GET.get(editions.FIELD, ""))

    def may_edit(self, request: HttpRequest) -> bool:
        return request.user.has_perm("scenarios.change_ruleversion")

    def may_publish(self, request: HttpRequest) -> bool:
        return request.user.has_perm("scenarios.publish_ruleversion")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        people = ("approved_by", "returned_by", "published_by")
        return RuleVersion.objects.with_successor().select_related("scenario", *people)

    @display(description=_("version"))
    def name(self, version: RuleVersion) -> str:
        return str(version)

    @display(description=_("state"), label=COLOURS)
    def state(self, version: RuleVersion) -> tuple[str, Any]:
        state = version.state_on(city_day(timezone.now()))
        return state.value, state.label

    def get_urls(self) -> list[URLPattern]:
        views = {"copy": self.copy_view, "edit": self.edit_view, "publish": self.publish_view}
        views |= {"withdraw": self.withdraw_view, "approve": self.approve_view, "return": self.return_view}
        own = [
            path(f"<int:pk>/{verb}/", self.admin_site.admin_view(view), name=f"scenarios_ruleversion_{verb}")
            for verb, view in views.items()
        ]
        return [*own, *self.rehearsal_urls(), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the version says, where it stands, and what can be done with it."""
        version = self._version(request, object_id)
        context = {
            "lines": {} if version.ends else rule_check.lines(version.rule),
            "successor": getattr(version, "succeeded_from", None),
            "may_delete": self.has_delete_permission(request, version),
        }
        return self._page(request, "admin/desk/rule_version.html", version, context)

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new draft from this version, ready to be edited."""
        version = self._version(request, pk)
        if not self.may_edit(request) or request.method != "POST":
            raise PermissionDenied
        draft = publishing.copy_version(version, now=timezone.now(), by=citizen_of(request))
        messages.success(request, gettext("This is a draft. Nothing is scored by it until it is published."))
        return _to("edit", draft)

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The numbers of a draft and its day."""
        version = self._version(request, pk)
        if not self.may_edit(request):
            raise PermissionDenied
        if version.published_at is not None:
            messages.error(request, AlreadyPublished(version=version).sentence)
            return _to("change", version)
        form = _form_of(version, request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                self._save(request, version, form)
                messages.success(request, gettext("The draft is saved."))
                return _to("publish", version)
            except (editions.ChangedMeanwhile, editions.NothingShown):
                raise
            except DomainError as error:
                form.add_error(None, error.sentence)
        return self._page(request, "admin/desk/rule_edit.html", version, {"form": form})

    def _save(self, request: HttpRequest, version: RuleVersion, form: DraftForm | EndForm) -> None:
        shown, by = request.POST.get(editions.FIELD, ""), citizen_of(request)
        if isinstance(form, EndForm):
            day = form.cleaned_data["ends_on"]
            publishing.move_end(version, effective_from=day, now=timezone.now(), edition=shown, by=by)
        else:
            day = form.cleaned_data["proposed_from"]
            publishing.edit(version, document=form.document, effective_from=day, edition=shown, by=by)

    def approve_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A second person says that a draft may be published."""
        version = self._version(request, pk)
        rule_approval.approve(request, version)
        return _to("publish", version)

    def return_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A second person returns a draft to its author."""
        version = self._version(request, pk)
        rule_approval.send_back(request, version)
        return _to("publish", version)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The check: what differs, and what does not fit. There a second person approves.

        What is approved takes a day; with it the page says what publishing will do; confirmed, it publishes.
        """
        version = self._version(request, pk)
        if not (self.may_edit(request) or self.may_publish(request) or may_approve(request)):
            raise PermissionDenied
        if version.published_at is not None:
            messages.error(request, AlreadyPublished(version=version).sentence)
            return _to("change", version)
        now = timezone.now()
        form = DayForm(request.POST or None, initial={"effective_from": version.effective_from})
        day = self._checked_day(request, version, form)
        if day is not None and "confirm" in request.POST:
            return self._publish(request, version, day, form.why)
        findings = findings_of(version, now=now, budgets=budgets.left(), ways=ways_of(version.scenario), day=day)
        context = {
            **_comparison(version, day or max(version.effective_from, city_day(now))),
            "findings": findings,
            "has_errors": any(finding.is_error for finding in findings),
            "is_rehearsed": version.ends or rehearsed(version),
            "would_cost": would_cost(version),
            "is_own": citizen_of(request).pk in version.authors,
            "reason_form": ReasonForm(),
            "form": form,
            "day": day,
            **(_foreseen(version, day, form) if day else {}),
        }
        return self._page(request, "admin/desk/rule_publish.html", version, context)

    def _publish(self, request: HttpRequest, version: RuleVersion, day: date, why: Text) -> HttpResponse:
        shown, by = request.POST.get(editions.FIELD, ""), citizen_of(request)
        left, ways = budgets.left(), ways_of(version.scenario)
        try:
            with in_turn(version):
                published = publishing.publish(
                    version,
                    effective_from=day,
                    now=timezone.now(),
                    edition=shown,
                    by=by,
                    why=why,
                    budgets=left,
                    ways=ways,
                )
        except AlreadyPublished as error:
            messages.error(request, error.sentence)
        else:
            said = gettext("Published: takes effect on %(day)s.") % {"day": published.effective_from}
            messages.success(request, said)
        return _to("change", version)

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says what withdrawing will do; confirmed, it withdraws."""
        version = self._version(request, pk)
        if not self.may_publish(request):
            raise PermissionDenied
        try:
            publishing.check_withdrawal(version, now=timezone.now())
            if request.method == "POST":
                shown = request.POST.get(editions.FIELD, "")
                with in_turn(version):
                    publishing.withdraw(version, now=timezone.now(), edition=shown)
                messages.success(request, gettext("Withdrawn: it never takes effect."))
                return _to("change", version)
        except (editions.ChangedMeanwhile, editions.NothingShown):
            raise
        except DomainError as error:
            messages.error(request, error.sentence)
            return _to("change", version)
        shown = editions.edition_of(publishing.before(version, version.effective_from))
        context = {**_comparison(version, version.effective_from - publishing.ONE_DAY), "edition": shown}
        return self._page(request, "admin/desk/rule_withdraw.html", version, context)

    def _checked_day(self, request: HttpRequest, version: RuleVersion, form: DayForm) -> date | None:
        """The day that was asked for, when the draft can be published for it."""
        if request.method != "POST" or not form.is_valid():
            return None
        if not self.may_publish(request):
            raise PermissionDenied
        if version.approved_at is None and "confirm" not in request.POST:
            raise NotApproved(version=version)
        day: date = form.cleaned_data["effective_from"]
        try:
            publishing.check_day(version, effective_from=day, now=timezone.now())
        except DomainError as error:
            form.add_error("effective_from", error.sentence)
            return None
        return day

    def _version(self, request: HttpRequest, pk: int | str) -> RuleVersion:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not str(pk).isascii() or not str(pk).isdigit() or len(str(pk)) > 18:
            raise Http404
        version: RuleVersion | None = self.get_queryset(request).filter(pk=int(pk)).first()
        if version is None:
            raise Http404
        return version

    def _page(self, request: HttpRequest, template: str, version: RuleVersion, context: dict[str, Any]) -> HttpResponse:
        state = version.state_on(city_day(timezone.now()))
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": version,
            "title": str(version),
            "subtitle": state.label,
            "version": version,
            "state": state,
            "steps": steps(version, state),
            "edition": request.POST.get(editions.FIELD) or editions.edition_of(version.shown),
            "may_edit": self.may_edit(request),
            "may_publish": self.may_publish(request),
            "may_rehearse": self.may_rehearse(request),
            "may_approve": may_approve(request),
            **context,
        }
        return TemplateResponse(request, template, whole)


def _foreseen(version: RuleVersion, day: date, form: DayForm) -> dict[str, Any]:
    """What the last look before publishing shows besides."""
    return {"edition": editions.edition_of(*publishing.shown(version, day)), "why": in_reader_language(form.why)}


def _comparison(version: RuleVersion, day: date) -> dict[str, Any]:
    """The version beside the one that is in force, or will be, just before `day`; an end has nothing to compare.

    What begins a scenario again is held against the last rule before its end, though nothing counts until then.
    """
    found = in_force_beside(version, day)
    current = None if found is None else found.rule
    example_before = None if current is None else rule_check.example(current)
    if version.ends:
        return {"current": found, "example_before": example_before}
    end, last = (found is None and ended_beside(version, day)) or (None, found)
    return {
        "current": last,
        "end": end,
        "changes": rule_check.differences(None if last is None else last.rule, version.rule),
        "example_before": example_before,
        "example_after": rule_check.example(version.rule),
    }


def _form_of(version: RuleVersion, data: Any) -> DraftForm | EndForm:
    """Of an end only the day can be changed."""
    if version.ends:
        return EndForm(data, initial={"ends_on": version.effective_from})
    return DraftForm(data, draft=version)


def _to(verb: str, version: RuleVersion) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"admin:scenarios_ruleversion_{verb}", args=[version.pk]))
