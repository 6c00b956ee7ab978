"""Refusals that are kept: made again from code and facts, each says the same, in the language of whoever reads."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from activities.measures import duration_shown, value_shown
from common.errors import DomainError, rebuilt
from methodologies.registry import methodology
from scenarios.rules import Evidence
from tests.conftest import record, ride, walk

pytestmark = pytest.mark.usefixtures("catalogue")


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (walk(-5), "步数是 -5 步，应在 1 步到 100,000 步之间。"),
        (walk("many"), "步数要填整数。"),
        (walk(8000, days_ago=4000), "2015年12月11日，步行还没有开始计积分。"),
        (walk(8000, days_ago=8), "这一天的行为最晚 2026年11月22日 提交，现在已经过了期限。"),
        (ride(2000, ago=timedelta(0)), "还没到这个时间，做完之后再来提交。"),
        (ride(14_000, minutes=20), "平均速度是 42 公里/小时，应在 4 公里/小时到 25 公里/小时之间。"),
        (ride(300, minutes=1), "时长是 1 分钟，至少要有 2 分钟。"),
    ],
)
def test_a_refusal_kept_in_english_is_read_in_chinese(alice, draft, sentence):
    with translation.override("en"):
        [refused] = record(alice, draft, evidence=Evidence.SELF_DECLARED)
        kept = json.dumps({"code": refused.error.code, "facts": refused.error.facts})

    with translation.override("zh-hans"):
        assert rebuilt(**json.loads(kept)).sentence == sentence


def test_a_refusal_that_no_longer_exists_is_said_in_general_words():
    assert rebuilt("from_an_earlier_release", {"number": 3}).sentence == DomainError().sentence


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [("2", "2 秒"), ("59", "59 秒"), ("60", "1 分钟"), ("0", "0 秒"), ("86400", "24 小时")],
)
def test_what_is_shorter_than_a_minute_is_told_in_seconds(seconds, shown):
    assert duration_shown(Decimal(seconds)) == shown


def test_a_little_below_nothing_is_no_zero_with_a_sign():
    distance = next(asked for asked in methodology("bike-share").quantities if asked.name == "distance_m")

    assert value_shown(methodology("bike-share"), distance.name, -5) == "-0.01 公里"
