"""What the desk asks of a year's calendar, and of a rotation of plates."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.districts import District
from common.desk_days import day_input
from common.texts import day_shown
from common.typed.desk import desk_number
from common.typed.fields import ClockField, DayField, PlainField, WholeField
from lists.forms import Group, ListForm
from scenarios.calendars.years import FRIDAY, HOLIDAYS, NEW_YEAR_BEGINS_BEFORE
from scenarios.source_form import SourceForm, source_begun, standings

MOST_WORKDAYS = 10
EARLIEST_YEAR, LATEST_YEAR = 2020, 2100
WEEK = {
    1: _("Last digits on Mondays"),
    2: _("Last digits on Tuesdays"),
    3: _("Last digits on Wednesdays"),
    4: _("Last digits on Thursdays"),
    5: _("Last digits on Fridays"),
}


def _day(label: Any) -> DayField:
    return DayField(label=label, required=False, widget=day_input())


def _holiday_fields() -> Iterator[tuple[str, forms.Field]]:
    for code in HOLIDAYS:
        yield f"first_{code}", _day(_("First day off"))
        yield f"last_{code}", _day(_("Last day off"))


class CalendarForm(SourceForm, ListForm):
    """The days off of a year, and the weekend days that are worked for them."""

    year = WholeField(label=_("Year"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR, widget=desk_number())

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        worked = {
            f"worked_{place}": _day(format_lazy(_("Weekend day that is worked ({place})"), place=place))
            for place in range(1, MOST_WORKDAYS + 1)
        }
        self.fields.update(dict(_holiday_fields()) | worked)
        self.order_fields(["year", *(name for name, _field in _holiday_fields()), *worked])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("year"):
            for field, sentence in self._wrong(given):
                self.add_error(field, sentence)
        return given

    def layout(self) -> list[Group]:
        worked = [f"worked_{place}" for place in range(1, MOST_WORKDAYS + 1)]
        holidays: list[Group] = [(name, [f"first_{code}", f"last_{code}"]) for code, name in HOLIDAYS.items()]
        return [("", ["year"]), *holidays, (_("Weekend days that are worked"), worked)]

    def of_what(self) -> str:
        return str(self.cleaned_data["year"])

    def document(self) -> dict[str, Any]:
        holidays = [
            {"code": code, "first": first.isoformat(), "last": last.isoformat()}
            for code, first, last in _holidays(self.cleaned_data)
        ]
        worked = sorted(day.isoformat() for _name, day in _worked(self.cleaned_data))
        return {
            "holidays": holidays,
            "workdays": worked,
            "standing": self.cleaned_data["standing"],
            "source": self.source(),
        }

    @classmethod
    def begun(cls, subject: str, document: Mapping[str, Any]) -> dict[str, Any]:
        days = {
            f"{end}_{holiday['code']}": holiday[end] for holiday in document["holidays"] for end in ("first", "last")
        }
        worked = {f"worked_{place}": day for place, day in enumerate(document["workdays"], start=1)}
        return {"year": subject, **days, **worked, **source_begun(document)}

    def _wrong(self, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for code in HOLIDAYS:
            first, last = given.get(f"first_{code}"), given.get(f"last_{code}")
            if (first is None) != (last is None) and not {f"first_{code}", f"last_{code}"} & self.errors.keys():
                yield f"last_{code}", gettext("Give the first and the last day off, or neither.")
            elif first is not None and last is not None and last < first:
                yield f"last_{code}", gettext("This is before the first day off.")
        holidays = list(_holidays(given))
        yield from _outside(given["year"], holidays)
        yield from _overlapping(holidays)
        yield from _not_worked(given, holidays)
        if not holidays and not self.errors:
            yield "first_new-year", gettext("Enter the days off of the year.")


Holiday = tuple[str, date, date]


def _holidays(given: Mapping[str, Any]) -> Iterator[Holiday]:
    """Those of which both days are known and in order."""
    for code in HOLIDAYS:
        first, last = given.get(f"first_{code}"), given.get(f"last_{code}")
        if first is not None and last is not None and first <= last:
            yield code, first, last


def _worked(given: Mapping[str, Any]) -> list[tuple[str, date]]:
    names = (f"worked_{place}" for place in range(1, MOST_WORKDAYS + 1))
    return [(name, given[name]) for name in names if given.get(name) is not None]


def _outside(year: int, holidays: list[Holiday]) -> Iterator[tuple[str, str]]:
    """New Year's days off may begin in December."""
    for code, first, last in holidays:
        earliest = date(year, 1, 1) - (NEW_YEAR_BEGINS_BEFORE if code == "new-year" else timedelta())
        if first < earliest or last.year != year:
            yield f"first_{code}", gettext("These days are not of %(year)s.") % {"year": year}


