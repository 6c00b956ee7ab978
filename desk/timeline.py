"""Everything that staff did, from every table that keeps it, in one line of time: a page of it by one question.

A table joins it by being registered at the desk with `sources` (`common/desk_lines.py`); each is read with the right to
look at that table alone.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.contrib.admin import AdminSite
from django.db.models import F, IntegerField, Model, Q, QuerySet, Value
from django.http import Http404, HttpRequest

from common.desk_lines import Line, Source
from common.paging import number_in
from common.rfc3339 import moment_of

PAGE = 50


class Told(NamedTuple):
    """A line, and the source it comes from."""

    source: Source
    line: Line


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: all of it where nothing is said."""

    people: Sequence[int | None] | None = None
    """By these; `None` among them is the system."""
    row: int | None = None
    of: Sequence[tuple[type[Model], int]] | None = None
    """To one of these rows, or to what is theirs."""
    since: datetime | None = None
    until: datetime | None = None


class Cursor(NamedTuple):
    """The last line of the page before."""

    at: datetime
    code: str
    key: int

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Raises `Http404` for what no page wrote."""
        try:
            at, code, key = text.split("~")
            return cls(moment_of(at), code, number_in(key))
        except ValueError as error:
            raise Http404 from error

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.code}~{self.key}"


def sources_for(site: AdminSite, request: HttpRequest) -> list[Source]:
    """The sources that somebody may look at."""
    tables = (desk for desk in site._registry.values() if hasattr(desk, "sources"))
    return [source for desk in tables if desk.has_view_permission(request) for source in desk.sources()]


def page(sources: Sequence[Source], asked: Asked, after: Cursor | None) -> tuple[list[Told], Cursor | None]:
    """The lines that follow, the latest first, and the cursor of the last one where more follow."""
    ordered = sorted(sources, key=lambda source: source.code)
    if not ordered:
        return [], None
    found = _found([_keys(place, source, asked, after) for place, source in enumerate(ordered)])
    shown = found[:PAGE]
    told = _told(ordered, shown)
    if len(found) <= PAGE:
        return told, None
    place, key, moment = shown[-1]
    return told, Cursor(moment, ordered[place].code, key)


def every(sources: Sequence[Source], asked: Asked) -> Iterator[Told]:
    """All lines, the latest first, a page at a time."""
    after: Cursor | None = None
    while True:
        told, after = page(sources, asked, after)
        yield from told
        if after is None:
            return


def count(sources: Sequence[Source], asked: Asked) -> int:
    return sum(source.rows.filter(_wanted(source, asked)).count() for source in sources)


def _found(keys: Sequence[QuerySet[Any]]) -> list[tuple[int, int, datetime]]:
    """The latest of all, by one statement. Of one moment the earlier source comes first, and in it the later row."""
    first, *others = keys
    if not others:
        return list(first)
    return list(first.union(*others, all=True).order_by("-of_moment", "of_source", "-of_row")[: PAGE + 1])


def _keys(place: int, source: Source, asked: Asked, after: Cursor | None) -> QuerySet[Any]:
    """The first of a source's rows, each as its place among the sources, its key and its moment."""
    rows = source.rows.filter(_wanted(source, asked))
    if after is not None:
        rows = rows.filter(_beyond(source, after))
    latest = rows.order_by(f"-{source.at}", "-pk")[: PAGE + 1]
    named = latest.annotate(of_source=Value(place, IntegerField()), of_row=F("pk"), of_moment=F(source.at))
    return named.values_list("of_source", "of_row", "of_moment")


def _wanted(source: Source, asked: Asked) -> Q:
    wanted = Q()
    if asked.people is not None:
        # Nobody's where nobody is asked for.
        wanted &= reduce(or_, (source.by(person) for person in asked.people), Q(pk__in=[]))
    if asked.row is not None:
        wanted &= Q(**{source.row: asked.row})
    if asked.of is not None:
        wanted &= reduce(or_, (source.of(model, pk) for model, pk in asked.of), Q(pk__in=[]))
    if asked.since is not None:
        wanted &= Q(**{f"{source.at}__gte": asked.since})
    if asked.until is not None:
        wanted &= Q(**{f"{source.at}__lt": asked.until})
    return wanted


def _beyond(source: Source, after: Cursor) -> Q:
    earlier, same = Q(**{f"{source.at}__lt": after.at}), Q(**{source.at: after.at})
    if source.code < after.code:
        return earlier
    return earlier | (same if source.code > after.code else same & Q(pk__lt=after.key))


def _told(sources: Sequence[Source], found: Sequence[tuple[int, int, datetime]]) -> list[Told]:
    """These in words: some questions for each source that is among them, however many lines."""
    keys: dict[int, list[int]] = defaultdict(list)
    for place, key, _moment in found:
        keys[place].append(key)
    lines = {place: sources[place].lines(of_place) for place, of_place in keys.items()}
    return [Told(sources[place], lines[place][key]) for place, key, _moment in found]
