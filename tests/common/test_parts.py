"""A day and a time of day in parts: shown in the reader's order, read as one thing, given back as typed."""

from datetime import date, time

import pytest
from django import forms
from django.utils.translation import override

from common.typed.fields import ClockField, DayField


class When(forms.Form):
    day = DayField(label="Day")
    clock = ClockField(label="Clock")


def shown(form: When, name: str) -> dict[str, str]:
    """By the name of each box what stands in it, in their order on the page."""
    return {part["name"]: part["value"] or "" for part in form[name].subwidgets[0].data["subwidgets"]}


@pytest.mark.parametrize(
    ("language", "order"),
    [("zh-hans", ["day_year", "day_month", "day_day"]), ("en", ["day_day", "day_month", "day_year"])],
)
def test_the_parts_of_a_day_stand_in_the_readers_order(language, order):
    with override(language):
        assert list(shown(When(), "day")) == order


def test_what_is_known_stands_in_its_parts():
    form = When(initial={"day": date(2026, 3, 5), "clock": "08:05"})

    assert shown(form, "day") == {"day_year": "2026", "day_month": "3", "day_day": "5"}
    assert shown(form, "clock") == {"clock_hour": "08", "clock_minute": "05"}


@pytest.mark.parametrize(
    "sent",
    [
        {"day_year": "2026", "day_month": "3", "day_day": "5", "clock_hour": "8", "clock_minute": "5"},
        {"day_year": "２０２６", "day_month": " 03", "day_day": "05 ", "clock_hour": "08", "clock_minute": "05"},
        {"day": "2026-03-05", "clock": "08:05"},
    ],
)
def test_parts_are_read_as_one_thing(sent):
    form = When(sent)

    assert form.is_valid()
    assert form.cleaned_data == {"day": date(2026, 3, 5), "clock": time(8, 5)}


def test_hour_alone_is_its_beginning():
    form = When({"day": "2026-03-05", "clock_hour": "18", "clock_minute": ""})

    assert form.is_valid()
    assert form.cleaned_data["clock"] == time(18)


def test_what_cannot_be_read_stands_in_its_boxes_again():
    form = When({"day_year": "2026", "day_month": "13", "day_day": "", "clock_hour": "25", "clock_minute": "70"})

    assert not form.is_valid()
    assert set(form.errors) == {"day", "clock"}
    assert shown(form, "day") == {"day_year": "2026", "day_month": "13", "day_day": ""}
    assert shown(form, "clock") == {"clock_hour": "25", "clock_minute": "70"}


def test_nothing_typed_is_missing():
    form = When({"day_year": "", "day_month": "", "day_day": "", "clock_hour": "", "clock_minute": ""})

    assert [form.errors.as_data()[name][0].code for name in ("day", "clock")] == ["required", "required"]
