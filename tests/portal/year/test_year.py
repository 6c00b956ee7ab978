"""A citizen's year: sentences made of its own figures, the same in the table and in the file."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.utils.html import strip_tags

from activities.models import Activity, Reason
from activities.scoring import taking_back
from tests.conftest import NOW, TODAY, record, ride, score_everything, walk

YEAR = "/reports/2026/"


def words_of(answer) -> str:
    assert answer.status_code == 200
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


@pytest.fixture
def year(client, year_of_alice):
    def look(address=YEAR, language="zh-hans"):
        client.force_login(year_of_alice)
        return client.get(address, headers={"accept-language": language})

    return look


def test_the_year_is_told_to_the_gram(year):
    answer = year()
    figures = answer.context["figures"]

    assert (figures.sums.grams, figures.sums.credits, figures.sums.days, figures.acts) == (523, 51, 2, 3)
    assert "523 克" in words_of(answer)


def test_findings_are_sentences_in_chinese(year):
    words = words_of(year())

    assert "全部减排都在一个月里：2026年11月" in words
    assert "做得最多的是步行：2 次" in words
    assert "一切从11月22日的“步行”开始，那是您的第一次低碳行为。" in words
    assert "计入的行为全部有照片、设备或运营方记录为证。" in words
    assert "您填报的行为没有一次被拒绝或撤销。" in words
    assert "上一年同期您还没有记录" in words


def test_findings_are_sentences_in_english(year):
    words = words_of(year(language="en"))

    assert "Until November 23 you have avoided 523 g of CO₂" in words
    assert "What you did most often: Walking, 2 times" in words
    assert "It all began on November 22: Walking. That was your first act of all." in words


def test_a_year_of_one_act_is_told_in_the_singular(client, catalogue, budget, today, alice):
    record(alice, ride(2000))
    score_everything()
    client.force_login(alice)

    words = words_of(client.get(YEAR, headers={"accept-language": "en"}))

    assert "What you did: Bike-share, 1 time" in words
    assert "1 act" in words
    assert "1 acts" not in words


def test_a_year_of_nothing_says_so_and_offers_the_way(client, today, alice):
    client.force_login(alice)
    answer = client.get(YEAR)

    assert "2026 年还没有计入的行为" in words_of(answer)
    assert "year-chart" not in answer.content.decode()


def test_what_does_not_count_is_told_with_its_reason(year, year_of_alice, desk):
    act = Activity.objects.of(year_of_alice.pk).filter(scenario__code="bike-share").get()
    taking_back.take_back(activity=act, reason=Reason.MISTAKEN, by=desk, now=NOW + timedelta(seconds=1))

    answer = year()

    assert "有 1 次行为未计入。原因：这条记录是误记的。" in words_of(answer)
    assert answer.context["figures"].sums.grams == 456


def test_file_table_and_page_say_the_same(year):
    answer, file = year(), year(f"{YEAR}figures.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    figures = answer.context["figures"]

    assert file["Content-Disposition"] == 'attachment; filename="carbon-2026.csv"'
    assert {(row["日期"], row["场景代码"], row["获得积分"]) for row in rows} == {
        ("2026-11-22", "walking", "29"),
        ("2026-11-23", "walking", "16"),
        ("2026-11-23", "bike-share", "6"),
    }
    assert sum(int(row["减少二氧化碳（克）"]) for row in rows) == figures.sums.grams
    assert sum(line.grams for _first, line in figures.months) == figures.sums.grams
    assert sum(line.grams for _scenario, line in figures.scenarios) == figures.sums.grams


def test_months_are_drawn_as_far_as_the_year_has_come(year):
    shown = year().content.decode()

    assert len(re.findall(r'<text x="\d+" y="166">', shown)) == TODAY.month
    assert len(re.findall('class="year-bar is-best"', shown)) == 1


def test_last_year_stands_beside_this_one(client, catalogue, budget, alice):
    then = NOW - timedelta(days=365)
    with time_machine.travel(then, tick=False):
        record(alice, walk(14_800, now=then), now=then)
        score_everything(then)
    with time_machine.travel(NOW, tick=False):
        record(alice, walk(8000))
        score_everything()
        client.force_login(alice)
        answer = client.get(YEAR)

    beside = answer.context["figures"].beside
    assert (beside.now.grams, beside.before.grams, beside.is_part) == (160, 296, True)
    assert "比上一年同期少减 136 克" in words_of(answer)
    assert "对比的是两年中11月23日至11月23日的日子。上一年在此之前您还没有记录" in words_of(answer)


def test_a_year_asks_as_much_however_much_there_is(client, year_of_alice, django_assert_max_num_queries):
    client.force_login(year_of_alice)
    client.get(YEAR)
    with django_assert_max_num_queries(12) as asked:
        client.get(YEAR)
    few = len(asked)
    record(year_of_alice, *(walk(3000 + days, days_ago=days) for days in range(2, 7)))
    score_everything()

    with django_assert_max_num_queries(few):
        client.get(YEAR)
