"""What a band writes by the minute is added up to the day, which alone is an act; a total is never taken for a part."""

import pytest
from django.utils import translation

from activities.models import Activity
from channels.files import reading, refusals
from channels.files.models import ImportJob
from tests.channels.files.conftest import counts, reasons, send, sent_and_read
from tests.conftest import score_everything

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

MINUTES = (
    "date,time,steps\n2026-11-22,08:01,112\n2026-11-22,08:02,98\n2026-11-22,08:03,101\n2026-11-22,08:04,57\n"
    "2026-11-21,18:30,120\n2026-11-21,18:31,119\n2026-11-21,18:32,62\n2026-11-21,18:33,60\n2026-11-21,18:34,40\n"
)


def told() -> list[tuple[str, int]]:
    return [(f"{act.city_day}", act.values["steps"]) for act in Activity.objects.order_by("city_day")]


def test_rows_by_the_minute_are_the_totals_of_their_days(alice):
    job = sent_and_read(alice, MINUTES)

    assert (job.format_code, job.rows_total, counts(job)) == ("steps", 2, {"recorded": 2})
    assert told() == [("2026-11-21", 401), ("2026-11-22", 368)]
    assert [row.line for row in job.rows.order_by("line")] == [2, 6]
    score_everything()
    assert list(Activity.objects.order_by("city_day").values_list("assessment__grams", flat=True)) == [8, 7]


@pytest.mark.parametrize(
    "content",
    [
        "日期;时间;步数\n2026-11-22;8:01;1.200\n2026-11-22;8:02;1.300,0\n",
        "日期，时刻，步数\n2026/11/22，下午 6:30，１２００\n2026/11/22，下午 6:31，１３００\n",
        "time,date,steps\n08:01:00.000,2026-11-22T00:00:00,1200\n24:00,2026-11-22,1300\n",
        "date,steps\n2026-11-22 08:01,1200\n2026-11-22 08:02,1300\n",
        "日期,步数\n2026/11/22 上午 8:01,1200\n2026-11-22T00:02:00Z,1300\n",
        "date,time,steps\n2026-11-22,08:01,1200\n2026-11-22,08:02,1300\n2026-11-22,08:02,1300\n",
        "date,time,steps\n2026-11-22,08:01,1200\n2026-11-22,08:02,900\n2026-11-22,08:02,1300\n",
        "date,hour,steps\n2026-11-22,8,1200\n2026-11-22,09,1300\n",
        "日期,时段,步数\n2026-11-22,8:00-9:00,1200\n2026-11-22,9:00～10:00,1300\n",
        "日期,开始时间,结束时间,步数\n2026-11-22,上午8:00,上午9:00,1200\n2026-11-22,9点,10点,1300\n",
        "date,start,stop,distance,steps\n2026-11-22,08:01,08:30,900,1200\n2026-11-22,18:01,18:30,950,1300\n",
        "date,time,steps\n2026-11-22,08:01,1200\n2026-11-22,08:02,\n2026-11-22,08:03,1300\n2026-11-22,08:04,0\n",
    ],
)
def test_parts_are_read_in_every_spelling_and_each_time_counts_once(alice, content):
    assert counts(sent_and_read(alice, content)) == {"recorded": 1}
    assert told() == [("2026-11-22", 2500)]


def test_row_that_cannot_be_read_is_refused_alone_and_the_mended_file_adds_what_it_has_more(alice):
    broken = MINUTES.replace("08:02,98", "08:02,many").replace("18:31,119", "18:31,-5")
    job = sent_and_read(alice, broken)

    assert counts(job) == {"recorded": 2, "refused": 2}
    assert reasons(job) == [(3, "“steps”要填整数。"), (7, "“steps”是 -5 步，应在 1 步到 100,000 步之间。")]
    assert job.rows.get(line=3).cells == ["2026-11-22", "08:02", "many"]
    assert told() == [("2026-11-21", 282), ("2026-11-22", 270)]

    sent_and_read(alice, MINUTES)
    score_everything()
    grams = Activity.objects.order_by("city_day", "pk").values_list("assessment__grams", flat=True)
    assert [sum(grams[:2]), sum(grams[2:])] == [8, 7]


def test_day_with_more_steps_than_anybody_walks_is_refused_with_its_total(alice):
    job = sent_and_read(
        alice, "date,time,steps\n2026-11-22,08:01,60000\n2026-11-22,08:02,60000\n2026-11-21,08:00,100\n"
    )

    assert reasons(job) == [(2, "“steps”是 120,000 步，应在 1 步到 100,000 步之间。")]
    assert job.rows.get(line=2).cells == ["2026-11-22", "", "120000"]
    assert told() == [("2026-11-21", 100)]


