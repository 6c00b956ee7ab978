"""The web form: one form class for every scenario, made from the fields and the span of its methodology."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from activities.gate.drafts import Draft
from channels.form.recent_days import MOST_DAYS, Days, RecentDays, days_of
from common.city_time import CITY_ZONE, at_city_time, city_day, day_span
from common.pages.picker import Picker
from common.texts import in_reader_language
from common.typed.fields import ClockField, DayField, NumberField, WholeField
from methodologies.base import Choice, Entry, Option, Quantity, Span
from scenarios.models import Scenario

DEFAULT_MINUTES = 10
DEFAULT_DAYS = 30
PLATE = "plate"
FEW_OPTIONS = 8
"""So many options are shown all at once; more are searched."""


class Look(StrEnum):
    """How the page shows a part of the form."""

    INPUT = "input"
    DAYS = "days"
    OPTIONS = "options"
    PICKER = "picker"


@dataclass(frozen=True, slots=True)
class Part:
    """One field as the page shows it: `unit` stands behind the input, `swap_with` can change places with it.

    `days` are those to choose from.
    """

    field: BoundField
    look: Look = Look.INPUT
    unit: str = ""
    swap_with: BoundField | None = None
    days: Days | None = None


class ActForm(forms.Form):
    """What a citizen types about one act. Only words are read here; the gate that takes the `draft` knows the rules."""

    def __init__(
        self,
        *args: Any,
        scenario: Scenario,
        now: datetime,
        days_back: int | None = None,
        plates: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if len(plates) > 1:
            self.fields[PLATE] = _plate_field(plates)
        self.scenario = scenario
        self.now = now
        self.days_back = days_back
        self.asked = [asked for asked in scenario.methodology.fields if isinstance(asked, Choice) or asked.typed]
        for asked in self.asked:
            self.fields[asked.name] = _choice_field(asked) if isinstance(asked, Choice) else _number_field(asked)
        self.fields.update(self._time_fields())

    def _time_fields(self) -> dict[str, forms.Field]:
        method, today, now = self.scenario.methodology, city_day(self.now), self.now
        match method.span, method.entry:
            case Span.DAY | Span.MOMENT, _entry if self.days_back == 0:
                return {}
            case Span.DAY, _entry:
                return {"day": self._recent_day(today)}
            case Span.MOMENT, _entry:
                return {"day": self._recent_day(today), "start": _clock_field(_("Time"), now)}
            case Span.PERIOD, Entry.DAYS:
                return {
                    "day": _day_field(_("From"), today - timedelta(days=DEFAULT_DAYS)),
                    "end_day": _day_field(_("To"), today),
                }
            case Span.PERIOD, Entry.MOMENTS:
                return {
                    "day": _day_field(_("Start day"), today - timedelta(days=1)),
                    "start": _clock_field(_("Start time"), now),
                    "end_day": _day_field(_("End day"), today),
                    "end": _clock_field(_("End time"), now),
                }
        midnight, _next = day_span(today)
        return {
            "day": self._recent_day(today),
            "start": _clock_field(_("Start time"), max(now - timedelta(minutes=DEFAULT_MINUTES), midnight)),
            "minutes": WholeField(label=_("Duration"), min_value=1, max_value=24 * 60),
        }

    def _recent_day(self, today: date) -> forms.Field:
        """Days that are few enough are shown to choose from."""
        if self.days_back is None or self.days_back > MOST_DAYS:
            return _day_field(_("Day"), today)
        return DayField(label=_("Day"), initial=today, widget=RecentDays())

    def parts(self) -> Iterator[Part]:
        """The fields in their order, as the page shows them."""
        asked = {field.name: field for field in self.asked}
        picked: dict[tuple[str, ...], BoundField] = {}
        for bound in self:
            match asked.get(bound.name):
                case Quantity() as quantity:
                    yield Part(bound, unit=in_reader_language(quantity.unit))
                case Choice(options=options) if len(options) > FEW_OPTIONS:
                    codes = tuple(option.code for option in options)
                    yield Part(bound, Look.PICKER, swap_with=picked.setdefault(codes, bound))
                case Choice():
                    yield Part(bound, Look.OPTIONS)
                case _ if bound.name == PLATE:
                    yield Part(bound, Look.OPTIONS)
                case _ if isinstance(bound.field.widget, RecentDays):
                    yield Part(bound, Look.DAYS, days=days_of(bound, city_day(self.now), self.days_back or 0))
                case _:
                    yield Part(bound, unit=str(_("min")) if bound.name == "minutes" else "")

    def plate(self) -> str:
        """Which of the citizen's cars it was, where the form asks; call it on a valid form."""
        return str(self.cleaned_data.get(PLATE, ""))

    def draft(self) -> Draft:
        """The act as typed; call it on a valid form."""
        values = {
            asked.name: self.cleaned_data[asked.name]
            if isinstance(asked, Choice)
            else int(self.cleaned_data[asked.name] * asked.per_unit)
            for asked in self.asked
        }
        return Draft(self.scenario.code, self.scenario.methodology.span, *self._stretch(), values)

    def _stretch(self) -> tuple[datetime, datetime]:
        method, given = self.scenario.methodology, self.cleaned_data
        day = given.get("day") or city_day(self.now)
        match method.span, method.entry:
            case Span.DAY, _entry:
                return day_span(day)
            case Span.MOMENT, _entry:
                moment = at_city_time(day, given["start"]) if "start" in given else self.now
                return moment, moment
            case Span.PERIOD, Entry.DAYS:
                return day_span(day)[0], day_span(given["end_day"])[0]
            case Span.PERIOD, Entry.MOMENTS:
                return at_city_time(day, given["start"]), at_city_time(given["end_day"], given["end"])
        started_at = at_city_time(day, given["start"])
        return started_at, started_at + timedelta(minutes=given["minutes"])


