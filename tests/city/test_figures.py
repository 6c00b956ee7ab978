"""The city's figures: exact, with the moment of which they are true, by a bounded number of questions."""

import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from activities.models import Assessment
from city import audit
from city.figures import Sums, count, figures_now
from city.jobs import JOBS
from city.keeping import keep
from city.models import DayFigures
from common.city_time import at_city_time, city_day
from scenarios.rules import Evidence
from seals import sealing
from seals.models import SealedDay
from tests.conftest import NOW, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")
YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture(autouse=True)
def _forgotten(db) -> None:
    cache.clear()


def test_a_portal_without_acts_has_done_nothing():
    figures = count(NOW)

    assert (figures.today, figures.citizens_today, figures.total) == (Sums(0, 0, 0), 0, Sums(0, 0, 0))


def test_todays_acts_are_those_scored_since_midnight(alice, bob):
    record(alice, walk(8000, days_ago=1), now=YESTERDAY)
    score_everything(YESTERDAY)
    record(alice, walk(5000), ride(2000))
    record(bob, walk(14_800, days_ago=3))
    score_everything()

    figures = count(NOW)

    assert figures.as_of == NOW
    assert figures.today == Sums(acts=3, grams=100 + 67 + 296, credits=10 + 6 + 29)
    assert figures.citizens_today == 2
    assert figures.total == Sums(acts=4, grams=463 + 160, credits=45 + 16)


@pytest.mark.parametrize(("grams", "tonnes"), [(99_999, "0"), (100_000, "0.1"), (6_183_696, "6.1"), (10_000_000, "10")])
def test_a_city_speaks_of_tonnes_and_never_of_more_than_there_were(grams, tonnes):
    assert Sums(grams=grams).tonnes == Decimal(tonnes)


def test_acts_that_earned_nothing_are_not_counted(alice):
    record(alice, walk(20_000), walk(30_000))
    score_everything()

    assert count(NOW).today == Sums(acts=1, grams=296, credits=29)


def test_days_that_are_over_add_up_and_miss_nothing_that_was_committed_late(alice, time_machine):
    def counted(now):
        time_machine.move_to(now, tick=False)
        return count(now)

    for number in range(4):
        noon = NOW + timedelta(days=number)
        midnight = noon + timedelta(hours=12)
        record(alice, walk(1000 * (number + 1), now=noon), ride(2000, now=noon), now=noon)
        score_everything(noon)
        counted(noon)
        # A batch that begins before midnight is committed after somebody has looked.
        record(alice, ride(2000, ago=timedelta(hours=3), now=noon), now=noon)
        counted(midnight + timedelta(seconds=1))
        score_everything(midnight - timedelta(seconds=1))
        # Nothing of the day is kept while somebody may still write into it; then it is, once.
        assert keep() == 0
        close(city_day(noon))
        assert keep() == 1
        assert keep() == 0
    kept = counted(midnight + timedelta(hours=2))
    assert DayFigures.objects.count() == 4
    DayFigures.objects.all().delete()

    assert kept == counted(midnight + timedelta(hours=2))
    assert kept.total == Sums(12, 20 + 40 + 60 + 80 + 8 * 67, 2 + 4 + 6 + 8 + 8 * 6)


def test_the_days_before_are_not_read_again(alice):
    record(alice, walk(8000))
    score_everything()
    keep_closed(city_day(NOW))

    with CaptureQueriesContext(connection) as asked:
        count(NOW + timedelta(days=2))

    reads = [query["sql"] for query in asked if "activities_assessment" in query["sql"]]
    revoked, scored = ([sql for sql in reads if ("activities_revocation" in sql) is is_so] for is_so in (True, False))
    assert (len(revoked), len(scored)) == (1, 3)
    assert all('"assessed_at" >= ' in sql for sql in scored)


@pytest.mark.parametrize("seed", range(3))
def test_figures_are_the_sum_of_all_acts_whenever_one_asks(alice, bob, time_machine, seed):
    chance, now = random.Random(seed), NOW
    for number in range(60):
        now += timedelta(minutes=chance.choice([1, 30, 300, 1500]))
        time_machine.move_to(now, tick=False)
        citizen, late = chance.choice([alice, bob]), timedelta(hours=chance.choice([1, 2, 30, 60]))
        match chance.choice(["walk", "ride", "keep", "late", "nothing"]):
            case "walk":
                record(citizen, walk(1000 + 10 * number, now=now), now=now)
            case "ride":
                record(
                    citizen, ride(2000, now=now), evidence=chance.choice([Evidence.DEVICE, Evidence.PROVIDER]), now=now
                )
            case "late":
                record(citizen, ride(3000, ago=late, now=now), evidence=Evidence.PROVIDER, now=now)
            case "keep":
                keep_closed(city_day(now) - timedelta(days=1))
        if chance.random() < 0.7:
            score_everything(now)

        figures = count(now)

        assert figures.by_evidence == summed(Assessment.objects.all())
        assert figures.today == sum(summed(of_day(city_day(now))).values(), Sums())
        assert list(audit.findings()) == []
    assert DayFigures.objects.count() > 3


def close(day):
    """As the sealing job does first: from then on the database refuses what is dated into the day."""
    closed = sealing.close(day, now=at_city_time(day + timedelta(days=1), sealing.SEALED_AT))
    # What keeps the database tidy writes in it, too.
    assert sealing.wait_until_settled(closed, patience_s=20), sessions()


