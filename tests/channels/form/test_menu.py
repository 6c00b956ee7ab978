"""The list of acts: what is done often, what each brings by the rule in force, what today has already."""

from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from activities.models import Activity
from activities.telling.bringing import brings
from channels.form.menu import menu_on
from scenarios.rulebook import RuleBook
from tests.conftest import NOW, RELEASED, TODAY, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


def text_of(answer) -> str:
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


@pytest.mark.parametrize(
    ("scenario", "told"),
    [
        ("walking", "8,000 步约 8 积分"),
        ("bike-share", "2 公里约 3 积分 · 每天最多 6 次"),
        ("metro", "犀浦 – 春熙路约 23 积分 · 每天最多 6 次"),
        ("idle-car", "24 小时约 104 积分"),
        ("clean-plate", "每次 2 积分 · 每天最多 3 次"),
        ("quiz", "答对一题 1 积分"),
        ("electricity-saving", ""),
        ("ev-driving", ""),
    ],
)
def test_what_an_act_brings_is_reckoned_by_the_rule_of_the_day(scenario, told):
    book = RuleBook()
    _version, rule = book.rule_on(book.scenarios[scenario].pk, RELEASED.date())

    assert brings(rule) == told


def test_another_rule_brings_something_else():
    book = RuleBook()
    _version, rule = book.rule_on(book.scenarios["walking"].pk, TODAY)

    assert brings(rule) == "8,000 步约 16 积分"


def test_the_menu_has_every_open_scenario_once_and_partners_apart():
    menu = menu_on(RuleBook(), TODAY, {})

    open_ones = [row.scenario.code for section in menu.sections for row in section.rows]
    assert len(open_ones) == len(set(open_ones))
    assert open_ones[:2] == ["check-in", "quiz"]
    assert {"walking", "venue-visit", "eco-photo"} < set(open_ones)
    assert not set(open_ones) & {scenario.code for scenario in menu.awaited}
    assert "waste-sorting" in {scenario.code for scenario in menu.awaited}


def test_habits_stand_first_and_what_today_has_is_marked(client, alice):
    record(alice, walk(8000), ride(2000, ago=timedelta(days=1)))
    client.force_login(alice)

    text = text_of(client.get("/act/"))

    assert "常做 步行 今天已计" in text
    assert "共享单车 上次 2 公里 再来一次" in text
    assert "步行 8,000 步约 16 积分 今天已计" in text


def test_who_has_just_come_has_no_habits(client, alice):
    client.force_login(alice)

    assert "常做" not in text_of(client.get("/act/"))


def test_checking_in_is_one_tap_in_the_list_and_is_not_offered_twice(client, alice):
    client.force_login(alice)
    assert b'action="/act/check-in/"' in client.get("/act/").content

    act = client.post("/act/check-in/")

    assert Activity.objects.get().get_absolute_url() == act["Location"]
    page = client.get("/act/")
    assert b'action="/act/check-in/"' not in page.content
    assert "每日签到 今天已计" in text_of(page)
    form = client.get("/act/check-in/")
    assert b"<form method" not in form.content.split(b"<main")[1].split(b"</main")[0]
    assert "今天已完成" in text_of(form)
    score_everything()
    assert Activity.objects.count() == 1


def test_a_check_in_of_yesterday_does_not_keep_from_todays(client, alice, time_machine):
    client.force_login(alice)
    client.post("/act/check-in/")
    time_machine.move_to(NOW + timedelta(days=1), tick=False)

    assert b'action="/act/check-in/"' in client.get("/act/").content
    assert client.post("/act/check-in/").status_code == 302
    assert Activity.objects.count() == 2


def test_the_list_asks_the_same_few_questions_however_much_was_done(client, alice, django_assert_max_num_queries):
    record(alice, *(walk(500, days_ago=ago) for ago in range(28)), *(ride(1000 + n) for n in range(9)))
    client.force_login(alice)
    client.get("/act/")

    # The session, who it is, four weeks, the acts to repeat; the book is asked whether it is still the one.
    with django_assert_max_num_queries(6):
        client.get("/act/")
