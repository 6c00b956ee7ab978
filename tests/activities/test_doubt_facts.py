"""What a doubt goes by is said in words of both languages, with units, whichever check found it."""

import pytest
from django.utils import translation

from activities.models import Activity
from activities.scoring.doubts import CHECKS
from activities.telling.doubt_facts import facts_in_words
from tests.conftest import record, ride, walk

pytestmark = pytest.mark.usefixtures("catalogue")

SAID = {
    "fast": (ride(2000), {"kmh": 24}, ["24 km/h"], ["24 公里/小时"]),
    "far": (ride(2000), {"amount": 14_500}, ["14.5 km"], ["14.5 公里"]),
    "steps_since_midnight": (
        walk(8000),
        {"steps": 8000, "minutes": 100},
        ["8,000 steps", "in 100 min"],
        ["8,000 步", "用时 100 分钟"],
    ),
    "jump": (
        walk(8000),
        {"amount": 30_000, "usual": 5000},
        ["30,000 steps", "usually 5,000 steps"],
        ["30,000 步", "平时 5,000 步"],
    ),
    "at_the_limit": (walk(8000), {"days": 4}, ["on 4 other days"], ["另有 4 天如此"]),
    "two_places": (ride(2000), {"minutes": 12}, ["12 min at the same time"], ["重叠 12 分钟"]),
    "many_journeys": (ride(2000), {"journeys": 11}, ["11 journeys on that day"], ["当天 11 次出行"]),
    "no_trains": (ride(2000), {"hour": 3}, ["between 3:00 and 4:00"], ["3:00 到 4:00 之间"]),
    "ahead_of_its_time": (ride(2000), {"minutes": 30}, ["30 min before it was over"], ["提前 30 分钟"]),
    "same_amount_told": (walk(8000), {"days": 5}, ["on 5 other days"], ["另有 5 天如此"]),
    "same_amount_measured": (walk(8000), {"days": 5}, ["on 5 other days"], ["另有 5 天如此"]),
    "same_time": (ride(2000), {"days": 5}, ["on 5 other days"], ["另有 5 天如此"]),
    "saved_again": (ride(2000), {"photos": 1}, ["1 photo"], ["1 张照片"]),
    "blank": (ride(2000), {"photos": 2}, ["2 photos"], ["2 张照片"]),
    "shared": (ride(2000), {"people": 3}, ["3 other people"], ["另有 3 人"]),
}


@pytest.mark.parametrize("code", [check.code for check in CHECKS])
def test_each_check_says_its_facts_in_words(alice, code):
    draft, facts, english, chinese = SAID[code]
    [outcome] = record(alice, draft)
    act = Activity.objects.select_related("scenario").get(pk=outcome.activity.pk)

    for language, words in [("en", english), ("zh-hans", chinese)]:
        with translation.override(language):
            assert facts_in_words(act, code, facts) == words


def test_a_fact_of_a_check_that_is_no_more_keeps_its_name(alice):
    [outcome] = record(alice, ride(2000))

    assert facts_in_words(outcome.activity, "gone", {"feet": 3}) == ["feet 3"]
