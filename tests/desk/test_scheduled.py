"""Scheduled work at the desk: how it went, what is late, and one job started at once by who may, in the trail."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from accounts.models import Deed, DeedKind
from desk import roles
from jobs import due
from jobs.models import Outcome, Run
from jobs.timetable import every_job
from tests.conftest import NOW
from tests.desk.test_timeline import as_role

pytestmark = pytest.mark.django_db

SCHEDULED, START = "/admin/jobs/scheduled/", "/admin/jobs/scheduled/start/"
LOOK, STARTS = {"安全 · Security", "审计 · Audit"}, {"安全 · Security"}
KEEPS = "city.keep_figures"


@pytest.fixture(autouse=True)
def _noon(time_machine, monkeypatch):
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setattr(due, "database_now", lambda: NOW)


@pytest.fixture
def security():
    return as_role("安全 · Security")


def ran(outcome: Outcome, ago: timedelta = timedelta(0), took_s: float = 2.5) -> Run:
    ended = NOW - ago
    began = ended - timedelta(seconds=took_s)
    return Run.objects.create(job=KEEPS, due_at=began, started_at=began, ended_at=ended, outcome=outcome)


def line_of(browser, job: str = KEEPS) -> dict:
    [line] = [line for line in browser.get(SCHEDULED).context["lines"] if line["name"] == job]
    return line


@pytest.mark.parametrize("role", roles.ROLES)
def test_who_looks_and_who_starts(role):
    browser = as_role(role)

    assert browser.get(SCHEDULED).status_code == (HTTPStatus.OK if role in LOOK else HTTPStatus.FORBIDDEN)
    assert browser.post(START, {"job": KEEPS}).status_code == (
        HTTPStatus.FOUND if role in STARTS else HTTPStatus.FORBIDDEN
    )
    assert Deed.objects.exists() == Run.objects.exists() == (role in STARTS)


def test_every_job_is_told_with_its_last_run_and_the_next(security):
    ran(Outcome.FAILED, timedelta(hours=2), took_s=60)
    last = ran(Outcome.DONE, timedelta(minutes=5))
    Run.objects.create(job=KEEPS, due_at=NOW + timedelta(minutes=55))

    page, line = security.get(SCHEDULED), line_of(security)

    assert {line["name"] for line in page.context["lines"]} == every_job().keys()
    assert (line["outcome"], line["took"], line["every_in_words"]) == ("已完成", "2.5 秒", "1 小时")
    assert (line["ended_at"], line["due_at"]) == (last.ended_at, NOW + timedelta(minutes=55))
    assert not line["is_failing"]
    assert "所有任务均按时完成。" in page.content.decode()


def test_what_failed_and_what_is_late_comes_first(security):
    ran(Outcome.LOST)
    Run.objects.create(job="seals.seal_days", due_at=NOW - timedelta(minutes=16))
    Run.objects.create(job="credits.keep_days", due_at=NOW - timedelta(minutes=14))

    page = security.get(SCHEDULED)

    assert [line["name"] for line in page.context["lines"]][:2] == [KEEPS, "seals.seal_days"]
    assert (page.context["failing"], page.context["late"]) == (1, 1)
    assert "1 项任务失败。" in page.content.decode()


def test_job_that_has_failed_and_is_under_way_again_says_both(security):
    last = ran(Outcome.LOST, timedelta(minutes=1))
    Run.objects.create(job=KEEPS, due_at=NOW, started_at=NOW)

    page = security.get(SCHEDULED).content.decode()

    assert f'desk-badge-care" href="/admin/jobs/run/{last.pk}/change/">{Outcome.LOST.label}</a>' in page
    assert "进行中" in page


def test_job_that_is_under_way_is_neither_late_nor_started_again(security):
    Run.objects.create(job=KEEPS, due_at=NOW - timedelta(hours=1), started_at=NOW - timedelta(hours=1))
    Run.objects.create(job=KEEPS, due_at=NOW - timedelta(minutes=20))
    before = list(Run.objects.values())

    answer = security.post(START, {"job": KEEPS}, follow=True)

    assert "该任务正在运行" in answer.content.decode()
    assert not line_of(security)["is_late"]
    assert list(Run.objects.values()) == before
    assert not Deed.objects.exists()


def test_started_job_is_due_now_and_in_the_trail(security):
    ran(Outcome.DONE)
    Run.objects.create(job=KEEPS, due_at=NOW + timedelta(minutes=55))

    answer = security.post(START, {"job": KEEPS}, follow=True)

    assert "已启动：汇总已结束日期的城市数据" in answer.content.decode()
    assert Run.objects.waiting().get(job=KEEPS).due_at == NOW
    assert due.announce([every_job()[KEEPS]], now=NOW) == [KEEPS]
    deed = Deed.objects.get()
    assert (deed.kind, deed.facts) == (DeedKind.STARTED, {"job": KEEPS})
    assert KEEPS in security.get("/admin/trail/", {"kind": "deed.started"}).content.decode()


@pytest.mark.parametrize("job", ["", "nothing.of_ours"])
def test_job_that_is_none_is_not_there(security, job):
    assert security.post(START, {"job": job}).status_code == HTTPStatus.NOT_FOUND
    assert not Run.objects.exists()
