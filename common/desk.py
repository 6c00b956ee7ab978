"""What every list of the staff desk has in common: it pages by key, counts nothing, and most of it is only read."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

OLDER_THAN = "older_than"
PAGE = 50


class KeyedPaginator(Paginator):
    """Knows nothing of totals; the list itself knows where the next page begins."""

    template_name = "admin/keyed_pagination.html"


class KeyedChangeList(ChangeList):
    """A list from the newest row down, a page after a key at a time: no COUNT and no OFFSET over a big table."""

    older_than: int | None = None
    older_query: str = ""

    def __init__(self, request: HttpRequest, *arguments: Any, **named: Any) -> None:
        self.older_than = _cursor(request)
        super().__init__(request, *arguments, **named)

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        remaining: dict[str, Any] = super().get_filters_params(params)
        remaining.pop(OLDER_THAN, None)
        return remaining

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str]:
        return ["-pk"]

    def get_results(self, request: HttpRequest) -> None:
        rows = self.queryset if self.older_than is None else self.queryset.filter(pk__lt=self.older_than)
        found = list(rows[: PAGE + 1])
        self.result_list = found[:PAGE]
        if len(found) > PAGE:
            self.older_query = self.get_query_string({OLDER_THAN: self.result_list[-1].pk})
        self.newest_query = self.get_query_string(remove=[OLDER_THAN])
        self.result_count = len(self.result_list)
        # Alike, or the page would say how few these are of how many.
        self.full_result_count = self.result_count
        self.show_full_result_count = False
        self.show_admin_actions = bool(self.result_list)
        self.can_show_all = self.multi_page = False
        self.paginator = KeyedPaginator(self.result_list, PAGE)


class WaitingFirstChangeList(KeyedChangeList):
    """Begins with the rows that wait for the desk, longest waiting first; they stand again where they belong by age.

    Its admin's `waiting` picks them out and `waiting_since` orders them. A filter that is chosen shows what it says.
    """

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if self.older_than is not None or self.get_filters_params() or self.query:
            return
        waiting = list(self.queryset.filter(self.model_admin.waiting).order_by(self.model_admin.waiting_since)[:PAGE])
        first = {row.pk for row in waiting}
        self.result_list = [*waiting, *(row for row in self.result_list if row.pk not in first)]
        self.result_count = self.full_result_count = len(self.result_list)
        self.show_admin_actions = bool(self.result_list)


def _cursor(request: HttpRequest) -> int | None:
    raw = request.GET.get(OLDER_THAN)
    if raw is None:
        return None
    if not raw.isascii() or not raw.isdigit() or len(raw) > 18:
        raise Http404
    return int(raw)


class DeskAdmin(ModelAdmin):
    """Lists page by key and offer no deed on many rows at once."""

    actions = None
    sortable_by: Sequence[str] = ()
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = PAGE
    list_filter_submit = True
    compressed_fields = True
    warn_unsaved_form = True

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return KeyedChangeList

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django leads here from a filter that it cannot read; a list of everything is no answer to it."""
        if ERROR_FLAG in request.GET:
            messages.error(request, _("The filter in this address cannot be read. This is the whole list."))
        return super().changelist_view(request, extra_context)


class ReadOnlyAdmin(DeskAdmin):
    """Looked at, never written, whatever permissions say."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
