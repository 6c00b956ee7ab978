"""A kept day is what its acts add up to, whoever wrote late, died amid it, came at once, took back or was erased."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections

from accounts.models import Profile
from activities.models import Activity, Assessment, Status
from city import audit
from city.figures import Sums, count
from city.jobs import JOBS
from city.keeping import keep
from city.models import DayFigures
from common.city_time import at_city_time
from credits import ledger
from credits.models import Transfer
from scenarios.rules import Evidence
from seals import sealing
from tests.at_once import at_once
from tests.conftest import NOW, TODAY, record, ride, score_everything, walk

ONE_DAY = timedelta(days=1)
TOMORROW = NOW + ONE_DAY
WALKED = Sums(1, 160, 16)
RODE = Sums(1, 67, 6)


@pytest.fixture(autouse=True)
def _portal(transactional_db, catalogue, budget) -> None:
    """Commits, as a portal does: who else writes is seen, and what dies leaves nothing."""


@pytest.fixture
def walked(alice):
    record(alice, walk(8000))
    score_everything()


@pytest.fixture
def other():
    """Another writer's connection."""
    there = connections.create_connection("default")
    there.set_autocommit(False)
    yield there
    there.rollback()
    there.close()


def close(day=TODAY) -> None:
    sealing.close(day, now=at_city_time(day + ONE_DAY, sealing.SEALED_AT))


def test_nothing_is_kept_of_a_day_that_no_seal_has_closed(walked, time_machine):
    """A clock that runs ahead closes no day, and so keeps none: what comes today still counts."""
    time_machine.move_to(NOW + 5 * ONE_DAY, tick=False)

    assert keep() == 0
    assert not DayFigures.objects.exists()


def test_what_is_scored_by_a_clock_that_was_set_back_counts_on_the_day_on_which_it_is_written(walked, alice):
    close()
    assert keep() == 1
    record(alice, ride(2000, now=TOMORROW), now=TOMORROW)

    with pytest.raises(IntegrityError, match="closed: activities_assessment"):
        score_everything(NOW)

    assert Activity.objects.get(status=Status.PENDING)
    assert count(TOMORROW).total == WALKED
    score_everything(TOMORROW)
    assert (count(TOMORROW).today, count(TOMORROW).total) == (RODE, WALKED + RODE)
    assert list(audit.findings()) == []


def test_a_late_act_of_a_kept_day_counts_on_the_day_on_which_it_is_scored(walked, bob):
    close()
    assert keep() == 1

    record(bob, ride(2000, ago=timedelta(hours=30), now=TOMORROW), now=TOMORROW)
    score_everything(TOMORROW)

    assert Activity.objects.filter(city_day=TODAY).count() == 2
    assert (count(TOMORROW).today, count(TOMORROW).total) == (RODE, WALKED + RODE)
    close(TODAY + ONE_DAY)
    assert keep() == 1
    assert count(TOMORROW + ONE_DAY).total == WALKED + RODE
    assert list(audit.findings()) == []


PLANTED = """
INSERT INTO activities_assessment (activity_id, version_id, grams, credits, facts, assessed_at)
SELECT act.id, known.version_id, 67, 6, '{}', known.assessed_at
FROM activities_assessment AS known, activities_activity AS act WHERE act.status = 'pending'
"""


def test_whoever_wrote_before_the_closing_and_ends_after_it_is_waited_for(walked, bob, other):
    record(bob, ride(2000), evidence=Evidence.PROVIDER)
    with other.cursor() as cursor:
        cursor.execute(PLANTED)
    close()

    assert keep() == 0
    other.commit()
    assert keep() == 1
    assert count(TOMORROW).total == WALKED + RODE
    assert set(DayFigures.objects.values_list("evidence", "acts")) == {("device", 1), ("provider", 1)}


def test_days_before_one_that_is_not_settled_are_kept_meanwhile(walked, bob, other):
    close()
    record(bob, ride(2000, now=TOMORROW), now=TOMORROW)
    with other.cursor() as cursor:
        cursor.execute(PLANTED.replace("known.assessed_at", "known.assessed_at + interval '1 day'"))
    close(TODAY + ONE_DAY)

    assert keep() == 1
    assert [figures.day for figures in DayFigures.objects.all()] == [TODAY]
    other.commit()
    assert keep() == 1
    assert count(NOW + 2 * ONE_DAY).total == WALKED + RODE


def test_a_worker_that_dies_amid_it_keeps_nothing_and_the_next_keeps_all(walked, bob):
    record(bob, ride(2000), evidence=Evidence.PROVIDER)
    score_everything()
    close()

    def die_after_writing(execute, sql, parameters, many, context):
        answer = execute(sql, parameters, many, context)
        if sql.startswith('INSERT INTO "city_dayfigures"'):
            execute("SELECT pg_terminate_backend(pg_backend_pid())", (), False, context)
        return answer

    with connection.execute_wrapper(die_after_writing), pytest.raises(DatabaseError):
        keep()
    connection.close()

    assert not DayFigures.objects.exists()
    [job] = [job for job in JOBS if job.name == "city.keep_figures"]
    assert job.work().facts == {"days": 1}
    assert count(TOMORROW).total == WALKED + RODE


def test_a_day_that_is_closed_twice_and_kept_by_many_at_once_is_kept_once(walked):
    close()
    close()

    answers = at_once([keep] * 6)

    assert all(isinstance(answer, int) for answer in answers), answers
    assert [(figures.day, figures.acts) for figures in DayFigures.objects.all()] == [(TODAY, 1)]
    assert keep() == 0
    assert count(TOMORROW).total == WALKED


def test_what_is_taken_back_or_erased_leaves_the_figures_of_what_was_scored(walked, alice):
    """Figures are of assessments, which stay: an award that is reversed and a person who is forgotten change none."""
    close()
    assert keep() == 1
    before = count(TOMORROW)

    ledger.reverse(Transfer.objects.get(kind="award"), now=TOMORROW)
    Profile.objects.filter(user=alice).delete()

    assert count(TOMORROW) == before
    assert before.total == WALKED == Sums(Assessment.objects.count(), 160, 16)
    DayFigures.objects.all().delete()
    assert keep() == 1
    assert count(TOMORROW) == before
    assert list(audit.findings()) == []
