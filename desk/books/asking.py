"""What is asked of the books: some days, a figure of them, a moment."""

from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.city_time import city_day
from common.desk_days import day_field, moment_field
from common.typed.fields import PlainField
from credits.behind import Figure
from credits.books import EARLIEST, AccountKind, Asset, TransferKind

RIGHT = "credits.view_transfer"


def check(request: HttpRequest) -> None:
    """Raises `PermissionDenied` for who may not look at transfers."""
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied


class DaysForm(forms.Form):
    """Today where nothing is said; one day where one is."""

    def __init__(self, *arguments: Any, now: datetime, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.today = city_day(now)
        self.fields["since"] = day_field(_("From"))
        self.fields["until"] = day_field(_("To"))
        self.initial = {"since": self.today, "until": self.today, **self.initial}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and since > self.today:
            self.add_error("since", gettext("This day has not come yet."))
        elif since and until and since > until:
            self.add_error("until", gettext("This is before the beginning."))
        return given

    def days(self) -> tuple[date, date]:
        """The first and the last, of which none has still to come."""
        given = self.cleaned_data if self.is_valid() else {}
        since, until = given.get("since"), given.get("until")
        first = max(since or until or self.today, EARLIEST)
        last = until or (self.today if since is None else since)
        return min(first, self.today), max(min(last, self.today), EARLIEST)


class FigureForm(DaysForm):
    """A figure as its address names it: without a first day it begins with the ledger."""

    kind = forms.ChoiceField(choices=[("", ""), *TransferKind.choices], required=False)
    asset = forms.ChoiceField(choices=[("", ""), *Asset.choices], required=False)
    gave = forms.ChoiceField(choices=[("", ""), *AccountKind.choices], required=False)
    received = forms.ChoiceField(choices=[("", ""), *AccountKind.choices], required=False)
    account = forms.ChoiceField(choices=[("", ""), *AccountKind.choices], required=False)
    budget = forms.SlugField(required=False, max_length=40)
    party = PlainField(required=False, max_length=16)

    def figure(self) -> Figure:
        first, last = self.days()
        named = {field.name: self.cleaned_data.get(field.name) or "" for field in fields(Figure)[2:]}
        return Figure(first if self.cleaned_data.get("since") else None, last, **named)


class MomentForm(forms.Form):
    whose = PlainField(label=_("Of whom"), required=False, max_length=40)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        at = moment_field(_("The moment"))
        self.fields = {"at": at, **self.fields}


def address_of(figure: Figure) -> str:
    """The query by which `FigureForm` reads the figure."""
    asked = {field.name: getattr(figure, field.name) for field in fields(Figure)[2:]}
    days = {"since": figure.first.isoformat() if figure.first else "", "until": figure.last.isoformat()}
    return urlencode({name: value for name, value in {**days, **asked}.items() if value})


def of_all_days(figure: Figure) -> Figure:
    """The same from the ledger's beginning on."""
    return replace(figure, first=None)
