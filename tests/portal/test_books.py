"""The books are proven every night, and health says what was found."""

from datetime import timedelta

import pytest
from django.db import connection

from common.city_time import city_day, day_span
from jobs.due import database_now
from jobs.models import Outcome, Run
from portal import books
from portal.jobs import JOBS
from seals import health as seals_health
from seals import sealing
from seals.models import SealedDay
from tests.conftest import TODAY, record, score_everything, walk
from tests.seals.conftest import after, seal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogue", "budget")]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _some_acts(alice, catalogue, budget):
    record(alice, walk(8000))
    score_everything()


def prove(now=None) -> dict:
    """As the job does, at one in the afternoon."""
    did = books.audit_of_the_night(now=now or noon())
    Run.objects.create(
        job=books.NIGHTLY, due_at=noon(), started_at=noon(), ended_at=noon(), outcome=Outcome.DONE, facts=did.facts
    )
    return did.facts


def noon():
    return day_span(city_day(database_now()))[0] + 12 * HOUR


def tamper() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE credits_ledgeraccount SET balance = balance + 1 WHERE kind = 'available'")
        cursor.execute("SET session_replication_role = origin")


def test_sound_books_are_up():
    assert prove() == {"night": city_day(noon()).isoformat(), "findings": 0, "codes": ""}
    assert books.health(noon()).state == "up"


def test_what_was_found_is_down_until_another_night_finds_nothing():
    tamper()

    assert prove()["findings"] > 0
    part = books.health(noon())
    assert (part.state, part.facts["codes"].split()[0]) == ("down", "balance_is_not_its_transfers")


def test_the_books_are_proven_once_a_night():
    """What was written since the audit is for the next night."""
    first = prove()
    tamper()

    assert prove(noon() + 13 * HOUR) == first, "before two in the morning it is the same night"
    assert prove(noon() + 14 * HOUR)["findings"] > 0


def test_a_changed_sealed_day_is_found_by_night():
    yesterday = city_day(noon()) - timedelta(days=1)
    seal(yesterday)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE seals_sealedday SET root = repeat('0', 64)")
        cursor.execute("SET session_replication_role = origin")

    assert prove()["codes"] == "seal_is_not_its_head sealed_rows_changed"


def test_before_the_first_night_nothing_is_said_against_the_books():
    assert books.health(noon()).state == "up"


def test_books_that_were_not_proven_for_days_are_down():
    prove()

    assert books.health(noon() + 48 * HOUR).state == "up"
    assert books.health(noon() + 72 * HOUR).state == "down"


def test_the_job_may_take_as_long_as_it_needs():
    [job] = JOBS
    assert job.within >= timedelta(hours=1)


# Days that are to be sealed


def test_days_that_are_sealed_in_time_are_up():
    assert next(seals_health.parts(after(TODAY))).state == "up"
    seal(TODAY)

    assert next(seals_health.parts(after(TODAY) + 25 * HOUR)).state == "up"
    part = next(seals_health.parts(after(TODAY) + 27 * HOUR))
    assert (part.state, part.facts) == ("down", {"last": TODAY, "waits": None})


def test_a_day_that_stays_closed_is_down():
    closed = sealing.close(TODAY, now=after(TODAY))

    assert next(seals_health.parts(after(TODAY) + HOUR)).state == "up"
    part = next(seals_health.parts(after(TODAY) + 27 * HOUR))
    assert (part.state, part.facts["waits"]) == ("down", closed.day)
    assert SealedDay.objects.sealed().count() == 0
