"""How times are written in each language."""

from datetime import datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("written", ["TIME_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"])
@pytest.mark.parametrize("hour", [0, 8, 12, 20])
def test_a_sentence_may_end_with_a_time(language, written, hour):
    with translation.override(language):
        assert not date_format(datetime(2026, 11, 30, hour, 59), written).endswith(".")  # noqa: DTZ001, a clock's face


def test_english_times_are_those_of_a_clock():
    with translation.override("en"):
        assert date_format(datetime(2026, 11, 30, 20, 59), "DATETIME_FORMAT") == "Nov. 30, 2026, 8:59 PM"  # noqa: DTZ001
