"""Lists at the desk: each edition whole, entered by one person and confirmed by another."""

from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.decorators import display
from unfold.views import ChangeList

from accounts.requests import citizen_of
from accounts.uploads import takes_uploads
from common import editions
from common.desk import Colours, ReadOnlyAdmin, WaitingFirstChangeList
from common.desk_lines import Change
from common.desk_trail import EventAdmin
from common.errors import DomainError
from common.uploads import was_cut_short
from lists import confirming
from lists.forms import ListForm
from lists.kinds import FOR_ME, Kind, every_kind
from lists.models import Edition, State
from lists.refusals import FilesTooLarge, NotLaterThanToday
from lists.telling import compared, lines_of

COLOURS = Colours({State.ENTERED.value: "warning", State.CONFIRMED.value: "success"})


class ListFilter(admin.SimpleListFilter):
    title = _("list")
    parameter_name = "list"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(code, str(kind.name)) for code, kind in every_kind().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        code = self.value()
        if code is not None and code not in every_kind():
            raise IncorrectLookupParameters
        return queryset if code is None else queryset.filter(list_code=code)


class StandingFilter(admin.SimpleListFilter):
    """What waits, and what of it waits for this very reader: nobody confirms what they entered."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*State.choices, (FOR_ME, _("Waits for me to confirm it"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == FOR_ME:
            return queryset.filter(confirmed_at=None).exclude(entered_by=request.user.pk)
        if self.value() is None:
            return queryset
        return queryset.filter(confirmed_at__isnull=self.value() == State.ENTERED)


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """Entering has a right of its own, and confirming another; nobody confirms what they entered."""

    list_display = ("name", "state_shown", "effective_from", "entered_at", "entered_by_shown", "confirmed_by_shown")
    list_display_links = ("name",)
    list_filter = (ListFilter, StandingFilter)
    list_select_related = ("entered_by", "confirmed_by")
    waiting = Q(confirmed_at=None)
    waiting_since = "entered_at"

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return WaitingFirstChangeList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("lists.add_edition")

    def may_confirm(self, request: HttpRequest) -> bool:
        return request.user.has_perm("lists.confirm_edition")

    @display(description=_("list"))
    def name(self, edition: Edition) -> str:
        return str(edition)

    @display(description=_("state"), label=COLOURS)
    def state_shown(self, edition: Edition) -> tuple[str, Any]:
        return edition.state.value, edition.state.label

    @display(description=_("entered by"))
    def entered_by_shown(self, edition: Edition) -> str:
        return _person(edition.entered_by)

    @display(description=_("confirmed by"))
    def confirmed_by_shown(self, edition: Edition) -> str:
        return "—" if edition.confirmed_at is None else _person(edition.confirmed_by)

    def get_urls(self) -> list[URLPattern]:
        views = {"confirm": self.confirm_view, "throw_away": self.throw_away_view}
        own = [
            path(f"<int:pk>/{verb}/", self.admin_site.admin_view(require_POST(view)), name=f"lists_edition_{verb}")
            for verb, view in views.items()
        ]
        add = takes_uploads("IMPORT_MAX_BYTES")(self.admin_site.admin_view(self.add_view))
        return [*own, path("add/", add, name="lists_edition_add"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the edition says beside the one that held before it, and what can be done with it."""
        edition = self.get_object(request, object_id)
        if edition is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, edition):
            raise PermissionDenied
        has_passed = confirming.has_passed(edition, now=timezone.now())
        context = {
            "original": edition,
            "has_passed": has_passed,
            "before": edition.before,
            "after": edition.after,
            "lines": compared(edition),
            "entered_by": _person(edition.entered_by),
            "confirmed_by": _person(edition.confirmed_by),
            "may_confirm": self.may_confirm(request) and edition.entered_by_id != request.user.pk and not has_passed,
            "may_throw_away": self.may_confirm(request) or self.has_add_permission(request),
            "may_enter": self.has_add_permission(request),
            "is_own": edition.entered_by_id == request.user.pk,
            "edition": editions.edition_of(*confirming.shown(edition)),
        }
        return self._page(request, "list_edition", str(edition), context)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Asks which list; of that one, a whole edition, which begins with what the one before it says."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "list" not in request.GET:
            return self._page(request, "list_kinds", gettext("A new edition"), {"kinds": every_kind().values()})
        kind = every_kind().get(request.GET["list"])
        if kind is None:
            raise Http404
        begun = _begun(kind, request.GET.get("subject", ""))
        form = kind.form(request.POST or None, request.FILES or None, initial=begun)
        if request.method == "POST" and form.is_valid() and not _is_cut_short(request, form):
            try:
                return self._enter(request, kind, form)
            except NotLaterThanToday as refused:
                form.add_error("effective_from", refused.sentence)
        return self._page(request, "list_new", str(kind.name), {"form": form, "kind": kind})

    def _enter(self, request: HttpRequest, kind: Kind, form: ListForm) -> HttpResponse:
        edition = confirming.enter(
            kind,
            subject=form.of_what(),
            document=form.document(),
            effective_from=form.holds_from(),
            by=citizen_of(request),
            now=timezone.now(),
        )
        messages.success(request, gettext("It is entered. Nothing goes by it until a colleague confirms it."))
        return _to(edition)

    def confirm_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.may_confirm(request):
            raise PermissionDenied
        edition = get_object_or_404(Edition, pk=pk)
        shown = request.POST.get(editions.FIELD, "")
        try:
            with confirming.in_turn(edition):
                confirming.confirm(edition, by=citizen_of(request), now=timezone.now(), shown_as=shown)
        except DomainError as refused:
            return _refused(request, refused, edition)
        messages.success(request, gettext("Confirmed. It cannot be changed any more; another edition corrects it."))
        return _to(edition)

    def throw_away_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """By whoever may enter or confirm: what is wrong is entered anew."""
        if not self.has_add_permission(request) and not self.may_confirm(request):
            raise PermissionDenied
        edition = get_object_or_404(Edition, pk=pk)
        try:
            confirming.throw_away(edition, shown_as=request.POST.get(editions.FIELD, ""))
        except DomainError as refused:
            return _refused(request, refused, edition)
        messages.success(request, gettext("Thrown away: nothing ever went by it."))
        return HttpResponseRedirect(reverse("admin:lists_edition_changelist"))

    def _page(self, request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **context}
        return TemplateResponse(request, f"admin/desk/{template}.html", whole)


