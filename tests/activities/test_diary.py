"""Looking back: acts by day, filtered and paged by key; the story of one; what a week and a month came to."""

from datetime import date, timedelta

import pytest
from django.utils.html import strip_tags

from activities.models import Activity, Reason
from activities.scoring import taking_back
from activities.telling import diary
from scenarios.models import Scenario
from tests.conftest import NOW, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


def text_of(answer) -> str:
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def test_acts_stand_under_their_day_latest_day_first(alice):
    record(alice, walk(8000, days_ago=2), walk(5000), ride(2000), walk(6000, days_ago=1))

    page = diary.page(alice.pk)

    assert [(day.day, [act.values for act in day.acts]) for day in page.days] == [
        (date(2026, 11, 23), [{"distance_m": 2000}, {"steps": 5000}]),
        (date(2026, 11, 22), [{"steps": 6000}]),
        (date(2026, 11, 21), [{"steps": 8000}]),
    ]
    assert page.before == ""


def test_an_act_that_earned_nothing_says_where_the_reason_is(client, alice):
    record(alice, walk(20_000), walk(30_000))
    score_everything()
    client.force_login(alice)

    text = text_of(client.get("/activities/"))

    assert "步行 · 20,000 步 减少二氧化碳 296 克 +29" in text
    assert "步行 · 30,000 步 减少二氧化碳 0 克 · 没有积分，点开看原因 0" in text


def test_who_has_no_act_yet_is_asked_for_no_filter(client, alice):
    client.force_login(alice)

    assert "筛选" not in text_of(client.get("/activities/"))
    assert "筛选" in text_of(client.get("/activities/?status=scored"))


def test_the_diary_pages_by_key_without_losing_or_repeating(client, alice, django_assert_max_num_queries):
    record(alice, *(walk(500 + day, days_ago=day // 2) for day in range(65)))
    client.force_login(alice)

    seen, address = [], "/activities/"
    while address:
        with django_assert_max_num_queries(6):
            answer = client.get(address)
        page = answer.context["page"]
        seen += [act.pk for day in page.days for act in day.acts]
        address = f"/activities/?before={page.before}" if page.before else None

    expected = Activity.objects.order_by("-city_day", "-pk").values_list("pk", flat=True)
    assert seen == list(expected)
    assert len(seen) == 65


def test_the_diary_is_filtered_by_scenario_and_state(client, alice):
    record(alice, walk(8000))
    score_everything()
    record(alice, ride(2000))
    client.force_login(alice)

    assert "步行 · 8,000 步" not in text_of(client.get("/activities/?scenario=bike-share"))
    assert "共享单车 · 2 公里" in text_of(client.get("/activities/?scenario=bike-share&status=pending"))
    assert "没有符合条件的行为" in text_of(client.get("/activities/?scenario=walking&status=rejected"))


@pytest.mark.parametrize("query", ["scenario=none", "status=done", "before=nobody"])
def test_a_diary_that_cannot_be_is_not_found(client, alice, query):
    client.force_login(alice)

    assert client.get(f"/activities/?{query}").status_code == 404


def test_anothers_act_is_no_place_to_page_from(client, alice, bob):
    [outcome] = record(bob, walk(8000))
    client.force_login(alice)

    assert client.get(f"/activities/?before={outcome.activity.public_id}").status_code == 404


def test_a_week_shows_its_green_days_and_the_refused_do_not_count(alice):
    record(alice, walk(8000), walk(6000, days_ago=1), ride(2000))
    Activity.objects.filter(city_day=date(2026, 11, 22)).update(status="rejected")

    week = diary.look_back(alice.pk, date(2026, 11, 25)).week

    assert [day.day.day for day in week] == [23, 24, 25, 26, 27, 28, 29]
    assert [day.is_green for day in week] == [True] + [False] * 6
    assert [day.is_to_come for day in week] == [False] * 3 + [True] * 4


def test_a_month_is_summed_by_day_and_scenario(alice, bob):
    record(alice, walk(8000), ride(2000), walk(20_000, days_ago=23))
    record(bob, walk(9000))
    score_everything()
    walking, cycling = (Scenario.objects.get(code=code).pk for code in ("walking", "bike-share"))

    assert diary.earned_between(alice.pk, date(2026, 11, 1), date(2026, 11, 30)) == [
        diary.Earned(date(2026, 11, 23), *came_to) for came_to in sorted([(walking, 160, 16), (cycling, 67, 6)])
    ]
    assert diary.earned_between(alice.pk, date(2026, 10, 1), date(2026, 10, 31)) == [
        diary.Earned(date(2026, 10, 31), walking, 296, 29)
    ]


def test_a_month_goes_without_what_was_taken_back(alice, bob):
    walked, _ridden = record(alice, walk(8000), ride(2000))
    score_everything()
    taking_back.take_back(activity=walked.activity, reason=Reason.MISTAKEN, by=bob, now=NOW + timedelta(hours=1))

    earned = diary.earned_between(alice.pk, date(2026, 11, 1), date(2026, 11, 30))
    assert sorted((one.grams, one.credits) for one in earned) == [(0, 0), (67, 6)]


def test_an_act_tells_its_story_in_one_sentence_with_its_times(client, alice):
    [outcome] = record(alice, walk(8000))
    score_everything()
    client.force_login(alice)

    text = text_of(client.get(outcome.activity.get_absolute_url()))

    assert "您走了 8,000 步。按每步 0.02 克计算，减少 160 克二氧化碳，得 16 积分。" in text
    assert "已收到 2026年11月23日 12:00 · 文件 · 手机、手环或它们导出的文件 已核算 2026年11月23日 12:00" in text
    assert "积分到账 2026年11月23日 12:00 · 有效期至 2027年12月31日" in text


def test_an_act_that_was_cut_says_by_which_limit(client, alice):
    [outcome] = record(alice, walk(20_000))
    score_everything()
    client.force_login(alice)

    text = text_of(client.get(outcome.activity.get_absolute_url()))

    assert "您走了 20,000 步。按每步 0.02 克计算，减少 400 克二氧化碳。" in text
    assert "每天最多计入 296 克。" in text
    assert "这次计入 296 克，得 29 积分。" in text


def test_methods_show_a_worked_example_by_the_code_that_scores(client, db):
    walking = text_of(client.get("/methods/walking/"))
    cycling = text_of(client.get("/methods/bike-share/"))

    assert "您走了 8,000 步。按每步 0.02 克计算，减少 160 克二氧化碳，得 16 积分。" in walking
    assert "ER = N × RF" in walking
    assert "第 1 版，自 2016年1月1日 起" in walking
    assert "您骑行了 2 公里。按每公里 33.88 克计算，减少 67 克二氧化碳，得 6 积分。" in cycling
    assert client.get("/methods/none/").status_code == 404


def test_a_method_tells_its_factors_history(client, db):
    text = text_of(client.get("/methods/ev-driving/"))

    assert text.index("用电排放因子（西南电网）：247.2 克/千瓦时") < text.index(
        "用电排放因子（西南电网）：226.8 克/千瓦时"
    )
    assert "取值范围：低 7.04，中 8，高 9.6448" in text


def test_methods_list_every_factor_with_its_source(client, db):
    text = text_of(client.get("/methods/"))

    assert "0.02 克/步" in text
    assert "湖北日报" in text
    assert "33.88 克/人公里" in text
