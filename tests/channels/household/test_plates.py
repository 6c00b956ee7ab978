"""Which plates are taken, in which spellings, and what drives their cars."""

import pytest

from channels.household.plates import Drive, Plate, read_plate


@pytest.mark.parametrize("typed", ["川A12345", "川a12345", "川A·12345", " 川A 12345 ", "川Ａ１２３４５", "川A-12345"])
def test_spellings_of_a_plate_are_one(typed):
    assert read_plate(typed) == Plate("川A12345", Drive.FUEL)


@pytest.mark.parametrize("typed", ["川A12345", "川G12345", "川AB1234", "川A123AB", "川A1234M"])
def test_seven_characters_burn_fuel(typed):
    assert read_plate(typed) == Plate(typed, Drive.FUEL)


@pytest.mark.parametrize("typed", ["川AD12345", "川AA12345", "川GDA1234"])
def test_eight_characters_are_electric(typed):
    assert read_plate(typed) == Plate(typed, Drive.ELECTRIC)


def test_letter_f_is_a_hybrid():
    assert read_plate("川AF12345") == Plate("川AF12345", Drive.HYBRID)


@pytest.mark.parametrize(
    "typed",
    ["", "川A", "川A1234", "川A123456", "京A12345", "川B12345", "川AI1234", "川AO1234", "川AABC12", "川A12345D", "🚗"],
)
def test_others_are_no_plates_of_cars_here(typed):
    assert read_plate(typed) is None
