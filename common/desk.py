"""What every list of the staff desk has in common: it pages by key, counts nothing, and most of it is only read."""

import logging
from collections.abc import Callable, Container, Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import FieldListFilter, ShowFacets
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import FieldError, ValidationError
from django.core.paginator import Paginator
from django.db import (
    DataError,
    IntegrityError,
    InternalError,
    NotSupportedError,
    ProgrammingError,
    transaction,
)
from django.db.models import BinaryField, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext as translated
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from common import editions, paging
from common.typed.desk import PlainSearchForm

logger = logging.getLogger(__name__)

OLDER_THAN = "older_than"
PAGE = 50
UNREADABLE = (
    DataError,
    ProgrammingError,
    NotSupportedError,
    FieldError,
    ValidationError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
)
"""What a value that somebody wrote into a filter's address can raise, by the kind of its field and of its lookup."""


class Colours(dict[str, str]):
    """The colours of states. One that is not among them is plain: Unfold would show its code instead of its word."""

    def __missing__(self, state: str) -> str:
        return "default"


class KeyedPaginator(Paginator):
    """Knows nothing of totals; the list itself knows where the next page begins."""

    template_name = "admin/_keyed_pagination.html"


class KeyedChangeList(ChangeList):
    """A list from the newest row down, a page after a key at a time: no COUNT and no OFFSET over a big table."""

    search_form_class = PlainSearchForm
    older_than: int | None = None
    older_query: str = ""
    size = PAGE
    is_taken_whole = False

    def __init__(self, request: HttpRequest, *arguments: Any, **named: Any) -> None:
        self.older_than = _cursor(request)
        super().__init__(request, *arguments, **named)

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        remaining: dict[str, Any] = super().get_filters_params(params)
        remaining.pop(OLDER_THAN, None)
        return remaining

    def get_filters(self, request: HttpRequest) -> Any:
        """A question that is none of the list's own is answered as one that cannot be read."""
        try:
            filters = super().get_filters(request)
        except DisallowedModelAdminLookup as refused:
            raise IncorrectLookupParameters from refused
        for each in filters[0]:
            # A relation without a name of its own is called as its model's field is in the code.
            each.title = translated(str(each.title))
        return filters

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str]:
        return ["-pk"]

    def get_results(self, request: HttpRequest) -> None:
        rows = self.queryset if self.older_than is None else self.queryset.filter(pk__lt=self.older_than)
        self.result_list, last = self._read(rows)
        if last is not None:
            self.older_query = self.get_query_string({OLDER_THAN: last.pk})
        self.newest_query = self.get_query_string(remove=[OLDER_THAN])
        self.filter_query = self.newest_query.removeprefix("?")
        self.result_count = len(self.result_list)
        # Alike, or the page would say how few these are of how many.
        self.full_result_count = self.result_count
        self.show_full_result_count = False
        self.show_admin_actions = bool(self.result_list)
        self.can_show_all = self.multi_page = False
        self.paginator = KeyedPaginator(self.result_list, PAGE)

    def _read(self, rows: QuerySet[Any]) -> tuple[list[Any], Any]:
        """A page, and its last row where more follow.

        Raises `IncorrectLookupParameters` for a filter that Django takes and the database does not.
        """
        if not self.get_filters_params():
            return paging.cut(rows, self.size)
        try:
            with transaction.atomic():
                return paging.cut(rows, self.size)
        except UNREADABLE as error:
            logger.warning("a filter of the desk cannot be read: %s", type(error).__name__)
            raise IncorrectLookupParameters from error

    def pieces(self, request: HttpRequest, size: int) -> Iterator[Any]:
        """Every row, the newest first, read so many at a time and with all that a page would read."""
        self.size, self.is_taken_whole, self.older_than = size, True, None
        while True:
            self.get_results(request)
            yield from self.result_list
            if len(self.result_list) < size:
                return
            self.older_than = self.result_list[-1].pk


class WaitingFirstChangeList(KeyedChangeList):
    """Begins with the rows that wait for the desk, longest waiting first; they stand again where they belong by age.

    Its admin's `waiting` picks them out and `waiting_since` orders them. A filter that is chosen shows what it says.
    """

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if self.older_than is not None or self.get_filters_params() or self.query or self.is_taken_whole:
            return
        waiting = list(self.queryset.filter(self.model_admin.waiting).order_by(self.model_admin.waiting_since)[:PAGE])
        first = {row.pk for row in waiting}
        self.result_list = [*waiting, *(row for row in self.result_list if row.pk not in first)]
        self.result_count = self.full_result_count = len(self.result_list)
        self.show_admin_actions = bool(self.result_list)


def _cursor(request: HttpRequest) -> int | None:
    raw = request.GET.get(OLDER_THAN)
    return None if raw is None else paging.number_in(raw)


