"""Names of what a design covers are told apart however they are listed."""

import pytest

from projects.cycle.things import listed

PLATES = ["川A12345", "川A23456"]


@pytest.mark.parametrize("between", ["\n", "\r\n", "、", "，", ",", "；", ";", ", ", " ", "\u3000", "\t", "/", " / "])
def test_plates_are_told_apart_however_they_are_listed(between):
    assert listed(between.join(PLATES)) == PLATES
    assert listed(between.join([*PLATES, PLATES[0]])) == PLATES


@pytest.mark.parametrize("name", ["5101 0015 01", "袁家湾 A", "12/3", "CCER-2024-1", "No. 5101001501"])
def test_a_name_with_a_blank_or_a_stroke_is_one(name):
    assert listed(name) == [name]


def test_what_the_portal_joins_it_reads_again():
    assert listed("、".join([*PLATES, "5101 0015 01"])) == [*PLATES, "5101 0015 01"]
