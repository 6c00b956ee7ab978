"""Reading a file: every row on its own, each piece for good, and whoever continues takes up where it stopped.

The reader that is killed reads five pieces. For more: `KILLED_READER_ROWS=6000 bin/test tests/channels/files`.
"""

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.utils import timezone

from activities.models import Activity, Assessment
from channels.files import reading, tasks
from channels.files.models import ImportJob, ImportRow, JobStatus
from channels.files.way_in import WAY_IN as FILE
from common.city_time import city_day
from credits import statements
from credits.audit import findings as ledger_findings
from tests.audits import of_acts
from tests.channels.files.conftest import counts, read_all, reasons, send, sent_and_read
from tests.conftest import NOW, TODAY, score_everything
from tests.credits.test_ledger import in_own_connection
from tests.processes import ROOT, Worker, wait_until

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

SAMPLES = Path(os.environ.get("PORTAL_SAMPLES") or ROOT.parent / "shared" / "data")
KILLED_READER_ROWS = int(os.environ.get("KILLED_READER_ROWS", "2400"))


def rides(count: int) -> str:
    """A file of rides, six a day, backwards from yesterday."""
    starts = [NOW - timedelta(days=1 + number // 6, hours=number % 6) for number in range(count)]
    rows = [f"{at:%Y-%m-%dT%H:%M:%SZ},{at + timedelta(minutes=10):%Y-%m-%dT%H:%M:%SZ},2000" for at in starts]
    return "\n".join(["started_at,ended_at,distance_m", *rows])


def totals(count: int, *, today: date = TODAY, a_day: int = 4) -> str:
    """A file of a device, with so many totals a day, backwards from yesterday; no rule of then closes such days."""
    days = [(today - timedelta(days=1 + number // a_day), 500 + number % a_day) for number in range(count)]
    return "\n".join(["Date,Step count", *(f"{day},{steps}" for day, steps in days)])


def findings() -> list[str]:
    return [str(finding) for finding in (*of_acts(), *ledger_findings())]


def test_rows_become_acts_of_the_citizen_in_their_order(alice):
    job = sent_and_read(alice, "date,steps\n2026-11-22,8000\n2026-11-21,9000\n")

    assert (job.status, counts(job)) == (JobStatus.DONE, {"recorded": 2})
    acts = Activity.objects.order_by("pk")
    assert [(act.citizen, act.channel, act.evidence, act.values) for act in acts] == [
        (alice, FILE.code, "self_declared", {"steps": 8000}),
        (alice, FILE.code, "self_declared", {"steps": 9000}),
    ]
    assert [row.activity for row in job.rows.order_by("line")] == list(acts)


@pytest.mark.parametrize(
    ("content", "grade"),
    [
        ("date,steps\n2026-11-22,8000\n", "self_declared"),
        ("started_at,ended_at,distance_m\n2026-11-22 08:00,2026-11-22 08:10,2000\n", "self_declared"),
        ("Date,Step count\n2026-11-22,8000\n", "device"),
    ],
)
def test_a_table_that_anybody_types_is_typed_and_a_devices_file_is_the_devices(alice, content, grade):
    sent_and_read(alice, content)

    assert Activity.objects.get().evidence == grade


def test_offset_that_the_database_would_not_take_harms_no_row(alice):
    job = sent_and_read(
        alice,
        "started_at,ended_at,distance_m\n"
        "2026-11-22T16:00:00+16:00,2026-11-22T16:10:00+16:00,2000\n"
        "2026-11-21T08:00:00-23:59,2026-11-21T08:10:00-23:59,2000\n"
        "2026-11-20T08:00:00+99:00,2026-11-20T08:10:00+99:00,2000\n",
    )

    assert (job.status, counts(job)) == (JobStatus.DONE, {"recorded": 2, "refused": 1})
    starts = Activity.objects.order_by("started_at").values_list("started_at", flat=True)
    assert list(starts) == [datetime(2026, 11, 22, 0, 0, tzinfo=UTC), datetime(2026, 11, 22, 7, 59, tzinfo=UTC)]


def test_three_bad_rows_have_three_reasons_and_the_rest_is_kept(alice):
    job = sent_and_read(
        alice, "日期,步数\n2026-11-22,8000\n2026-11-31,8000\n2026-11-20,很多\n2026-11-19,200000\n2026-11-18,9000\n"
    )

    assert counts(job) == {"recorded": 2, "refused": 3}
    assert reasons(job) == [
        (3, "“日期”无法识别，请写成 2026-11-23 这样的格式。"),
        (4, "“步数”要填整数。"),
        (5, "“步数”是 200,000 步，应在 1 步到 100,000 步之间。"),
    ]
    assert Activity.objects.count() == 2
    assert job.rows.get(line=4).cells == ["2026-11-20", "很多"]


def test_file_uploaded_again_adds_nothing(alice):
    content = "date,steps\n2026-11-22,8000\n2026-11-21,9000\n"
    sent_and_read(alice, content)

    again = sent_and_read(alice, content)

    assert counts(again) == {"repeated": 2}
    assert Activity.objects.count() == 2


def test_row_that_was_typed_in_before_is_recognised(alice):
    sent_and_read(alice, "date,steps\n2026-11-22,8000\n")

    other = sent_and_read(alice, "步数;日期\n８，０００;2026/11/22\n")

    assert counts(other) == {"repeated": 1}


def test_reading_twice_changes_nothing(alice):
    job = sent_and_read(alice, "date,steps\n2026-11-22,8000\n")

    assert reading.read_piece(job.pk, now=NOW) is False
    assert counts(read_all(job)) == {"recorded": 1}


def test_pieces_add_up_to_the_file(alice, monkeypatch):
    monkeypatch.setattr(reading, "ROWS_A_PIECE", 7)
    job = send(alice, rides(20))

    assert [reading.read_piece(job.pk, now=NOW) for _ in range(3)] == [True, True, False]
    job.refresh_from_db()
    assert (job.status, job.rows_done, counts(job)) == (JobStatus.DONE, 20, {"recorded": 20})
    assert [row.line for row in job.rows.order_by("line")] == list(range(2, 22))


def test_piece_that_fails_leaves_nothing_and_is_read_again(alice, monkeypatch):
    monkeypatch.setattr(reading, "ROWS_A_PIECE", 7)
    job = send(alice, rides(20))
    reading.read_piece(job.pk, now=NOW)

    with monkeypatch.context() as broken:
        broken.setattr(reading, "_advance", lambda *_arguments: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reading.read_piece(job.pk, now=NOW)

    assert (Activity.objects.count(), ImportRow.objects.count()) == (7, 7)
    assert counts(read_all(job)) == {"recorded": 20}
    assert Activity.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_two_readers_of_one_file_do_not_meet(alice):
    job = send(alice, totals(1200))

    with ThreadPoolExecutor(4) as readers:
        list(readers.map(lambda _: in_own_connection(lambda: read_all(ImportJob.objects.get(pk=job.pk))), range(4)))

    assert counts(read_all(job)) == {"recorded": 1200}
    assert (Activity.objects.count(), job.rows.count()) == (1200, 1200)
    assert findings() == []


def test_row_that_was_tampered_with_is_found_by_the_audit(alice):
    job = sent_and_read(alice, "date,steps\n2026-11-22,8000\n2026-11-21,9000\n")
    job.rows.filter(line=3).update(outcome="repeated")

    assert findings() == [
        f"file_is_not_its_rows: file {job.pk} says 2 rows, 2 of them recorded; it has 2 and 1 acts of its citizen"
    ]


def test_file_that_was_lost_or_changed_is_refused_and_adds_nothing(alice):
    lost, changed = (send(alice, f"date,steps\n2026-11-2{day},8000\n") for day in (1, 2))
    Path(lost.file.path).unlink()
    Path(changed.file.path).write_bytes(b"date,steps\n2026-11-22,9999\n")

    for job in (lost, changed):
        read_all(job)
        assert (job.status, job.refusal, job.finished_at) == (JobStatus.REFUSED, "file_lost", NOW)
    assert not Activity.objects.exists()


def test_file_that_cannot_be_read_on_is_closed_and_stands_in_nobodys_way(alice):
    job = send(alice, rides(3))
    ImportJob.objects.filter(pk=job.pk).update(format_code="gone")

    tasks.read_file(job.pk)

    job.refresh_from_db()
    assert (job.status, job.refusal) == (JobStatus.REFUSED, "file_unread")
    assert not Activity.objects.exists()
    assert not ImportJob.objects.unfinished().exists()


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.ENOSPC, errno.ETIMEDOUT])
def test_file_whose_disk_is_away_is_read_when_it_is_back(alice, monkeypatch, time_machine, number):
    time_machine.move_to(NOW, tick=False)
    job = send(alice, rides(3))

    def away(*_arguments: object) -> None:
        raise OSError(number, "away")

    with monkeypatch.context() as broken:
        broken.setattr(FileSystemStorage, "_open", away)
        with pytest.raises(OSError, match="away"):
            tasks.read_file(job.pk)
    assert ImportJob.objects.unfinished().get() == job

    tasks.read_file(job.pk)
    assert counts(ImportJob.objects.get(pk=job.pk)) == {"recorded": 3}


def test_upload_is_stored_closed_and_under_a_name_of_our_own(alice):
    job = send(alice, "date,steps\n2026-11-22,8000\n", name="../../王阿姨.html")

    stored = Path(job.file.path)
    assert (stored.suffix, stored.stat().st_mode & 0o777, stored.parent.stat().st_mode & 0o777) == (
        ".csv",
        0o600,
        0o700,
    )
    assert "王" not in job.file.name
    assert ROOT / "static" not in stored.parents


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no sample files in {SAMPLES}; PORTAL_SAMPLES names their folder")
def test_real_google_fit_file_gives_1029_walks_and_a_second_upload_adds_nothing(alice):
    content = (SAMPLES / "google_fit" / "daily_activity_metrics.csv").read_bytes()

    job = sent_and_read(alice, content)
    score_everything()

    assert counts(job) == {"recorded": 1029, "passed_over": 24}
    assert Assessment.objects.count() == 1029
    cut = Assessment.objects.filter(facts__cuts__0__code="grams_per_day")
    assert (cut.count(), set(cut.values_list("grams", flat=True))) == (10, {296})
    assert findings() == []
    balance = statements.available(alice.pk, today=TODAY)

    again = sent_and_read(alice, content)
    score_everything()

    assert counts(again) == {"repeated": 1029, "passed_over": 24}
    assert (Activity.objects.count(), Assessment.objects.count()) == (1029, 1029)
    assert statements.available(alice.pk, today=TODAY) == balance
    assert findings() == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_reader_is_followed_by_another_and_nothing_counts_twice(alice, worker: Worker):
    # By the worker's own clock, within the window of a device's file.
    job = send(alice, totals(KILLED_READER_ROWS, today=city_day(timezone.now()), a_day=240), now=timezone.now())

    def has_begun() -> bool:
        job.refresh_from_db()
        return job.rows_done > 0

    wait_until(has_begun, "the first piece is read")
    worker.kill()
    job.refresh_from_db()
    assert job.status == JobStatus.READING
    worker.start()

    def is_read() -> bool:
        job.refresh_from_db()
        return job.status == JobStatus.DONE

    wait_until(is_read, "the file is read", 90)
    assert counts(job) == {"recorded": KILLED_READER_ROWS}
    assert (Activity.objects.count(), job.rows.count()) == (KILLED_READER_ROWS, KILLED_READER_ROWS)
    worker.stop()
    score_everything(timezone.now())
    assert findings() == []
