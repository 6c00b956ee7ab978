"""The desk itself: open to staff who signed in by name, password and second factor, to nobody who came by phone."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from accounts import devices, guessing
from accounts.deeds.noting import note
from accounts.desk_sessions import came_by_password
from accounts.models import DeedKind
from accounts.refusals import TooManyPasswords
from accounts.requests import citizen_of
from common.access import Access
from common.errors import DomainError
from desk import citizen, dashboard, export_page, find, month, rule_timeline, scheduled, second_step, timeline_page
from desk.books import behind as books_behind
from desk.books import moment as books_moment
from desk.books import page as books_page


class DeskSite(UnfoldAdminSite):
    access = Access.STAFF
    index_title = _("Dashboard")
    enable_nav_sidebar = True
    index_template = "admin/dashboard.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """A phone that was lost opens the citizen's pages, never the desk."""
        return super().has_permission(request) and came_by_password(request)

    def admin_view(self, view: Callable[..., HttpResponseBase], cacheable: bool = False) -> Callable[..., HttpResponse]:
        """As Django's, but whoever is signed in without a right to be here is refused instead of asked to sign in."""
        inner = super().admin_view(view, cacheable)

        def outer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request) and view != self.logout:
                raise PermissionDenied
            if any("\0" in value for value in request.GET.values()):
                # No text of the database's holds one; asked for it, the database refuses the question.
                raise Http404
            if view != self.logout and self.has_permission(request):
                question = second_step.asked_first(request)
                if question is not None:
                    return question
            try:
                return self._known(request, inner(request, *args, **named))
            except DomainError as refused:
                # Of two who do the same at once, one finds it done.
                messages.error(request, refused.sentence)
                return HttpResponseRedirect(_place_to_look(request, refused))

        return outer

    def _known(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        """Marks the browser of whoever has taken both steps."""
        if self.has_permission(request) and not guessing.is_known(request, str(citizen_of(request))):
            guessing.know_browser(answer, citizen_of(request), is_secure=request.is_secure())
        return answer

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """As Django's; a session has its row, and who tried too often is told so by the status, too."""
        answer: HttpResponse = super().login(request, extra_context)
        if request.method == "POST" and self.has_permission(request):
            devices.note(request, now=timezone.now())
        form = (getattr(answer, "context_data", None) or {}).get("form")
        if form is not None and form.has_error(NON_FIELD_ERRORS, TooManyPasswords.code):
            answer.status_code = TooManyPasswords.status
        return answer

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """As Django's; whoever sets their own password leaves a trace, as who sets another's does."""
        with transaction.atomic():
            answer: HttpResponse = super().password_change(request, extra_context)
            if request.method == "POST" and answer.status_code == HTTPStatus.FOUND:
                note(DeedKind.PASSWORD, of=citizen_of(request), by=citizen_of(request), now=timezone.now())
        return answer

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("figures/", self.admin_view(dashboard.figures), name="figures"),
            path("accounts/user/<int:pk>/citizen/", self.admin_view(citizen.citizen), name="accounts_user_citizen"),
            path("export/", self.admin_view(export_page.export), name="export"),
            path("find/", self.admin_view(find.page), name="find"),
            path("month/", self.admin_view(month.month), name="month"),
            path("trail/", self.admin_view(timeline_page.trail), name="trail"),
        ]
        jobs = [
            path("jobs/scheduled/", self.admin_view(scheduled.page), name="jobs_scheduled"),
            path("jobs/scheduled/start/", self.admin_view(scheduled.start), name="jobs_start"),
        ]
        books = [
            path("books/", self.admin_view(books_page.page), name="books"),
            path("books/transfers/", self.admin_view(books_behind.transfers), name="books_transfers"),
            path("books/export/", self.admin_view(books_behind.export), name="books_export"),
            path("books/moment/", self.admin_view(books_moment.moment), name="books_moment"),
        ]
        # Django's way on to a row's page asks no right, and of keys that are no numbers it breaks.
        rest = [entry for entry in super().get_urls() if getattr(entry, "name", "") != "view_on_site"]
        return [*own, *books, *jobs, *self._of_scenarios(), *rest]

    def _of_scenarios(self) -> list[URLPattern]:
        """What the desk shows of a scenario's rules; the scenario's own pages are its app's."""
        pages = {"versions": rule_timeline.timeline, "end": rule_timeline.end}
        return [
            path(f"scenarios/scenario/<int:pk>/{name}/", self.admin_view(page), name=f"scenarios_scenario_{name}")
            for name, page in pages.items()
        ]

    def history_of(self, row: Model, request: HttpRequest) -> dict[str, Any]:
        """What the trail tells of a row, for the page of its history."""
        return timeline_page.history(request, type(row), row.pk)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Completes what a form of the desk has somebody choose so; of anything else it would look through all rows."""
        asked = tuple(request.GET.get(name, "") for name in ("app_label", "model_name", "field_name"))
        if asked not in self._completed():
            raise PermissionDenied
        return super().autocomplete_view(request)

    def _completed(self) -> set[tuple[str, str, str]]:
        return {
            (model._meta.app_label, str(model._meta.model_name), field)
            for model, at_desk in self._registry.items()
            for field in at_desk.autocomplete_fields
        }

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().index(request, {**(extra_context or {}), **dashboard.everything(request)})


def _place_to_look(request: HttpRequest, refused: DomainError) -> str:
    """Where one sees how it is now: the page of the deed, for removing the row's own, for what is gone the list."""
    if request.method != "POST":
        return reverse("admin:index")
    if refused.status == HTTPStatus.GONE:
        return urljoin(request.path, "../../")
    return urljoin(request.path, "../change/") if request.path.endswith("/delete/") else request.path
