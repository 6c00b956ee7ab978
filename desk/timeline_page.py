"""The page of the one time line: who did what, when, and what became of what; asked by person, kind, days and row."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
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
from common.typed.fields import PlainField, WholeField
from desk import timeline
from desk.timeline import Asked, Cursor, Told
from desk.ways import way_to

SYSTEM = "system"


class AskedForm(forms.Form):
    """Everything may be left out."""

    who = PlainField(label=_("Who"), required=False, max_length=64)
    kind = forms.ChoiceField(label=_("What"), required=False)
    row = WholeField(label=_("Row"), required=False, widget=forms.HiddenInput, min_value=0)

    def __init__(self, *arguments: Any, sources: Sequence[Source], **named: Any) -> None:
        super().__init__(*arguments, **named)
        titles = sorted(((source.code, source.title) for source in sources), key=lambda choice: choice[1])
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("Everything that was done")), *titles]
        self.fields["since"] = day_field(_("From"))
        self.fields["until"] = day_field(_("To"))

    def asked(self) -> Asked:
        given = self.cleaned_data
        since, until = given["since"], given["until"]
        return Asked(
            people=_people(given["who"]) if given["who"] else None,
            row=given["row"],
            since=day_span(since)[0] if since else None,
            until=day_span(until)[1] if until else None,
        )


def _people(who: str) -> list[int | None]:
    """The system, or whoever has this sign-in name or public id; nobody where there is none."""
    if who in (SYSTEM, gettext("The system")):
        return [None]
    return list(User.objects.filter(Q(username=who) | Q(public_id=who.lower())).values_list("pk", flat=True))


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
    query["after"] = str(following) if following else ""
    context = {
        **admin.site.each_context(request),
        "title": gettext("What staff did"),
        "form": form,
        "days": _by_day([_shown(one, request) for one in told]),
        "following": query.urlencode() if following else "",
        "is_first": not request.GET.get("after"),
        "page_address": reverse("admin:trail"),
    }
    return TemplateResponse(request, "admin/desk/trail.html", context)


def _by_day(shown: Sequence[dict[str, Any]]) -> list[tuple[date, list[dict[str, Any]]]]:
    return [(day, list(lines)) for day, lines in groupby(shown, key=lambda one: city_day(one["line"].at))]


def _found(request: HttpRequest, form: AskedForm, sources: Sequence[Source]) -> tuple[list[Told], Cursor | None]:
    kind, after = form.cleaned_data["kind"], request.GET.get("after")
    chosen = [source for source in sources if source.code == kind or (not kind and source.is_usual)]
    return timeline.page(chosen, form.asked(), Cursor.read(after) if after else None)


def _shown(one: Told, request: HttpRequest) -> dict[str, Any]:
    """A line with where it leads: to the thing, to all of its changes, and to all that this person did."""
    line = one.line
    whose = str(getattr(line.by, "username", None) or getattr(line.by, "public_id", SYSTEM))
    return {
        "line": line,
        "source": one.source,
        "thing_address": way_to(line.thing, request),
        "of_row": "" if line.row is None else urlencode({"kind": one.source.code, "row": str(line.row)}),
        "of_person": urlencode({"who": whose}),
    }
