"""One field for whatever somebody calls about: a phone's last digits, a plate, a public id, a merchant's name.

It is sent, not asked for by an address: what is looked for is written into no log.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.desk_citizen import address_of_citizen
from common.desk_search import Found, find
from common.typed.fields import PlainField
from desk.ways import way_to

MOST_LETTERS = 60


class FindForm(forms.Form):
    wanted = PlainField(
        label=_("What are you looking for?"),
        max_length=MOST_LETTERS,
        min_length=2,
        error_messages={"min_length": _("Enter two characters at least.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The field, and what was found."""
    form = FindForm(request.POST or None)
    found = find(form.cleaned_data["wanted"], request) if form.is_bound and form.is_valid() else None
    context = {
        **admin.site.each_context(request),
        "title": gettext("Find"),
        "form": form,
        "found": None if found is None else [_shown(one, request) for one in found],
    }
    return TemplateResponse(request, "admin/desk/find.html", context)


def _shown(one: Found, request: HttpRequest) -> dict[str, Any]:
    return {"kind": one.kind, "words": one.words, "address": _address(one, request)}


def _address(one: Found, request: HttpRequest) -> str:
    """Of a citizen the page for the help desk, for who may open it."""
    if isinstance(one.row, User) and not one.row.is_staff:
        return address_of_citizen(one.row.pk, request)
    return way_to(one.row, request)
