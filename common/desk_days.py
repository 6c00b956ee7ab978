"""Days and moments at the desk: the browser's own calendar to choose them, and filters from one to another.

That calendar writes alike in every language; what somebody types is read as everywhere. A filter that cannot be read
says so and shows no rows: a list that ignores it would be taken for the answer.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import FieldListFilter
from django.db.models import DateTimeField, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import INPUT_CLASSES

from common.typed.fields import DayField, MomentField
from common.typed.refusals import UnreadableDay, UnreadableMoment

A_MINUTE = timedelta(minutes=1)


def day_input() -> forms.DateInput:
    """The browser's own calendar, in the reader's language and fit for a thumb."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": " ".join(INPUT_CLASSES)})


def moment_input() -> forms.DateTimeInput:
    """As `day_input`, with a clock."""
    attributes = {"type": "datetime-local", "class": " ".join(INPUT_CLASSES)}
    return forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs=attributes)


def day_field(label: Any) -> DayField:
    unread = {"invalid": UnreadableDay(label=gettext("The date")).sentence}
    return DayField(label=label, required=False, widget=day_input(), error_messages=unread)


def moment_field(label: Any) -> MomentField:
    unread = {"invalid": UnreadableMoment(label=gettext("The time")).sentence}
    return MomentField(label=label, required=False, widget=moment_input(), error_messages=unread)


class RangeForm(forms.Form):
    """From one day or minute to another, both included; either may be open."""

    def __init__(self, *arguments: Any, name: str, has_clock: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        make = moment_field if has_clock else day_field
        self.names = f"{name}_from", f"{name}_to"
        self.fields.update(dict(zip(self.names, (make(_("From")), make(_("To"))), strict=True)))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = (given.get(name) for name in self.names)
        if first and last and first > last:
            self.add_error(self.names[1], _("This is before the beginning."))
        return given


class RangeFilter(FieldListFilter):
    """Of a day or a moment, by its column."""

    template = "admin/desk/_range_filter.html"

    def __init__(
        self, field: Any, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any, field_path: str
    ) -> None:
        self.names = f"{field_path}_from", f"{field_path}_to"
        self.has_clock = isinstance(field, DateTimeField)
        super().__init__(field, request, params, model, model_admin, field_path)
        given = {name: _last(value) for name, value in self.used_parameters.items()}
        self.form = RangeForm(given, name=self.field_path, has_clock=self.has_clock)

    def expected_parameters(self) -> list[str | None]:
        return list(self.names)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.form.is_valid():
            messages.error(request, self._complaint())
            return queryset.none()
        first, last = (self.form.cleaned_data[name] for name in self.names)
        if first is not None:
            queryset = queryset.filter(**{f"{self.field_path}__gte": first})
        if last is None:
            return queryset
        if self.has_clock:
            return queryset.filter(**{f"{self.field_path}__lt": last + A_MINUTE})
        return queryset.filter(**{f"{self.field_path}__lte": last})

    def choices(self, changelist: Any) -> Iterator[Any]:
        yield {"form": self.form}

    def _complaint(self) -> str:
        said = gettext("The filter “%(title)s” cannot be read, so the list is empty: %(errors)s")
        errors = " ".join(str(error) for errors in self.form.errors.values() for error in errors)
        return said % {"title": self.title, "errors": errors}


def _last(value: Any) -> Any:
    return value[-1] if isinstance(value, list) else value