class EditionEventAdmin(EventAdmin):
    """Who entered, confirmed and threw away what."""

    wordings = MappingProxyType(
        {"list_code": lambda code: str(every_kind()[code].name) if code in every_kind() else code}
    )

    def told(self, field: Any, old: Any, new: Any) -> Any:
        if field.name != "document":
            return super().told(field, old, new)
        return []

    def changes(self, event: Any) -> list[Change]:
        """The document line by line, as its list says it."""
        told = super().changes(event)
        if event.pgh_label == "update":
            return told
        lines = lines_of(event.list_code, event.document)
        is_gone = event.pgh_label == "delete"
        return [*told, *(Change(label, *((said, "—") if is_gone else ("—", said))) for label, said in lines)]


def _begun(kind: Kind, subject: str) -> dict[str, Any]:
    """What the form begins with: what the last edition of the subject says."""
    last = Edition.objects.filter(list_code=kind.code, subject=subject).order_by("-number").first()
    if last is not None:
        return kind.form.begun(subject, last.document)
    return kind.form.begun(subject, kind.begun()) if kind.begun else {}


def _is_cut_short(request: HttpRequest, form: ListForm) -> bool:
    """Whether files were too large to be kept; the form then says so."""
    if was_cut_short(request):
        form.add_error(None, FilesTooLarge(megabytes=settings.IMPORT_MAX_BYTES // 1024**2).sentence)
    return was_cut_short(request)


def _person(user: Any) -> str:
    return gettext("The program") if user is None else str(user)


def _refused(request: HttpRequest, refused: DomainError, edition: Edition) -> HttpResponse:
    """To the edition, which shows how it is now: a deed has no page of its own."""
    messages.error(request, refused.sentence)
    return _to(edition)


def _to(edition: Edition) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:lists_edition_change", args=[edition.pk]))


admin.site.register(apps.get_model("lists.EditionEvent"), EditionEventAdmin)
