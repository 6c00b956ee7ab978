"""A part of a page that waits asks again ever more rarely and at last no more, whatever its address says."""

import re

import pytest
from django.test import RequestFactory

from common.pages.asking import LONGEST_S, MOST_ASKED, Asking, asking


def asked(text: str | None) -> Asking:
    return asking(RequestFactory().get("/", {} if text is None else {"asked": text}))


def waits_s(first_s: float) -> list[float]:
    """After how long each question is asked that a page asks when it is left."""
    state, waits = Asking(0, first_s), []
    while not state.is_over:
        first, *rest = state.trigger.split(", ")
        waits.append(float(re.fullmatch(r"(?:load delay:|every )([\d.]+)s", first)[1]))
        assert first == f"every {LONGEST_S}s" or rest == [f"every {LONGEST_S}s"]
        state = Asking(state.following, first_s)
    return waits


def test_it_asks_after_twice_the_time_up_to_half_a_minute_for_five_minutes():
    assert waits_s(1) == [1, 2, 4, 8, 16, *[30] * 9]
    assert sum(waits_s(1)) == 301


@pytest.mark.parametrize(("first_s", "waits"), [(0.5, [0.5, 1, 2, 4, 8, 16]), (5, [5, 10, 20])])
def test_what_is_usually_soon_done_is_asked_sooner(first_s, waits):
    assert waits_s(first_s) == [*waits, *[30] * (MOST_ASKED - len(waits))]


@pytest.mark.parametrize("text", [None, "", "0", "-1", "1e9", "x", "９", "1" * 4000])
def test_an_address_that_says_nothing_or_nonsense_begins_anew(text):
    assert asked(text) == Asking(0, 1)


@pytest.mark.parametrize("text", ["14", "15", "999999999"])
def test_an_address_that_says_too_much_is_over(text):
    assert asked(text) == Asking(MOST_ASKED, 1)
    assert asked(text).is_over
