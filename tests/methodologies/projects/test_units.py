"""Units are converted by known factors only."""

from decimal import Decimal

import pytest

from methodologies.projects.days import days, is_day
from methodologies.projects.units import UNITS, UnknownConversion, convert


@pytest.mark.parametrize(
    ("value", "given", "wanted", "expected"),
    [
        ("15", "mu", "ha", "1"),
        ("1", "ha", "m2", "10000"),
        ("0.16", "km2", "ha", "16"),
        ("2880", "h", "d", "120"),
        ("1", "10MWh", "kWh", "10000"),
        ("2", "jin", "kg", "1"),
        ("1.5", "t", "kg", "1500"),
        ("12", "percent", "share", "0.12"),
    ],
)
def test_amounts_are_the_same_in_another_unit(value, given, wanted, expected):
    assert convert(Decimal(value), given, wanted) == Decimal(expected)


@pytest.mark.parametrize(("given", "wanted"), [("kWh", "GJ"), ("m3", "kg"), ("kWh", "unheard-of"), ("ha", "t")])
def test_what_has_no_known_factor_is_not_converted(given, wanted):
    with pytest.raises(UnknownConversion):
        convert(Decimal(1), given, wanted)


@pytest.mark.parametrize(("hectares", "days_under_water", "expected"), [(16, 120, "88.32"), (50, 365, "839.5")])
def test_published_areas_and_days_come_to_their_tonnes(hectares, days_under_water, expected):  # R1, R2
    assert hectares * days_under_water * Decimal("0.046") == Decimal(expected)


def test_published_area_in_other_units_is_the_same():  # R3
    area, time = convert(Decimal("0.16"), "km2", "ha"), convert(Decimal(2880), "h", "d")

    assert area * time * Decimal("0.046") == Decimal("88.32")


def test_every_unit_is_named_in_both_languages():
    assert all(set(unit.label) == {"zh-hans", "en"} and all(unit.label.values()) for unit in UNITS.values())


@pytest.mark.parametrize(
    "text", ["2025-02-29", "2025-13-01", "2025-1-1", "20250101", "2025-04-31", "２０２５-01-01", ""]
)
def test_what_is_no_day_is_none(text):
    assert not is_day(text)


def test_days_are_counted_with_both_ends():
    assert is_day("2024-02-29")
    assert days("2024-01-01", "2024-12-31") == 366
    assert days("2025-12-31", "2026-01-01") == 2
