"""Deeds at the desk, to be looked at: a list of their own, and lines of the one time line."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db.models import Model, Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.views import ChangeList

from accounts.deeds.models import Deed, DeedKind
from accounts.deeds.words import LABELS, in_words
from common.desk import KeyedChangeList, ReadOnlyAdmin
from common.desk_lines import NOTHING, Change, Line, Source


class DeedChangeList(KeyedChangeList):
    """Reads what its rows are about at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        look_up(self.result_list)


class DeedAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "deed", "about", "facts_in_line")
    list_display_links = ("at",)
    list_filter = ("kind",)
    list_select_related = ("by",)

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return DeedChangeList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        deed = super().get_object(request, object_id, from_field)
        look_up([deed] if deed is not None else [])
        return deed

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["at", "by", "deed", "about", "facts_shown"]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return self.get_fields(request, obj)

    @display(description=_("deed"))
    def deed(self, deed: Deed) -> str:
        return str(deed.get_kind_display())

    @display(description=_("what"))
    def about(self, deed: Any) -> str:
        return _about(deed)

    @display(description=_("more"))
    def facts_in_line(self, deed: Deed) -> str:
        return "；".join(map(str, changes_of(deed))) or NOTHING

    @display(description=_("more"))
    def facts_shown(self, deed: Deed) -> SafeString:
        return render_to_string("admin/desk/_changes.html", {"changes": changes_of(deed)})

    def sources(self) -> Sequence[Source]:
        """One for each kind; looks only where somebody asks for them: there is one for each person who is served."""
        return [self._source(kind) for kind in DeedKind]

    def _source(self, kind: DeedKind) -> Source:
        return Source(
            code=f"deed.{kind}",
            title=str(kind.label),
            rows=Deed.objects.filter(kind=kind),
            at="at",
            row="row",
            of=lambda model, pk: Q(table=model._meta.label_lower, row=pk),
            by=lambda writer_id: Q(by=writer_id),
            lines=self.lines,
            is_usual=kind != DeedKind.LOOKED,
        )

    def lines(self, keys: Iterable[int]) -> Mapping[int, Line]:
        deeds: list[Any] = list(Deed.objects.filter(pk__in=list(keys)).select_related("by"))
        look_up(deeds)
        return {deed.pk: self._line(deed) for deed in deeds}

    def _line(self, deed: Any) -> Line:
        return Line(
            at=deed.at,
            by=deed.by,
            who=str(deed.by),
            what=_about(deed),
            thing=deed.thing,
            row=deed.row,
            deed=self.deed(deed),
            changes=changes_of(deed),
            told_at=reverse("admin:accounts_deed_change", args=[deed.pk]),
        )


def look_up(deeds: Sequence[Any]) -> None:
    """Gives each deed the row that it is about, where it is still there: one question for each table."""
    for table in {deed.table for deed in deeds}:
        of_table = [deed for deed in deeds if deed.table == table]
        model = apps.get_model(table) if table else None
        rows = model._default_manager.in_bulk([deed.row for deed in of_table]) if model else {}
        for deed in of_table:
            deed.thing = rows.get(deed.row)


def changes_of(deed: Deed) -> list[Change]:
    """More of a deed, in words."""
    told = ((fact, value) for fact, value in deed.facts.items() if value != "")
    return [Change(capfirst(str(LABELS[fact])), NOTHING, in_words(fact, value)) for fact, value in told]


def _about(deed: Any) -> str:
    if deed.thing is not None:
        return str(deed.thing)
    return NOTHING if deed.row is None else f"#{deed.row}"
