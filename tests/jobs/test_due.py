"""What is due is announced, taken by one, done once; and no clock makes a job wait for tomorrow."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from jobs import due, history, running
from jobs.models import Outcome, Run
from jobs.refusals import UnderWay
from jobs.timetable import A_MOMENT, Did, Job, every_job
from tests.at_once import at_once

NOW = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOURLY = Job("tests.hourly", lambda: Did({}), every=HOUR, within=2 * MINUTE)
OFTEN = Job("tests.often", lambda: Did({}), every=5 * SECOND, within=20 * SECOND)

pytestmark = pytest.mark.django_db


def do(job: Job, now: datetime, *, did: Did | None = None) -> Run:
    """Announces, takes and ends the run that is due."""
    assert due.announce([job], now=now) == [job.name]
    run = due.take(job, now=now)
    assert run is not None
    due.end(run, job, did or Did({}), now=now)
    return run


def outcomes(job: Job) -> list[str]:
    return list(Run.objects.filter(job=job.name).order_by("pk").values_list("outcome", flat=True))


def waits_until(job: Job) -> datetime:
    return Run.objects.waiting().get(job=job.name).due_at


def test_new_job_is_due_at_once_and_then_after_its_interval():
    run = do(HOURLY, NOW)

    assert (run.due_at, run.started_at) == (NOW, NOW)
    assert waits_until(HOURLY) == NOW + HOUR
    assert due.announce([HOURLY], now=NOW + HOUR - SECOND) == []
    assert due.announce([HOURLY], now=NOW + HOUR) == [HOURLY.name]


def test_two_schedulers_announce_once_and_a_lost_message_is_sent_again():
    assert due.announce([HOURLY], now=NOW) == [HOURLY.name]
    assert due.announce([HOURLY], now=NOW) == []
    assert due.announce([HOURLY], now=NOW + due.ANNOUNCED_AGAIN_AFTER) == [HOURLY.name]


def test_message_that_comes_twice_makes_one_run():
    due.announce([HOURLY], now=NOW)

    assert due.take(HOURLY, now=NOW) is not None
    assert due.take(HOURLY, now=NOW) is None
    assert due.announce([HOURLY], now=NOW + MINUTE) == [], "it is under way"


def test_after_an_outage_of_days_a_job_catches_up_once():
    do(HOURLY, NOW)

    do(HOURLY, NOW + 3 * DAY)

    assert outcomes(HOURLY) == [Outcome.DONE, Outcome.DONE, ""]
    assert waits_until(HOURLY) == NOW + 3 * DAY + HOUR


@pytest.mark.parametrize("job", [OFTEN, HOURLY], ids=lambda job: job.name)
def test_clock_that_goes_back_a_day_makes_no_job_wait_for_it(job):
    do(job, NOW)

    do(job, NOW - DAY)

    assert waits_until(job) == NOW - DAY + job.every
    do(job, NOW - DAY + job.every)


@pytest.mark.parametrize("job", [OFTEN, HOURLY], ids=lambda job: job.name)
def test_clock_that_goes_forward_a_day_and_back_makes_no_job_wait_for_it(job):
    do(job, NOW)
    do(job, NOW + DAY)

    do(job, NOW + SECOND)

    assert waits_until(job) == NOW + SECOND + job.every


def test_run_announced_before_the_clock_went_back_is_announced_again():
    due.announce([HOURLY], now=NOW)

    assert due.announce([HOURLY], now=NOW - DAY) == [HOURLY.name]


@pytest.mark.parametrize("later", [HOURLY.within + SECOND, -DAY], ids=["in its time", "by a clock set back"])
def test_run_whose_worker_never_came_back_is_lost_and_done_anew(later):
    due.announce([HOURLY], now=NOW)
    lost = due.take(HOURLY, now=NOW)
    Run.objects.waiting().update(due_at=NOW + later)

    assert due.announce([HOURLY], now=NOW + later) == [HOURLY.name]
    assert due.take(HOURLY, now=NOW + later) is not None

    assert outcomes(HOURLY) == [Outcome.LOST, "", ""]
    due.end(lost, HOURLY, Did({"late": 1}), now=NOW + later)
    assert outcomes(HOURLY)[0] == Outcome.LOST, "who was given up changes nothing"


def test_lost_run_of_an_hourly_job_is_not_waited_for_an_hour():
    due.announce([HOURLY], now=NOW)
    due.take(HOURLY, now=NOW)

    assert due.announce([HOURLY], now=NOW + HOURLY.within) == []
    assert due.announce([HOURLY], now=NOW + HOURLY.within + SECOND) == [HOURLY.name]


@pytest.mark.parametrize("job", [job for job in every_job().values() if job.every <= MINUTE], ids=lambda job: job.name)
def test_run_whose_end_nobody_wrote_down_hardly_holds_up_what_comes_often(job):
    assert job.within <= max(job.every, A_MOMENT)


def test_moment_that_was_read_a_little_earlier_is_no_clock_set_back():
    due.announce([OFTEN], now=NOW)
    due.take(OFTEN, now=NOW + SECOND)

    assert due.announce([OFTEN], now=NOW) == []
    assert outcomes(OFTEN) == ["", ""]


def test_failed_job_is_tried_again_soon_and_then_less_and_less_often():
    now, pauses = NOW, []
    for _failure in range(8):
        due.announce([HOURLY], now=now)
        run = due.take(HOURLY, now=now)
        due.fail(run, HOURLY, ZeroDivisionError("with a secret"), now=now)
        pauses.append((waits_until(HOURLY) - now).total_seconds())
        now = waits_until(HOURLY)

    assert pauses == [10, 20, 40, 80, 160, 320, 600, 600]
    assert Run.objects.ended().values_list("facts", flat=True).first() == {"error": "ZeroDivisionError"}
    do(HOURLY, now)
    assert waits_until(HOURLY) == now + HOUR


def test_failed_job_is_never_put_off_beyond_its_interval():
    due.announce([OFTEN], now=NOW)
    due.fail(due.take(OFTEN, now=NOW), OFTEN, ValueError(), now=NOW)

    assert waits_until(OFTEN) == NOW + OFTEN.every


def test_job_that_left_work_is_due_at_once():
    do(HOURLY, NOW, did=Did({"expired": 1000}, more=True))

    assert waits_until(HOURLY) == NOW


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_takes_the_run():
    Run.objects.create(job=OFTEN.name, due_at=NOW)

    taken = at_once([lambda: due.take(OFTEN, now=NOW)] * 6)

    assert [run is None for run in taken].count(False) == 1
    assert outcomes(OFTEN) == ["", ""]


@pytest.mark.django_db(transaction=True)
def test_of_many_schedulers_one_announces():
    told = at_once([lambda: due.announce([OFTEN, HOURLY], now=NOW)] * 6)

    assert sorted(name for names in told for name in names) == [HOURLY.name, OFTEN.name]
    assert Run.objects.count() == 2


def test_runs_do_their_work_once_and_say_what_they_did(monkeypatch):
    done: list[int] = []
    job = Job("tests.counting", lambda: done.append(1) or Did({"counted": len(done)}), every=HOUR)
    monkeypatch.setattr(running, "every_job", lambda: {job.name: job})
    due.announce([job], now=due.database_now())

    assert [running.run(job.name), running.run(job.name), running.run("tests.unknown")] == [True, False, False]

    assert Run.objects.ended().get().facts == {"counted": 1}


def test_failing_job_is_written_down_without_its_words(monkeypatch):
    job = Job("tests.failing", lambda: 1 // 0, every=HOUR)
    monkeypatch.setattr(running, "every_job", lambda: {job.name: job})
    due.announce([job], now=due.database_now())

    assert running.run(job.name) is True

    run = Run.objects.ended().get()
    assert (run.outcome, run.facts) == (Outcome.FAILED, {"error": "ZeroDivisionError"})


def test_only_the_newest_runs_are_kept_and_failures_among_them():
    runs = [Outcome.FAILED] * 3 + [Outcome.DONE] * (history.KEPT + 5)
    Run.objects.bulk_create(
        Run(job=OFTEN.name, due_at=NOW, started_at=NOW, ended_at=NOW, outcome=outcome) for outcome in runs
    )
    due.announce([OFTEN], now=NOW)

    assert history.forget_old() == 5

    assert Run.objects.filter(outcome=Outcome.DONE).count() == history.KEPT
    assert Run.objects.filter(outcome=Outcome.FAILED).count() == 3
    assert Run.objects.waiting().count() == 1


def test_every_app_brings_its_jobs():
    assert set(every_job()) == {
        "accounts.change_phones",
        "accounts.forget_old_looks",
        "accounts.forget_old_notices",
        "accounts.forget_stale_sign_ins",
        "accounts.send_texts",
        "activities.forget_old_attempts",
        "activities.rehearse",
        "activities.settle_freezes",
        "activities.take_sets_back",
        "activities.tell_credited",
        "activities.refuse_undecided",
        "evidence.forget_stale_photos",
        "files.wake_reader",
        "activities.wake_scorer",
        "evidence.wake_thumbnails",
        "campaigns.award_team",
        "campaigns.award_year",
        "campaigns.count_teams",
        "campaigns.judge_trophies",
        "campaigns.pay_bonuses",
        "campaigns.remind",
        "campaigns.return_bonuses",
        "campaigns.tell_months",
        "city.account",
        "city.keep_figures",
        "city.note_editions",
        "city.publish_today",
        "city.sum_days",
        "credits.expire_vintages",
        "credits.forward_merged",
        "credits.keep_days",
        "credits.run_out_adjustments",
        "credits.run_out_mergers",
        "credits.tell_what_expires",
        "jobs.ask_for_room",
        "jobs.forget_old_runs",
        "merchants.close_months",
        "merchants.expire_vouchers",
        "merchants.forget_wrong_codes",
        "merchants.let_leave",
        "merchants.remind_of_statements",
        "projects.gather_months",
        "projects.remind_of_designs",
        "projects.remind_of_events",
        "projects.remind_of_findings",
        "projects.tidy_bulletin",
        "merchants.tell_restocked",
        "merchants.tell_what_runs_out",
        "portal.audit_ledger",
        "review.bring_back_claims",
        "seals.seal_days",
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", sorted(every_job()))
@pytest.mark.usefixtures("catalogue", "budget")
def test_every_job_runs_through(name):
    due.announce(list(every_job().values()), now=due.database_now())

    assert running.run(name) is True

    run = Run.objects.ended().get()
    assert (run.job, run.outcome) == (name, Outcome.DONE), run.facts


def test_job_brought_forward_is_due_at_once_and_nothing_else_changes():
    do(HOURLY, NOW)
    do(OFTEN, NOW)

    due.bring_forward(HOURLY, now=NOW + SECOND)

    assert due.announce([HOURLY, OFTEN], now=NOW + SECOND) == [HOURLY.name]
    assert due.take(HOURLY, now=NOW + SECOND) is not None
    assert waits_until(HOURLY) == NOW + SECOND + HOUR


def test_job_that_is_due_already_does_not_wait_longer_for_being_brought_forward():
    due.bring_forward(HOURLY, now=NOW)
    due.bring_forward(HOURLY, now=NOW + MINUTE)

    assert waits_until(HOURLY) == NOW


def test_job_that_is_under_way_is_not_started_once_more():
    due.announce([HOURLY], now=NOW)
    due.take(HOURLY, now=NOW)
    before = list(Run.objects.values())

    with pytest.raises(UnderWay):
        due.bring_forward(HOURLY, now=NOW + SECOND)

    assert list(Run.objects.values()) == before


def test_every_job_says_in_chinese_what_it_does():
    with translation.override("zh-hans"):
        titles = [str(job.title) for job in every_job().values()]

    assert [title for title in titles if title.isascii()] == []
    assert len(set(titles)) == len(titles)
