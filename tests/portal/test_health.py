"""`/livez`, `/readyz` and `/healthz` on real processes: each says what is so, and only what its asker may know."""

import json
import math
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from common.health import State
from credits import budgets
from jobs import due
from jobs.timetable import every_job
from portal import overall_health as health
from portal import probes
from tests.conftest import record, score_everything, walk
from tests.processes import Web, Worker, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

WELL = {
    "web": "up",
    "broker": "up",
    "database": "up",
    "scheduler": "up",
    "worker": "up",
    "jobs": "up",
    "scoring": "up",
    "files": "up",
    "messages": "up",
    "text_gateways": "up",
    "platforms": "up",
    "budgets": "up",
    "seals": "up",
    "books": "up",
    "disk": "up",
}
NO_CLOCK = {"scheduler": "down", "worker": "unknown"}
OF_THE_DATABASE = (
    "scheduler",
    "worker",
    "jobs",
    "scoring",
    "files",
    "messages",
    "text_gateways",
    "platforms",
    "budgets",
    "seals",
    "books",
)


@pytest.fixture(autouse=True)
def _looked_at_anew():
    """A process believes its last look for a second."""
    probes.forget()


def states() -> dict[str, str]:
    return health.examine().words()


def all_jobs_are_done() -> None:
    now = due.database_now()
    jobs = list(every_job().values())
    due.announce(jobs, now=now)
    for job in jobs:
        due.end(due.take(job, now=now), job, job.work(), now=now)


@pytest.mark.slow
def test_health_names_what_is_down(broker, tmp_path):
    web, worker = Web(tmp_path, broker.url), Worker(tmp_path, broker.url)
    web.start()
    try:
        assert web.health() == (503, WELL | NO_CLOCK)
        assert web.probe("readyz")[0] == web.probe("livez")[0] == 200

        worker.start()
        wait_until(lambda: web.health() == (200, WELL), "everything is up")

        broker.stop()
        wait_until(lambda: web.health()[1]["broker"] == "down", "the broker is told to be down")
        assert web.probe("readyz") == (
            503,
            {"status": "down", "parts": {"database": "up", "broker": "down", "migrations": "up"}},
        )
        assert web.probe("readyz?exclude=broker")[0] == 200
        assert web.probe("livez") == (200, {"status": "up"})

        broker.start()
        wait_until(lambda: web.health() == (200, WELL), "everything is up again, and nobody was started anew")

        worker.stop()
        # In one answer: each of the two processes believes its own last look for a second.
        wait_until(lambda: is_told_to_stand_still(web.health()), "what stands still is told", 30)
    finally:
        web.stop()
        worker.stop()


def is_told_to_stand_still(answer: tuple[int, dict[str, str]]) -> bool:
    status, parts = answer
    return status == 503 and parts["scheduler"] == "down"


def test_health_says_that_the_database_is_down(broker, tmp_path):
    web = Web(tmp_path, broker.url, database_url="postgres://nobody:a-secret@127.0.0.1:9/nowhere")
    web.start()
    try:
        status, said = web.probe("healthz", Cookie="sessionid=of-a-browser")
        assert (status, said["parts"]) == (
            503,
            {
                "web": "up",
                "broker": "up",
                "database": "down",
                "disk": "up",
                **dict.fromkeys(OF_THE_DATABASE, "unknown"),
            },
        )
        assert web.probe("readyz") == (
            503,
            {"status": "down", "parts": {"database": "down", "broker": "up", "migrations": "unknown"}},
        )
        assert web.probe("livez", Cookie="sessionid=of-a-browser") == (200, {"status": "up"})
        assert "a-secret" not in json.dumps(said) + web.log.read_text()
    finally:
        web.stop()


def test_portal_is_not_ready_for_a_database_that_lacks_a_migration(client, monkeypatch):
    monkeypatch.setattr(health, "_has_migrated", False)
    recorded, [latest] = MigrationRecorder(connection), MigrationLoader(connection).graph.leaf_nodes("jobs")
    recorded.record_unapplied(*latest)
    try:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["parts"]["migrations"]) == (503, "down")
    finally:
        recorded.record_applied(*latest)

    assert client.get("/readyz").json()["parts"]["migrations"] == "up"


@pytest.mark.usefixtures("catalogue")
def test_budget_that_is_used_up_is_told_and_is_no_fault_of_a_machine(alice):
    all_jobs_are_done()
    budget = budgets.open_budget("citizens", {"zh-hans": "公众碳积分", "en": "Citizens’ credits"})
    assert states() == WELL | {"budgets": "exhausted"}

    # The days before are sealed.
    now = due.database_now()
    record(alice, walk(8000, now=now), now=now)
    score_everything(now)
    assert states() == WELL | {"budgets": "exhausted"}

    budgets.fund(budget, 8000, reference="fund:test", now=now)
    assert states() == WELL | {"budgets": "waiting"}
    assert health.examine().is_well


def test_disk_without_room_is_told(settings):
    all_jobs_are_done()
    settings.DISK_LEAST_FREE_MB = 10**9

    found = health.examine()

    assert (found.words(), found.is_well) == (WELL | {"disk": "down"}, False)


def test_database_without_room_is_told(monkeypatch):
    all_jobs_are_done()
    asks = every_job()["jobs.ask_for_room"]
    later = due.database_now() + asks.every
    due.announce([asks], now=later)
    due.fail(due.take(asks, now=later), asks, OSError(), now=later)

    assert states() == WELL | {"jobs": "down", "disk": "down"}


@pytest.mark.usefixtures("budget")
def test_strangers_get_words_and_operators_get_facts(client, settings):
    all_jobs_are_done()
    settings.HEALTH_TOKEN = "of-the-operators"

    def told(**headers: str) -> dict[str, object]:
        probes.forget()
        return client.get("/healthz", headers=headers).json()

    for stranger in ({}, {"authorization": "Bearer "}, {"authorization": "Bearer guessed"}):
        assert told(**stranger).keys() == {"status", "parts", "oldest_pending_act_s", "last_tick_s"}
    facts = told(authorization="Bearer of-the-operators")["facts"]
    assert facts["budgets"] == {"left": {"citizens": 10_000_000}}
    assert facts["jobs"]["last_runs"].keys() == every_job().keys()
    assert facts["disk"]["free_mb"] > 0

    settings.HEALTH_TOKEN = ""
    assert "facts" not in told(authorization="Bearer ")


def test_command_says_all_and_ends_with_1_where_work_stands_still():
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("health", stdout=said)
    assert ended.value.code == 1
    assert json.loads(said.getvalue())["parts"]["scheduler"] == "down"

    all_jobs_are_done()
    said = StringIO()
    call_command("health", stdout=said)
    assert json.loads(said.getvalue())["status"] == "up"


def test_a_look_is_believed_for_a_moment(client, monkeypatch):
    # However slow the machine is: no time passes between the two who ask.
    monkeypatch.setattr(probes, "BELIEVED_FOR_S", math.inf)
    assert client.get("/healthz").status_code == 503
    all_jobs_are_done()

    assert client.get("/healthz").status_code == 503
    probes.forget()
    assert client.get("/healthz").json()["parts"]["scheduler"] == State.UP
