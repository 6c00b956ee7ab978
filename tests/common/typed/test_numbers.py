"""Numbers in every spelling of theirs, and none that could be another number."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import DomainError
from common.typed import numbers
from common.typed.letters import NARROW
from common.typed.numbers import Point
from common.typed.refusals import EitherWay, TooManyDigits

WIDE = {narrow: wide for wide, narrow in NARROW.items()}
UNSEEN = st.sampled_from(["", "\u200b", "\ufeff", "\u202a", "\u200e", "\u00ad"])
WHOLE = st.integers(-(10**15) + 1, 10**15 - 1)


def whole(text: str, point: Point = Point.UNKNOWN) -> int | None:
    return numbers.whole(text, label="步数", point=point)


@given(WHOLE, st.sampled_from(["{}", "{:,}", "{}.0", "{:,}.00", " {} ", "{}."]), st.booleans(), UNSEEN)
def test_whole_number_is_read_in_every_spelling(number, spelling, is_wide, unseen):
    written = unseen.join(spelling.format(number))

    assert whole(written.translate(WIDE) if is_wide else written) == number


@given(st.text(max_size=30))
def test_no_text_whatever_breaks_the_reading(text):
    for point in Point:
        with suppress(DomainError):
            number = whole(text, point)
            assert number is None or abs(number) < 10**15


@given(st.integers(1, 999), st.integers(0, 999))
def test_one_mark_before_three_digits(head, tail):
    written = f"{head}.{tail:03}"

    with pytest.raises(EitherWay) as refused:
        whole(written)
    assert Decimal(refused.value.facts["grouped"]) == head * 1000 + tail
    assert Decimal(refused.value.facts["parted"]) == Decimal(written)
    assert whole(written, Point.COMMA) == head * 1000 + tail
    assert whole(f"{head},{tail:03}") == head * 1000 + tail
    with pytest.raises(EitherWay):
        whole(f"{head},{tail:03}", Point.COMMA)


@pytest.mark.parametrize(
    ("texts", "point"),
    [
        ([], Point.UNKNOWN),
        (["8000", "8.000", "9,000", "many", ""], Point.UNKNOWN),
        (["8.000", "8.5"], Point.DOT),
        (["8.000", "0.500"], Point.DOT),
        (["8.000", "8,000.5"], Point.DOT),
        (["8.000", "1.234.567"], Point.COMMA),
        (["8.000", "1.234,5"], Point.COMMA),
        (["1.234,5", "8.5"], Point.UNKNOWN),
    ],
)
def test_what_parts_decimals_is_decided_by_numbers_that_can_mean_one_thing(texts, point):
    assert numbers.point_of(texts) is point


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.500", "0.5"),
        ("12.34", "12.34"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        (".5", "0.5"),
        ("−3。5", "-3.5"),
    ],
)
def test_decimals_are_exact(text, number):
    assert numbers.decimal(text, label="距离", places=2) == Decimal(number)


@pytest.mark.parametrize("text", ["9" * 400, "1" + "0" * 15, "0" * 41])
def test_digits_are_bounded(text):
    with pytest.raises(TooManyDigits):
        whole(text)


@pytest.mark.parametrize(
    ("value", "kept"), [(8000.0, 8000), (8000, 8000), (8000.5, 8000.5), ("8000.0", "8000.0"), (True, True)]
)
def test_integer_of_json_is_one_of_ours(value, kept):
    assert numbers.as_integer(value) == kept
    assert type(numbers.as_integer(value)) is type(kept)