def _overlapping(holidays: list[Holiday]) -> Iterator[tuple[str, str]]:
    for (_code, _first, last), (code, first, _last) in pairwise(sorted(holidays, key=lambda holiday: holiday[1])):
        if first <= last:
            yield f"first_{code}", gettext("On %(day)s another holiday goes on.") % {"day": day_shown(first)}


def _not_worked(given: Mapping[str, Any], holidays: list[Holiday]) -> Iterator[tuple[str, str]]:
    for name, day in _worked(given):
        if day.year != given["year"]:
            yield name, gettext("This day is not of %(year)s.") % {"year": given["year"]}
        elif day.isoweekday() <= FRIDAY:
            yield name, gettext("This is no Saturday or Sunday; it is worked anyway.")
        elif any(first <= day <= last for _code, first, last in holidays):
            yield name, gettext("This is a day off of a holiday.")


class RotationForm(SourceForm, ListForm):
    """Digits by day of the week, hours, and districts; it takes the place of the rotation before from its day on."""

    effective_from = DayField(label=_("Holds from"), widget=day_input())
    begins = ClockField(label=_("From what time"), widget=UnfoldAdminTextInputWidget)
    ends = ClockField(label=_("Until what time"), widget=UnfoldAdminTextInputWidget)
    districts = forms.MultipleChoiceField(
        label=_("Districts whose cars it keeps off the roads"),
        choices=District.choices,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    districts_standing = forms.ChoiceField(
        label=_("Standing of the districts"), choices=standings, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        digits = {
            f"digits_{day}": PlainField(label=label, max_length=10, required=False, widget=desk_number())
            for day, label in WEEK.items()
        }
        self.fields.update(digits)
        self.order_fields(["effective_from", "begins", "ends", *digits, "districts", "districts_standing"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for day in WEEK:
            digits = given.get(f"digits_{day}", "")
            if digits and not (digits.isascii() and digits.isdigit() and len(set(digits)) == len(digits)):
                self.add_error(f"digits_{day}", gettext("Write each digit once, such as 16."))
        if given.get("begins") and given.get("ends") and given["ends"] <= given["begins"]:
            self.add_error("ends", gettext("This is before the beginning."))
        return given

    def layout(self) -> list[Group]:
        digits = [f"digits_{day}" for day in WEEK]
        return [
            ("", ["effective_from", "begins", "ends"]),
            (_("Last digits that stay off the roads"), digits),
            (_("Districts"), ["districts", "districts_standing"]),
        ]

    def document(self) -> dict[str, Any]:
        given = self.cleaned_data
        digits = {str(day): given[f"digits_{day}"] for day in WEEK if given[f"digits_{day}"]}
        return {
            "hours": {"from": f"{given['begins']:%H:%M}", "until": f"{given['ends']:%H:%M}"},
            "last_digits": digits,
            "districts": given["districts"],
            "districts_standing": given["districts_standing"],
            "standing": given["standing"],
            "source": self.source(),
        }

    @classmethod
    def begun(cls, subject: str, document: Mapping[str, Any]) -> dict[str, Any]:
        """Without its day: another edition holds from another."""
        return {
            "begins": document["hours"]["from"],
            "ends": document["hours"]["until"],
            **{f"digits_{day}": digits for day, digits in document["last_digits"].items()},
            "districts": document["districts"],
            "districts_standing": document["districts_standing"],
            **source_begun(document),
        }
