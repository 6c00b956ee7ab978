"""Whoever watches health says when trouble was told of: when the answer came, not when it was asked for."""

import pytest

from faults.watch import Answer, Watch

FREEZE_AT = 10.0
ASKED = [
    Answer(9.5, 12.0, "database"),
    Answer(12.0, 17.0, "no answer (TimeoutError)"),
    Answer(17.0, 17.1, "database"),
    Answer(17.5, 17.6, ""),
]


@pytest.fixture
def watch() -> Watch:
    return Watch(port=0, answers=ASKED[:])


def test_trouble_is_told_of_when_the_answer_comes_to_a_question_of_since(watch):
    assert watch.told_after(FREEZE_AT) == (7.0, "no answer (TimeoutError)")
    assert watch.told_after(17.2) is None


def test_all_is_well_when_an_answer_of_since_says_so(watch):
    assert watch.well_after(17.25) == pytest.approx(0.35)
    assert watch.well_after(17.55) is None
    watch.answers.pop()
    assert watch.well_after(FREEZE_AT) is None
