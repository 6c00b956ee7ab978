"""Step codes: known answers of RFC 6238, the edges of their window, how soon they are worthless."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from accounts.second_factor import code_at
from common import step_codes as codes
from scenarios.venues.codes import new_key

KEY = b"12345678901234567890123456789012"
"""The key of RFC 6238's examples for SHA-256 (appendix B); six digits are the last six of its eight."""
APP_KEY = b"12345678901234567890"
"""That for SHA-1."""
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
    assert codes.is_right(KEY, code, moment)


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_of_apps_are_those_of_the_standard(second, code):
    """Appendix B, for SHA-1; and those of allauth, which wrote the secrets."""
    moment = datetime.fromtimestamp(second, tz=UTC)

    assert codes.code_at(APP_KEY, moment, digest="sha1") == code
    assert code_at(b32encode(APP_KEY).decode(), moment) == code
    assert format_hotp_value(hotp_value(b32encode(APP_KEY).decode(), second // 30)) == code
    assert codes.step_shown(APP_KEY, code, moment, digest="sha1") == second // 30


def test_the_step_of_a_code_is_told():
    shown = codes.step_of(EARLIER)

    around = [EARLIER + timedelta(seconds=seconds) for seconds in (-31, -30, 29, 59, 60)]

    assert [codes.step_shown(KEY, CODE, moment) for moment in around] == [None, shown, shown, shown, None]


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
    assert codes.is_right(KEY, CODE, EARLIER + timedelta(seconds=seconds)) is right


@pytest.mark.parametrize("read_after_s", [0, 15, 29])
def test_a_photo_of_the_screen_is_worth_nothing_90_seconds_later(read_after_s):
    read_at = EARLIER + timedelta(seconds=read_after_s)
    code = codes.code_at(KEY, read_at)

    assert not codes.is_right(KEY, code, read_at + timedelta(seconds=90))


@pytest.mark.parametrize("code", ["", "0", "00000", "0000000", "４６０９８７", "abcdef"])
def test_what_is_no_code_is_not_right(code):
    assert not codes.is_right(KEY, code, EARLIER)


def test_each_venue_has_a_key_of_its_own():
    keys = {new_key() for _each in range(20)}

    assert len(keys) == 20
    assert {len(key) for key in keys} == {32}