def _day_field(label: Any, initial: date) -> DayField:
    return DayField(label=label, initial=initial)


def _clock_field(label: Any, initial: datetime) -> ClockField:
    return ClockField(label=label, initial=initial.astimezone(CITY_ZONE).strftime("%H:%M"))


def _number_field(quantity: Quantity) -> forms.Field:
    label, hint = in_reader_language(quantity.label), in_reader_language(quantity.hint) if quantity.hint else ""
    missing = {"required": _("%(label)s is missing.") % {"label": label}}
    if not quantity.places:
        return WholeField(label=label, help_text=hint, error_messages=missing)
    return NumberField(
        label=label, help_text=hint, max_digits=12, decimal_places=quantity.places, error_messages=missing
    )


def _choice_field(choice: Choice) -> forms.ChoiceField:
    label, hint = in_reader_language(choice.label), in_reader_language(choice.hint) if choice.hint else ""
    few = len(choice.options) <= FEW_OPTIONS
    words = {option.code: option.search for option in choice.options}
    message = _("%(label)s: please choose one from the list.") % {"label": label}
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=_options(choice.options) if few else [("", _("Please choose")), *_grouped(choice.options)],
        widget=forms.RadioSelect() if few else Picker(words=words),
        error_messages={"required": message, "invalid_choice": message},
    )


def _plate_field(plates: Sequence[str]) -> forms.ChoiceField:
    message = _("Choose the car.")
    return forms.ChoiceField(
        label=_("Which car?"),
        choices=[(plate, plate) for plate in plates],
        widget=forms.RadioSelect(),
        error_messages={"required": message, "invalid_choice": message},
    )


def _options(options: tuple[Option, ...] | list[Option]) -> list[Any]:
    return [(option.code, in_reader_language(option.label)) for option in options]


def _grouped(options: tuple[Option, ...]) -> list[Any]:
    """The options under the headings of their groups, in their order."""
    groups = groupby(options, key=lambda option: in_reader_language(option.group))
    return [(heading, _options(list(members))) for heading, members in groups]