class DeskAdmin(ModelAdmin):
    """Lists page by key and offer no deed on many rows at once."""

    actions = None
    sortable_by: Sequence[str] = ()
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = PAGE
    list_filter_submit = True
    list_after_template = "admin/desk/_export.html"
    compressed_fields = True
    warn_unsaved_form = True
    view_on_site = False
    """What rows have of pages are their citizens' own."""
    change_form_before_template = "admin/desk/_edition.html"
    object_history_template = "admin/desk/history.html"
    changes_by_itself: Container[str] = ()
    """Fields that change without anybody's deed."""
    _parameters: set[str] | None = None

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return KeyedChangeList

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """A list is asked by its filters alone: any other question feels along what the list does not show."""
        assert request is not None
        return lookup in self._asked_by(request)

    def _asked_by(self, request: HttpRequest) -> set[str]:
        """The parameters of the list's own filters, which are the same for everybody."""
        if self._parameters is None:
            self._parameters = {name for each in self.get_list_filter(request) for name in self._names(each, request)}
        return self._parameters

    def _names(self, asked: Any, request: HttpRequest) -> list[str]:
        if hasattr(asked, "parameter_name"):
            return [asked.parameter_name]
        path, make = asked if isinstance(asked, tuple) else (asked, FieldListFilter.create)
        field = get_fields_from_path(self.model, path)[-1]
        return [name for name in make(field, request, {}, self.model, self, path).expected_parameters() if name]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Out of the trail: Django's own log knows nothing of what was not done on its pages."""
        row = self.get_object(request, object_id)
        if row is not None and self.has_view_permission(request, row):
            site: Any = self.admin_site
            extra_context = {**(extra_context or {}), **site.history_of(row, request)}
        return super().history_view(request, object_id, extra_context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django leads here from a filter that it cannot read; a list of everything is no answer to it."""
        if ERROR_FLAG in request.GET:
            messages.error(request, _("The filter in this address cannot be read. This is the whole list."))
        return super().changelist_view(request, extra_context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row; where it is about to be saved or removed, locked and as its page showed it.

        Raises `ChangedMeanwhile`, `NothingShown`.
        """
        row = super().get_object(request, object_id, from_field)
        shown_of = self._decided_on(request, row)
        if shown_of is None:
            return row
        self.lock(row)
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            editions.check(request.POST.get(editions.FIELD, ""), *shown_of(row))
        return row

    def _decided_on(self, request: HttpRequest, row: Model | None) -> Callable[[Model], list[Any]] | None:
        """What whoever may do so goes by who sends the row's form, or the answer to whether it shall be removed."""
        name = request.resolver_match.url_name if request.resolver_match else None
        if row is None or request.method != "POST" or name is None:
            return None
        this = f"{self.opts.app_label}_{self.opts.model_name}"
        if name == f"{this}_change" and self.has_change_permission(request, row):
            return self.shown_of
        if name == f"{this}_delete" and self.has_delete_permission(request, row):
            return self.removed_with
        return None

    def lock(self, row: Model) -> None:
        """Makes whoever else changes the row wait; where its use cases lock something else first, that."""
        self.model._base_manager.select_for_update(no_key=True).get(pk=row.pk)

    def shown_of(self, row: Model) -> list[Any]:
        """What whoever opens a row's form goes by."""
        shown = [field for field in row._meta.concrete_fields if not isinstance(field, BinaryField)]
        values = [getattr(row, field.attname) for field in shown if field.name not in self.changes_by_itself]
        sides = [sorted(getattr(row, field.name).values_list("pk", flat=True)) for field in row._meta.many_to_many]
        return [*values, *sides]

    def removed_with(self, row: Model) -> list[Any]:
        """What whoever removes a row goes by."""
        return self.shown_of(row)

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> Any:
        context["edition"] = editions.edition_of(*self.removed_with(context["object"]))
        return super().render_delete_form(request, context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        row = context.get("original")
        if isinstance(row, self.model):
            context["edition"] = request.POST.get(editions.FIELD) or editions.edition_of(*self.shown_of(row))
        return super().render_change_form(request, context, *rest, **named)

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *rest: Any, **named: Any) -> Any:
        try:
            return super().changeform_view(request, object_id, *rest, **named)
        except (IntegrityError, InternalError):
            return self._overtaken(request)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        try:
            return super().delete_view(request, object_id, extra_context)
        except (IntegrityError, InternalError):
            return self._overtaken(request)

    def _overtaken(self, request: HttpRequest) -> HttpResponse:
        """What the form let through the database has refused: most likely two people did it at once."""
        logger.warning("The database refused what was sent to %s", request.path, exc_info=True)
        messages.error(
            request,
            _("This could not be saved: somebody else may have done it at the same moment. This is how it is now."),
        )
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))


class ReadOnlyAdmin(DeskAdmin):
    """Looked at, never written, whatever permissions say."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
