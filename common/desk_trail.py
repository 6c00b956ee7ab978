"""The audit trail at the desk: when, who, to what, and what became of what, in the reader's own words."""

import dataclasses
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, Model, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.views import ChangeList

from common.city_time import CITY_ZONE
from common.desk import Colours, KeyedChangeList, ReadOnlyAdmin
from common.desk_lines import NOTHING, Change, Line, Source
from common.texts import in_reader_language, listed

MOST_IN_A_LIST = 3
EMPTY: tuple[Any, ...] = (None, "", [], {})
LANGUAGES = {"zh-hans": gettext_lazy("%(field)s (Chinese)"), "en": gettext_lazy("%(field)s (English)")}
WHOSE = frozenset({"user", "citizen", "group", "scenario", "merchant", "venue", "offer", "shop", "budget", "activity"})
"""Fields by which a row is somebody's or something's; by others somebody has done something to it."""
_UNKNOWN = object()
"""Where a trail began when the row was there already."""

Words = Callable[[Any], str]


@dataclasses.dataclass(frozen=True, slots=True)
class _Dated:
    """A code of which the words change: the same code is no news, however it reads."""

    code: str
    at: datetime = dataclasses.field(compare=False)


class DeedFilter(admin.SimpleListFilter):
    """By what was done, without asking the table which deeds it has."""

    title = gettext_lazy("deed")
    parameter_name = "deed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(label, str(words)) for label, words in model_admin.deeds.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        deed = self.value()
        if deed is not None and deed not in dict(self.lookup_choices):
            raise IncorrectLookupParameters
        return queryset if deed is None else queryset.filter(pgh_label=deed)


