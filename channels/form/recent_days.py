"""When it was: today and yesterday as buttons, days before in a list. Date controls speak the device’s language."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils.formats import date_format
from django.utils.translation import gettext as _

EARLIER = "earlier"
MOST_DAYS = 31


class Day(NamedTuple):
    """One day to choose: what is sent, and how people call it."""

    value: str
    label: str


class Days(NamedTuple):
    near: list[Day]
    earlier: list[Day]
    chosen: str

    @property
    def is_earlier(self) -> bool:
        return any(day.value == self.chosen for day in self.earlier)


class RecentDays(forms.DateInput):
    """The day itself is sent, or that it was earlier, with the day of the list beside it."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        said = data.get(name)
        return data.get(f"{name}_{EARLIER}") if said == EARLIER else said


def days_of(field: BoundField, today: date, days_back: int) -> Days:
    """What the field offers; a day that was sent and is in no list joins it, so that it can be mended."""
    said = field.value()
    chosen = said.isoformat() if isinstance(said, date) else str(said or "")
    near = [Day(today.isoformat(), _("Today")), Day((today - timedelta(days=1)).isoformat(), _("Yesterday"))]
    earlier = [_named(today - timedelta(days=ago)) for ago in range(2, days_back + 1)]
    if chosen and chosen not in {day.value for day in (*near, *earlier)}:
        earlier.append(Day(chosen, chosen))
    return Days(near, earlier, chosen)


def _named(day: date) -> Day:
    return Day(day.isoformat(), f"{date_format(day, 'MONTH_DAY_FORMAT')} {date_format(day, 'l')}")
