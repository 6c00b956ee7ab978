"""What every list of the staff desk has in common: it pages by key, counts nothing, and most of it is only read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.admin import ShowFacets
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.views import ChangeList

from common.city_time import CITY_ZONE

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


class ReadOnlyAdmin(DeskAdmin):
    """Looked at, never written, whatever permissions say."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class EventAdmin(ReadOnlyAdmin):
    """One table of the audit trail: when, who, to what, and what changed."""

    list_display = ("happened", "who", "what", "deed", "changed")
    list_display_links = ("happened",)
    list_filter = ("pgh_label",)
    list_select_related = ("pgh_context",)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        event = context["original"]
        context["original"] = f"{self.what(event)} · {self.happened(event)}"
        return super().render_change_form(request, context, *rest, **named)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["happened", "who", "where", "what", "deed_in_words", "changed"]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return self.get_readonly_fields(request, obj)

    @display(description=gettext_lazy("when"))
    def happened(self, event: Any) -> str:
        return _moment(event.pgh_created_at)

    @display(description=gettext_lazy("who"))
    def who(self, event: Any) -> str:
        writer_id = (event.pgh_context.metadata if event.pgh_context else {}).get("user")
        if writer_id is None:
            return _("The system")
        writer = get_user_model().objects.filter(pk=writer_id).first()
        return str(writer) if writer else f"#{writer_id}"

    @display(description=gettext_lazy("where"))
    def where(self, event: Any) -> str:
        return (event.pgh_context.metadata if event.pgh_context else {}).get("url", "")

    @display(description=gettext_lazy("what"))
    def what(self, event: Any) -> str:
        tracked = event.pgh_tracked_model
        row = tracked._default_manager.filter(pk=event.pgh_obj_id).first()
        return str(row) if row else f"#{event.pgh_obj_id}"

    @display(description=gettext_lazy("deed"), label={"insert": "success", "update": "info", "delete": "danger"})
    def deed(self, event: Any) -> tuple[str, str]:
        return event.pgh_label, self.deed_in_words(event)

    @display(description=gettext_lazy("deed"))
    def deed_in_words(self, event: Any) -> str:
        words = {"insert": _("Made"), "update": _("Changed"), "delete": _("Removed")}
        return words[event.pgh_label]

    @display(description=gettext_lazy("what changed"))
    def changed(self, event: Any) -> str:
        """Each field with its old and new value; long values only by name."""
        model = type(event)
        before = model._default_manager.filter(pgh_obj=event.pgh_obj_id, pk__lt=event.pk).order_by("-pk").first()
        if before is None or event.pgh_label != "update":
            return ""
        fields = [field for field in model._meta.concrete_fields if not field.name.startswith("pgh_")]
        told = [
            _told(str(field.verbose_name), getattr(before, field.attname), getattr(event, field.attname))
            for field in fields
            if getattr(before, field.attname) != getattr(event, field.attname)
        ]
        return "；".join(told)


def _told(name: str, old: Any, new: Any) -> str:
    if isinstance(old, dict | list) or isinstance(new, dict | list):
        return name
    return f"{name} {_shown(old)} → {_shown(new)}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return _moment(value)
    return "—" if value in (None, "") else str(value)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(CITY_ZONE):%Y-%m-%d %H:%M:%S}"
