"""The code on a venue's screen: known answers of RFC 6238, the edges of its window, how soon it is worthless."""

from datetime import UTC, datetime, timedelta

import pytest

from scenarios.venues import codes

KEY = b"12345678901234567890123456789012"
"""The key of RFC 6238's examples for SHA-256 (appendix B); six digits are the last six of its eight."""
EARLIER = datetime(2026, 11, 23, 4, 0, 0, tzinfo=UTC)
"""The first moment of a step."""
CODE = "460987"


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "119246"),
        (1111111109, "084774"),
        (1111111111, "062674"),
        (1234567890, "819424"),
        (2000000000, "698825"),
        (20000000000, "737706"),
    ],
)
def test_codes_are_those_of_the_standard(second, code):
    moment = datetime.fromtimestamp(second, tz=UTC)

    assert codes.code_at(KEY, moment) == code
    assert codes.is_right(KEY, code, now=moment)


def test_a_code_stands_for_thirty_seconds():
    shown = [codes.code_at(KEY, EARLIER + timedelta(seconds=second)) for second in (-1, 0, 29, 30)]

    assert shown[1] == shown[2] == CODE
    assert len(set(shown)) == 3
    assert [codes.seconds_left(EARLIER + timedelta(seconds=second)) for second in (0, 1, 29, 30)] == [30, 29, 1, 30]


@pytest.mark.parametrize(
    ("seconds", "right"),
    [(-31, False), (-30, True), (0, True), (29, True), (30, True), (59, True), (60, False), (90, False)],
)
def test_a_code_is_right_from_a_step_before_its_own_to_a_step_after(seconds, right):
    assert codes.is_right(KEY, CODE, now=EARLIER + timedelta(seconds=seconds)) is right


@pytest.mark.parametrize("read_after_s", [0, 15, 29])
def test_a_photo_of_the_screen_is_worth_nothing_90_seconds_later(read_after_s):
    read_at = EARLIER + timedelta(seconds=read_after_s)
    code = codes.code_at(KEY, read_at)

    assert not codes.is_right(KEY, code, now=read_at + timedelta(seconds=90))


@pytest.mark.parametrize("code", ["", "0", "00000", "0000000", "４６０９８７", "abcdef"])
def test_what_is_no_code_is_not_right(code):
    assert not codes.is_right(KEY, code, now=EARLIER)


def test_each_venue_has_a_key_of_its_own():
    keys = {codes.new_key() for _each in range(20)}

    assert len(keys) == 20
    assert {len(key) for key in keys} == {32}
