"""What the clock asks of the queue is answered by indexes, however many wait for an exhausted budget."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.scoring import queue
from tests.conftest import NOW

WAITING = 20_000
pytestmark = pytest.mark.django_db


@pytest.fixture
def exhausted() -> None:
    """Many wait for a budget, and behind them a few acts are pending."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO activities_queuedact (activity_id, citizen_id, scenario_id, waits_since)
            SELECT act, act % 5000, 1, CASE WHEN act <= %(waiting)s THEN %(now)s - act * interval '1 second' END
            FROM generate_series(1, %(waiting)s + 5) AS act
            """.replace("act % 5000", "act %% 5000"),
            {"waiting": WAITING, "now": NOW},
        )
        # Whatever was known of the table before, plans go by what is in it.
        cursor.execute("ANALYZE activities_queuedact")


def plans(work) -> tuple[object, str]:
    """What it returns, and how the database answers what it asks of the queue."""
    with CaptureQueriesContext(connection) as asked:
        answer = work()
    queries = [one["sql"] for one in asked if one["sql"].lstrip().startswith("SELECT") and "queuedact" in one["sql"]]
    assert queries
    told = []
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(f"EXPLAIN {query}")
            told += [row[0] for row in cursor.fetchall()]
    return answer, "\n".join(told)


@pytest.mark.usefixtures("exhausted")
def test_release_looks_only_at_those_who_wait_for_long():
    since = NOW - timedelta(seconds=WAITING + 10)

    citizens, plan = plans(lambda: queue._first_to_wait(since, NOW, 2000))

    assert citizens == []
    assert plan.count("queued_by_wait") == 2, plan
    assert "Seq Scan on activities" not in plan


@pytest.mark.usefixtures("exhausted")
def test_the_longest_waiting_citizens_are_released_first():
    assert queue._first_to_wait(NOW, NOW, 3) == [0, 4999, 4998]


@pytest.mark.usefixtures("exhausted")
@pytest.mark.parametrize("ask", [queue.busy_shards, queue.oldest_pending])
def test_pending_acts_are_found_past_all_that_wait(ask):
    answer, plan = plans(ask)

    assert answer == (WAITING + 1 if ask is queue.oldest_pending else [(number) % 16 for number in range(1, 6)])
    assert "queued_by_shard" in plan, plan
    assert "Seq Scan on activities" not in plan
