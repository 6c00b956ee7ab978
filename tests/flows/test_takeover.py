"""Workers are killed, the broker goes away, messages come twice: every act is still credited exactly once."""

import os
import signal
import time
from datetime import timedelta

import pytest
from django.db.models import Count, Sum

from activities.models import SHARDS, Activity, Assessment, Status
from activities.scoring import nudge, queue
from credits import audit as credits_audit
from credits import statements
from tests.audits import of_acts
from tests.conftest import TODAY, make_citizen, record, ride, walk
from tests.processes import Web, Worker, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("catalogue", "budget")]

CITIZENS = 400
WALKS, RIDES = 40, 10
COUNTED_RIDES = 6


@pytest.fixture
def own_worker(broker, tmp_path):
    worker = Worker(tmp_path, broker.url)
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture
def web(transactional_db, broker, tmp_path):
    """A web process of the test's own, on the test's own broker."""
    server = Web(tmp_path, broker.url)
    server.start()
    yield server
    server.stop()


def twenty_thousand_acts() -> None:
    walks = [walk(20_000, days_ago=day) for day in range(WALKS)]
    rides = [ride(1000, ago=timedelta(minutes=15 * number)) for number in range(1, RIDES + 1)]
    for _ in range(CITIZENS):
        record(make_citizen(), *walks, *rides)


def assert_everything_is_credited_exactly_once() -> None:
    assert set(Activity.objects.values_list("status", flat=True).distinct()) == {Status.SCORED}
    credited = Assessment.objects.filter(grams__gt=0).order_by()
    per_citizen = credited.values("activity__citizen", "activity__scenario__code").annotate(
        acts=Count("pk"), grams=Sum("grams"), credits=Sum("credits")
    )
    sums = {(row["activity__scenario__code"], row["acts"], row["grams"], row["credits"]) for row in per_citizen}
    assert sums == {
        ("walking", WALKS, WALKS * 296, WALKS * 29),
        ("bike-share", COUNTED_RIDES, COUNTED_RIDES * 33, COUNTED_RIDES * 3),
    }
    for citizen_id in Activity.objects.order_by().values_list("citizen_id", flat=True).distinct():
        assert statements.available(citizen_id, today=TODAY) == WALKS * 29 + COUNTED_RIDES * 3
    assert [*credits_audit.findings(), *of_acts()] == []


def scored() -> int:
    return Assessment.objects.count()


@pytest.mark.slow
def test_worker_killed_amid_twenty_thousand_acts_loses_and_doubles_nothing(worker):
    twenty_thousand_acts()
    wait_until(lambda: scored() >= 2000, "the first acts are scored")

    worker.kill()
    assert 0 < Activity.objects.pending().count() < CITIZENS * (WALKS + RIDES)

    worker.start()
    wait_until(lambda: not Activity.objects.pending().exists(), "the new worker has taken everything over", 90)
    assert_everything_is_credited_exactly_once()


@pytest.mark.slow
def test_broker_stopped_and_started_amid_twenty_thousand_acts_loses_and_doubles_nothing(broker, own_worker):
    twenty_thousand_acts()
    wait_until(lambda: scored() >= 2000, "the first acts are scored")

    broker.stop()
    time.sleep(2)
    broker.start()

    wait_until(lambda: not Activity.objects.pending().exists(), "the clock finds what is left", 90)
    assert_everything_is_credited_exactly_once()


def test_act_sent_while_the_broker_is_away_is_taken_and_scored_later(broker, web, own_worker, alice, token_of):
    broker.stop()

    assert web.submit_a_ride(token_of(alice)) == "recorded"
    assert Activity.objects.get().status == Status.PENDING

    broker.start()
    wait_until(lambda: statements.available(alice.pk, today=TODAY) == 3, "the act is scored once the broker is back")


def test_act_sent_while_the_broker_hangs_is_answered_before_the_broker_answers(broker, web, alice, token_of):
    os.kill(broker.pid, signal.SIGSTOP)
    try:
        assert web.submit_a_ride(token_of(alice)) == "recorded"
    finally:
        os.kill(broker.pid, signal.SIGCONT)
    assert Activity.objects.get().status == Status.PENDING


def test_message_that_comes_many_times_credits_once(worker, alice):
    record(alice, walk(8000))
    for _ in range(50):
        nudge.wake(range(SHARDS))

    wait_until(lambda: statements.available(alice.pk, today=TODAY) == 16, "the act is scored")
    wait_until(lambda: queue.busy_shards() == [], "nothing is left")
    assert scored() == 1
    assert [*credits_audit.findings(), *of_acts()] == []