def sessions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT backend_type, state, xact_start, backend_xid, query FROM pg_stat_activity")
        return cursor.fetchall()


def keep_closed(day):
    """Closes the day where none after it is, and keeps what is over."""
    if not SealedDay.objects.filter(day__gte=day).exists():
        close(day)
    return keep()


def summed(assessments):
    """By hand, each act by itself."""
    sums = {grade: Sums() for grade in reversed(Evidence)}
    for one in assessments:
        if one.grams:
            sums[Evidence(one.activity.evidence)] += Sums(1, one.grams, one.credits)
    return sums


def of_day(day):
    return [one for one in Assessment.objects.all() if city_day(one.assessed_at) == day]


def test_a_day_that_is_kept_while_somebody_asks_is_counted_once(alice, bob):
    record(alice, walk(8000))
    score_everything()
    tomorrow = NOW + timedelta(days=1)
    record(bob, walk(5000, now=tomorrow), now=tomorrow)
    score_everything(tomorrow)
    before = count(tomorrow)

    def keep_after_the_first_read(execute, sql, parameters, many, context):
        answer = execute(sql, parameters, many, context)
        if "city_dayfigures" in sql and not kept_meanwhile:
            kept_meanwhile.append(sql)
            keep()
        return answer

    close(city_day(NOW))
    kept_meanwhile: list[str] = []
    with connection.execute_wrapper(keep_after_the_first_read):
        meanwhile = count(tomorrow)

    assert DayFigures.objects.count() == 1
    assert meanwhile == before == count(tomorrow)


def test_the_job_keeps_what_is_over(alice):
    record(alice, walk(8000))
    score_everything()
    close(city_day(NOW))
    [job] = [job for job in JOBS if job.name == "city.keep_figures"]

    assert job.work().facts == {"days": 1}
    assert job.work().facts == {"days": 0}

    [figures] = DayFigures.objects.all()
    assert (figures.day, figures.evidence, figures.acts) == (city_day(NOW), "device", 1)
    assert (figures.grams, figures.credits) == (160, 16)


def test_the_audit_tells_kept_figures_that_are_not_their_sum(alice, bob):
    record(alice, walk(8000))
    record(bob, ride(2000), evidence=Evidence.PROVIDER)
    score_everything()
    keep_closed(city_day(NOW))
    assert list(audit.findings()) == []

    DayFigures.objects.filter(evidence="device").update(grams=161)
    DayFigures.objects.filter(evidence="provider").update(day=city_day(NOW) + timedelta(days=1))

    day = city_day(NOW)
    assert [(one.code, one.detail) for one in audit.findings()] == [
        (
            "kept_figures_are_not_their_sum",
            f"{day}, device: kept are 1 161 16, the acts add up to 1 160 16 (acts, grams, credits)",
        ),
        (
            "kept_figures_are_not_their_sum",
            f"{day}, provider: kept are 0 0 0, the acts add up to 1 67 6 (acts, grams, credits)",
        ),
        (
            "kept_figures_are_not_their_sum",
            f"{day + timedelta(days=1)}, provider: kept are 1 67 6, the acts add up to 0 0 0 (acts, grams, credits)",
        ),
    ]


def test_figures_are_kept_for_a_minute_and_say_how_old_they_are(alice):
    before = figures_now(NOW)
    record(alice, walk(8000))
    score_everything()

    assert figures_now(NOW + timedelta(seconds=30)) == before
    assert before.as_of == NOW


def test_counting_asks_few_questions_however_many_acts_there_are(alice, django_assert_max_num_queries):
    record(alice, *(walk(500 + day, days_ago=day) for day in range(200)))
    score_everything(YESTERDAY)

    with django_assert_max_num_queries(30):
        count(NOW)


def test_totals_tell_how_well_they_are_proven(alice, bob):
    record(alice, ride(2000), evidence=Evidence.PROVIDER, now=YESTERDAY + timedelta(hours=23, minutes=30))
    record(bob, ride(2000), evidence=Evidence.SELF_DECLARED)
    record(alice, walk(8000, days_ago=1), now=YESTERDAY)
    score_everything(YESTERDAY)
    record(bob, walk(5000))
    score_everything()

    figures = count(NOW)

    assert list(figures.by_evidence) == [Evidence.PROVIDER, Evidence.DEVICE, Evidence.PHOTO, Evidence.SELF_DECLARED]
    assert figures.by_evidence[Evidence.DEVICE] == Sums(acts=2, grams=160 + 100, credits=16 + 10)
    assert figures.by_evidence[Evidence.SELF_DECLARED] == Sums(acts=1, grams=33, credits=3)
    assert figures.by_evidence[Evidence.PHOTO] == Sums()
    assert figures.total == sum(figures.by_evidence.values(), Sums())


def test_the_desk_shows_the_proof(client, alice, desk):
    record(alice, ride(2000), evidence=Evidence.SELF_DECLARED)
    record(alice, walk(8000))
    score_everything()
    cache.clear()

    client.force_login(desk)
    assert "自行填报" in strip_tags(client.get("/admin/").content.decode())
    listed = client.get("/admin/activities/activity/", {"evidence": "self_declared"}).content.decode()
    assert ("共享单车" in listed, "步行 ·" in listed) == (True, False)
