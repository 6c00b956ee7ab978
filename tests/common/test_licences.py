"""The check character of licence numbers, on numbers of known firms, and what people type for them."""

import pytest

from common import licences
from common.licences import NotALicenceNumber

OF_THE_STANDARD = "91350100M000100Y43"
KNOWN = [
    OF_THE_STANDARD,
    "91110000802100433B",
    "914403001922038216",
    "9144030071526726XG",
    "91330100799655058B",
    "91330100716105852F",
    "911100007109250324",
    "91510000709151981F",
]


@pytest.mark.parametrize("number", KNOWN)
def test_known_numbers_are_right(number):
    assert licences.read(number) == number
    assert licences.check_letter(number[:17]) == number[17]


@pytest.mark.parametrize("number", KNOWN)
def test_no_letter_can_be_mistaken_for_another(number):
    for place in range(18):
        for letter in licences.LETTERS:
            if letter != number[place]:
                with pytest.raises(NotALicenceNumber):
                    licences.read(number[:place] + letter + number[place + 1 :])


@pytest.mark.parametrize("number", KNOWN)
def test_neighbours_that_change_places_are_found(number):
    for place in range(17):
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        if swapped != number:
            with pytest.raises(NotALicenceNumber):
                licences.read(swapped)


@pytest.mark.parametrize(
    "typed",
    ["91350100m000100y43", " 9135 0100 M000 100Y 43 ", "９１３５０１００Ｍ０００１００Ｙ４３", "91350100-M000100Y-43"],
)
def test_a_number_is_read_as_people_type_it(typed):
    assert licences.read(typed) == OF_THE_STANDARD


@pytest.mark.parametrize(
    "typed",
    ["", "91350100M000100Y4", "91350100M000100Y433", "91350100M000100Y4O", "9135010OM000100Y43", "913501000000000000"],
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(NotALicenceNumber):
        licences.read(typed)