def test_day_without_a_step_is_passed_over(alice):
    job = sent_and_read(alice, "date,time,steps\n2026-11-22,08:01,0\n2026-11-21,08:00,100\n")

    assert counts(job) == {"recorded": 1, "passed_over": 1}


def test_row_without_a_time_is_a_total_of_its_own(alice):
    job = sent_and_read(alice, "date,time,steps\n2026-11-22,,8000\n2026-11-21,08:00,100\n2026-11-21,08:01,100\n")

    assert counts(job) == {"recorded": 2}
    assert told() == [("2026-11-21", 200), ("2026-11-22", 8000)]


@pytest.mark.parametrize(
    ("content", "column"),
    [
        ("date,when,steps\n2026-11-21,,9000\n2026-11-22,08:01,1200\n2026-11-22,08:02,1300\n", "when"),
        ("日期,步数,记录于\n2026-11-22,1200,上午 8:01\n2026-11-22,1300,下午 6:30\n", "记录于"),
    ],
)
def test_times_in_a_column_of_another_name_are_asked_about(alice, content, column):
    with pytest.raises(refusals.FinerThanADay) as refused:
        send(alice, content)

    with translation.override("zh-hans"):
        assert refused.value.sentence == (
            f"文件里 2026-11-22 有好几行，“{column}”一列写着不同的时刻。请把这一列改名为“时间”，同一天的各行就会相加；"
            "或者每天只留一行，写当天总步数。"
        )
    assert not ImportJob.objects.exists()
    assert counts(sent_and_read(alice, content.replace(column, "时间")))["recorded"] >= 1


def test_one_time_a_day_in_a_column_of_another_name_is_passed_over(alice):
    content = "date,steps,bed\n2026-11-22,8000,23:10\n2026-11-21,9000,22:40\n2026-11-21,9500,22:40\n"

    assert counts(sent_and_read(alice, content)) == {"recorded": 3}


def test_totals_of_one_day_are_no_parts(alice):
    sent_and_read(alice, "date,steps\n2026-11-22,8000\n2026-11-22,3000\n")
    score_everything()

    assert [act.values["steps"] for act in Activity.objects.order_by("pk")] == [8000, 3000]
    assert sum(Activity.objects.values_list("assessment__grams", flat=True)) == 160


def test_file_taken_in_by_a_release_that_saw_more_acts_in_it_is_read_to_its_end(alice):
    job = send(alice, MINUTES)
    type(job).objects.filter(pk=job.pk).update(rows_total=9)

    assert [reading.read_piece(job.pk, now=job.created_at) for _piece in range(2)] == [True, False]
    job.refresh_from_db()
    assert (job.status, counts(job)) == ("done", {"recorded": 2})


@pytest.mark.parametrize("midnight", ["2026-11-21 00:00", "2026/11/21 0:00:00", "2026-11-21T00:00:00"])
def test_midnights_hour_is_a_part_like_the_others(alice, midnight):
    assert steps_of(alice, f"date,steps\n{midnight},3000\n2026-11-21 01:00,2000\n2026-11-21 08:00,1500\n") == [6500]


def test_days_that_are_written_as_midnights_are_totals(alice):
    assert steps_of(alice, "date,steps\n2026-11-21 00:00,3000\n2026-11-22 00:00,2000\n") == [2000, 3000]


@pytest.mark.parametrize(
    ("first", "second"),
    [("8", "9"), ("2026-11-21 08:00", "2026-11-21 09:00"), ("08:00-09:00", "09:00-10:00"), ("8 AM", "9 AM")],
)
def test_finer_rows_under_another_name_are_refused(alice, first, second):
    with pytest.raises(refusals.FinerThanADay):
        steps_of(alice, f"date,startTime,steps\n2026-11-21,{first},3000\n2026-11-21,{second},2000\n")


def test_a_column_of_numbers_is_no_time(alice):
    assert steps_of(alice, "date,floors,steps\n2026-11-21,8,3000\n2026-11-21,9,2000\n") == [2000, 3000]


@pytest.mark.parametrize("began", ["2026-11-21 08:00", "8 PM", "12 AM", "8-9"])
def test_times_of_every_look_are_parts(alice, began):
    assert steps_of(alice, f"date,start,steps\n2026-11-21,{began},3000\n2026-11-21,11:00,2000\n") == [5000]


@pytest.mark.parametrize("text", ["date,steps,note\n2026-11-21,8,000\n", "日期,步数,备注\n2026-11-21,8,000,\n"])
def test_thousands_that_nobody_quoted_are_refused(alice, text):
    assert steps_of(alice, text) == []


def steps_of(citizen, text):
    sent_and_read(citizen, text)
    return sorted(act.values["steps"] for act in Activity.objects.of(citizen.pk))