class TrailChangeList(KeyedChangeList):
    """Reads whom and what its rows name at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.model_admin.look_up(self.result_list)


class EventAdmin(ReadOnlyAdmin):
    """One table of the audit trail. Subclasses say in words what a row's own fields do not say themselves."""

    list_display = ("happened", "who", "what", "deed", "changed")
    list_display_links = ("happened",)
    list_filter = (DeedFilter,)
    list_select_related = ("pgh_context",)

    labels: Mapping[str, str | Promise] = {}
    """What a field is called, where its model calls it nothing."""
    wordings: Mapping[str, Words] = {}
    """How a field's value reads, where it is neither words nor a choice."""
    dated: Mapping[str, Callable[[str, datetime], str]] = {}
    """How a code read at a moment, where its words change."""
    born: Mapping[str, Any] = {}
    """What a row begins with, where the trail begins with its first change."""
    untold: Container[str] = ("id", "public_id")
    """Fields that name the row and never change."""
    deeds: Mapping[str, str | Promise] = {
        "insert": gettext_lazy("Made"),
        "update": gettext_lazy("Changed"),
        "delete": gettext_lazy("Removed"),
    }

    def get_changelist(self, request: HttpRequest, **named: Any) -> type[ChangeList]:
        return TrailChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Each with the key of the event before it, of the same row."""
        earlier = self.model._default_manager.filter(pgh_obj=OuterRef("pgh_obj"), pk__lt=OuterRef("pk"))
        last = earlier.order_by("-pk").values("pk")[:1]
        return super().get_queryset(request).select_related("pgh_context").annotate(previous_id=Subquery(last))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        event = super().get_object(request, object_id, from_field)
        if event is not None:
            self.look_up([event])
        return event

    def look_up(self, events: Sequence[Any]) -> None:
        """Gives each event its writer, the row that it is about, and the event before it."""
        writers = get_user_model()._default_manager.in_bulk({_writer_id(event) for event in events} - {None})
        rows = self.rows_of(events)
        previous = self.model._default_manager.in_bulk({event.previous_id for event in events} - {None})
        named = self._named([*events, *previous.values()])
        for event in events:
            event.writer = writers.get(_writer_id(event))
            event.row = rows.get(event.pgh_obj_id)
            event.previous = previous.get(event.previous_id)
            event.named = named

    def rows_of(self, events: Sequence[Any]) -> Mapping[int, Model]:
        """The rows that events are about, as they are now, by key; those that are gone are missing."""
        tracked: type[Model] = self.model.pgh_tracked_model
        return tracked._default_manager.in_bulk({event.pgh_obj_id for event in events})

    def _named(self, events: Sequence[Any]) -> Mapping[tuple[str, int], Model]:
        """The rows that fields of these events name, by field and key: asked for at once, however many events."""
        found: dict[tuple[str, int], Model] = {}
        for field in self._fields():
            if isinstance(field, ForeignKey):
                keys = {getattr(event, field.attname) for event in events} - {None}
                related: Any = field.related_model
                found |= {(field.name, key): row for key, row in related._default_manager.in_bulk(keys).items()}
        return found

    def sources(self) -> Sequence[Source]:
        """What the time line of the desk takes from this table."""
        options = self.model._meta
        return [
            Source(
                code=options.label_lower,
                title=capfirst(str(options.verbose_name_plural)),
                rows=self.model._default_manager.all(),
                at="pgh_created_at",
                row="pgh_obj_id",
                of=self.of,
                by=self.by,
                lines=self.lines,
            )
        ]

    def of(self, model: type[Model], pk: int) -> Q:
        """What was done to a row, or to what is its own: a citizen's freeze, a member's place in a group."""
        if issubclass(model, self.model.pgh_tracked_model):
            return Q(pgh_obj_id=pk)
        tracked: Any = self.model.pgh_tracked_model
        kept = {field.name for field in self.model._meta.concrete_fields}
        whose = [field for field in tracked._meta.concrete_fields if field.name in WHOSE and field.is_relation]
        paths = [
            field.name if field.name in kept else f"pgh_obj__{field.name}"
            for field in whose
            if issubclass(model, field.related_model)
        ]
        return reduce(or_, (Q(**{path: pk}) for path in paths), Q(pk__in=[]))

    def by(self, writer_id: int | None) -> Q:
        """What a person has written, or the system."""
        if writer_id is None:
            return Q(pgh_context=None) | Q(pgh_context__metadata__user=None)
        return Q(pgh_context__metadata__user=writer_id)

    def lines(self, keys: Iterable[int]) -> Mapping[int, Line]:
        """These events in words."""
        events = list(self.get_queryset(None).filter(pk__in=list(keys)))  # type: ignore[arg-type]
        self.look_up(events)
        return {event.pk: self._line(event) for event in events}

    def _line(self, event: Any) -> Line:
        return Line(
            at=event.pgh_created_at,
            by=event.writer,
            who=self.who(event),
            what=self.what(event),
            thing=event.row,
            row=event.pgh_obj_id,
            deed=self.deed_in_words(event),
            changes=self.changes(event),
            told_at=reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[event.pk]),
        )

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *rest: Any, **named: Any) -> Any:
        event = context["original"]
        context["original"] = context["subtitle"] = f"{self.what(event)} · {self.happened(event)}"
        return super().render_change_form(request, context, *rest, **named)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["happened", "who", "where", "what", "deed_in_words", "changes_shown"]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return self.get_readonly_fields(request, obj)

    @display(description=gettext_lazy("when"))
    def happened(self, event: Any) -> str:
        return _moment(event.pgh_created_at)

    @display(description=gettext_lazy("who"))
    def who(self, event: Any) -> str:
        if event.writer is not None:
            return str(event.writer)
        writer_id = _writer_id(event)
        return _("The system") if writer_id is None else f"#{writer_id}"

    @display(description=gettext_lazy("where"))
    def where(self, event: Any) -> str:
        return _context(event).get("url", NOTHING)

    @display(description=gettext_lazy("what"))
    def what(self, event: Any) -> str:
        return str(event.row or f"#{event.pgh_obj_id}")

    @display(
        description=gettext_lazy("deed"), label=Colours({"insert": "success", "update": "info", "delete": "danger"})
    )
    def deed(self, event: Any) -> tuple[str, str]:
        return event.pgh_label, self.deed_in_words(event)

    @display(description=gettext_lazy("deed"))
    def deed_in_words(self, event: Any) -> str:
        return str(self.deeds[event.pgh_label])

    @display(description=gettext_lazy("what changed"))
    def changed(self, event: Any) -> str:
        """The first changes in one line."""
        changes = self.changes(event)
        told = "；".join(str(change) for change in changes[:MOST_IN_A_LIST])
        more = len(changes) - MOST_IN_A_LIST
        return told if more <= 0 else _("%(told)s; and %(more)s more") % {"told": told, "more": more}

    @display(description=gettext_lazy("what changed"))
    def changes_shown(self, event: Any) -> SafeString:
        """All of them, as a table."""
        return render_to_string("admin/desk/_changes.html", {"changes": self.changes(event)})

    def changes(self, event: Any) -> list[Change]:
        """What became of what. What was made, or is gone, is told whole."""
        before, after = self._sides(event)
        told: list[Change] = []
        for field in self._fields():
            old, new = before.get(field.attname), after.get(field.attname)
            is_news = new not in EMPTY if old in (None, _UNKNOWN) else old != new
            if is_news:
                told += self.told(field, old, new)
        return told

    def told(self, field: "Field[Any, Any]", old: Any, new: Any) -> Iterable[Change]:
        """One field that changed, in words; a text, language by language."""
        label = capfirst(str(self.labels.get(field.name, field.verbose_name)))
        if old is not _UNKNOWN and field.name not in self.wordings and (_is_text(old) or _is_text(new)):
            return _told_by_language(label, old or {}, new or {})
        return [Change(label, self._said(field, old), self._said(field, new))]

    def _sides(self, event: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        here = self._state(event, event.named)
        if event.pgh_label == "delete":
            return here, {}
        if event.pgh_label == "insert":
            return {}, here
        if event.previous is None:
            return {name: self.born.get(name, _UNKNOWN) for name in here}, here
        return self._state(event.previous, event.named), here

    def _state(self, event: Any, named: Mapping[tuple[str, int], Model]) -> Mapping[str, Any]:
        """What an event says of each field; a row that one names instead of its key, where it is still there."""
        values = ((field, self._of(event, field)) for field in self._fields())
        return {
            field.attname: named.get((field.name, value), value) if field.is_relation else value
            for field, value in values
        }

    def _of(self, event: Any, field: "Field[Any, Any]") -> Any:
        value = getattr(event, field.attname)
        return _Dated(value, event.pgh_created_at) if value and field.name in self.dated else value

    def _fields(self) -> "Iterator[Field[Any, Any]]":
        """The fields of the tracked model that its trail keeps."""
        tracked = self.model.pgh_tracked_model._meta
        for kept in self.model._meta.concrete_fields:
            try:
                field = tracked.get_field(kept.name)
            except FieldDoesNotExist:
                continue
            if field.name not in self.untold:
                yield field

    def _said(self, field: "Field[Any, Any]", value: Any) -> str:
        if value is _UNKNOWN:
            return _("not recorded")
        if value in EMPTY:
            return NOTHING
        if isinstance(value, _Dated):
            return self.dated[field.name](value.code, value.at)
        if field.name in self.wordings:
            return self.wordings[field.name](value)
        if isinstance(field, ForeignKey):
            return str(value) if isinstance(value, Model) else f"#{value}"
        if isinstance(field, ArrayField):
            return listed(str(dict(field.base_field.flatchoices).get(each, each)) for each in value)
        if _is_text(value):
            return in_reader_language(value)
        return str(dict(field.flatchoices).get(value) or _shown(value))


def _told_by_language(label: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for language, words in LANGUAGES.items():
        before, after = old.get(language, ""), new.get(language, "")
        if before != after:
            yield Change(str(words) % {"field": label}, before or NOTHING, after or NOTHING)


def _is_text(value: Any) -> bool:
    return isinstance(value, dict) and "zh-hans" in value and value.keys() <= LANGUAGES.keys()


def _context(event: Any) -> Mapping[str, Any]:
    return event.pgh_context.metadata if event.pgh_context else {}


def _writer_id(event: Any) -> int | None:
    return _context(event).get("user")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _moment(value) if isinstance(value, datetime) else str(value)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(CITY_ZONE):%Y-%m-%d %H:%M:%S}"
