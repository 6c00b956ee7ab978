"""Grams as people read them, and scales that begin at nought and reach the largest."""

import pytest

from city.dashboard.measures import Unit, grams_in_words, scale_for, unit_of_grams


@pytest.mark.parametrize(
    ("grams", "words"),
    [
        (0, "0 克CO₂"),
        (9_999, "9,999 克CO₂"),
        (10_000, "10 千克CO₂"),
        (99_960, "99.9 千克CO₂"),
        (100_950, "100 千克CO₂"),
        (9_999_999, "9,999 千克CO₂"),
        (10_000_000, "10 吨CO₂"),
        (12_360_000, "12.3 吨CO₂"),
        (123_456_789_000, "123,456 吨CO₂"),
    ],
)
def test_grams_are_told_in_a_unit_that_reads_well_and_never_as_more(grams, words):
    assert grams_in_words(grams) == words


@pytest.mark.parametrize("most", [1, 2, 3, 7, 10, 99, 100, 101, 12_345, 8_000_000])
def test_a_scale_begins_at_nought_has_few_lines_and_reaches_the_largest(most):
    scale = scale_for(most, Unit(1, "g"))

    assert scale.steps[-1] == 0
    assert scale.steps[0] == scale.top >= most
    assert len(scale.steps) <= 5
    assert scale.top < most * 2 or most < 4
    assert (scale.height(0), scale.height(scale.top)) == (0, 100)


def test_one_unit_is_chosen_by_the_largest():
    unit = unit_of_grams(25_000_000)

    assert [unit.number(grams) for grams in (25_000_000, 400_000, 90_000)] == ["25", "0.4", "<0.1"]
