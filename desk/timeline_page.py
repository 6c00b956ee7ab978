"""The page of the one time line: who did what, when, and what became of what; asked by person, kind, days and row."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import User
from common.city_time import city_day, day_span
from common.desk_days import day_field
from common.desk_lines import Source
from common.desk_search import find
from common.public_ids import is_public_id
from common.typed.fields import PlainField, WholeField
from desk import timeline
from desk.timeline import Asked, Cursor, Told
from desk.ways import way_to

SYSTEM = "system"
LIST = "trail"
"""As who takes it away names it."""


def _told(words: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"placeholder": words})


class AskedForm(forms.Form):
    """Everything may be left out."""

    who = PlainField(label=_("Who"), required=False, max_length=64, widget=_told(_("Sign-in name or public id")))
    of = PlainField(
        label=_("To whom or what"), required=False, max_length=64, widget=_told(_("Sign-in name, public id or name"))
    )
    kind = forms.ChoiceField(label=_("What"), required=False)
    table = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)
    row = WholeField(label=_("Row"), required=False, widget=forms.HiddenInput, min_value=0)

    def __init__(self, *arguments: Any, sources: Sequence[Source], **named: Any) -> None:
        super().__init__(*arguments, **named)
        titles = sorted(((source.code, source.title) for source in sources), key=lambda choice: choice[1])
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("Everything that was done")), *titles]
        self.fields["since"] = day_field(_("From"))
        self.fields["until"] = day_field(_("To"))

    def clean_table(self) -> type[Model] | None:
        try:
            return apps.get_model(self.cleaned_data["table"]) if self.cleaned_data["table"] else None
        except (LookupError, ValueError) as error:
            raise forms.ValidationError(_("There is no such table.")) from error

    def asked(self, request: HttpRequest) -> Asked:
        given = self.cleaned_data
        since, until = given["since"], given["until"]
        is_one = given["table"] is not None and given["row"] is not None
        of = [(given["table"], given["row"])] if is_one else _things(given["of"], request) if given["of"] else None
        return Asked(
            people=_people(given["who"]) if given["who"] else None,
            row=None if is_one else given["row"],
            of=of,
            since=day_span(since)[0] if since else None,
            until=day_span(until)[1] if until else None,
        )


def _people(who: str) -> list[int | None]:
    """The system, or whoever has this sign-in name or public id; nobody where there is none."""
    if who in (SYSTEM, gettext("The system")):
        return [None]
    return list(User.objects.filter(Q(username=who) | Q(public_id=who.lower())).values_list("pk", flat=True))


def _things(of: str, request: HttpRequest) -> list[tuple[type[Model], int]]:
    """Whoever has this sign-in name or public id, or what is called so."""
    people = list(User.objects.filter(Q(username=of) | Q(public_id=of.lower())))
    others = [found.row for found in find(of, request)] if not people and not _may_be_personal(of) else []
    return [(type(row), row.pk) for row in (*people, *others)]


def _may_be_personal(of: str) -> bool:
    """Phones and plates, of which each has a digit, stand in no address."""
    return any(letter.isdigit() for letter in of) and not is_public_id(of.lower())


def may_look(request: HttpRequest) -> bool:
    """Whether the side bar offers it."""
    return bool(timeline.sources_for(admin.site, request))


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """For whoever may look at one of the tables that it joins. Raises `PermissionDenied`."""
    sources = timeline.sources_for(admin.site, request)
    if not sources:
        raise PermissionDenied
    form = AskedForm(request.GET, sources=sources)
    told, following = _found(request, form, sources) if form.is_valid() else ([], None)
    query = request.GET.copy()
    query.pop("after", None)
    taken = query.urlencode()
    query["after"] = str(following) if following else ""
    context = {
        **admin.site.each_context(request),
        "title": gettext("What staff did"),
        "form": form,
        "days": _by_day([_shown(one, request) for one in told]),
        "following": query.urlencode() if following else "",
        "export_address": f"{reverse('admin:export')}?{taken}",
        "export_list": LIST,
        "is_first": not request.GET.get("after"),
        "page_address": reverse("admin:trail"),
    }
    return TemplateResponse(request, "admin/desk/trail.html", context)


def _by_day(shown: Sequence[dict[str, Any]]) -> list[tuple[date, list[dict[str, Any]]]]:
    return [(day, list(lines)) for day, lines in groupby(shown, key=lambda one: city_day(one["line"].at))]


def _found(request: HttpRequest, form: AskedForm, sources: Sequence[Source]) -> tuple[list[Told], Cursor | None]:
    after, asked = request.GET.get("after"), form.asked(request)
    return timeline.page(_chosen(form, asked, sources), asked, Cursor.read(after) if after else None)


def _chosen(form: AskedForm, asked: Asked, sources: Sequence[Source]) -> list[Source]:
    """Who looked at somebody belongs to what was done to them."""
    kind = form.cleaned_data["kind"]
    is_any = not kind and asked.of is not None
    return [source for source in sources if source.code == kind or (not kind and source.is_usual) or is_any]


def to_take_away(request: HttpRequest) -> tuple[int, Iterator[Told]]:
    """How many lines the page has in all, and each. Raises `PermissionDenied`; `Http404` for an odd question."""
    sources = timeline.sources_for(admin.site, request)
    if not sources:
        raise PermissionDenied
    form = AskedForm(request.GET, sources=sources)
    if not form.is_valid():
        raise Http404
    asked = form.asked(request)
    chosen = _chosen(form, asked, sources)
    return timeline.count(chosen, asked), timeline.every(chosen, asked)


def history(request: HttpRequest, model: type[Model], pk: int) -> dict[str, Any]:
    """What was done to one row, as far as the reader may look at it, for the row's own page of it."""
    sources = timeline.sources_for(admin.site, request)
    told, following = timeline.page(sources, Asked(of=[(model, pk)]), None)
    whole = urlencode({"table": str(model._meta.label_lower), "row": str(pk)})
    return {
        "days": _by_day([_shown(one, request) for one in told]),
        "whole_address": f"{reverse('admin:trail')}?{whole}" if following else "",
        "may_look": bool(sources),
    }


def _shown(one: Told, request: HttpRequest) -> dict[str, Any]:
    """A line with where it leads: to the thing, to all of its changes, and to all that this person did."""
    line = one.line
    whose = str(getattr(line.by, "username", None) or getattr(line.by, "public_id", SYSTEM))
    return {
        "line": line,
        "source": one.source,
        "thing_address": way_to(line.thing, request),
        "of_row": "" if line.row is None else _of_row(one.source, line.row),
        "of_person": f"{reverse('admin:trail')}?{urlencode({'who': whose})}",
    }


def _of_row(source: Source, row: int) -> str:
    return f"{reverse('admin:trail')}?{urlencode({'kind': source.code, 'row': str(row)})}"
