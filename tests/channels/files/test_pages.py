"""The pages about files: sending one, its result, the refused rows, the original; and nobody else's eyes."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Tries
from channels.files import upload as uploading
from channels.files.models import ImportJob
from channels.files.views import ROWS_A_PAGE
from tests.channels.files.conftest import read_all, send, sent_and_read
from tests.conftest import NOW, score_everything

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

STEPS = b"date,steps\n2026-11-22,8000\n2026-11-21,-5\n2026-11-20,many\n2026-11-19,9000\n"


@pytest.fixture(autouse=True)
def _it_is_noon(time_machine):
    time_machine.move_to(NOW)


def page_of(client, job: ImportJob, part: str = "", language: str = "en"):
    client.cookies["django_language"] = language
    return client.get(f"/files/{job.public_id}/{part}")


def downloaded(answer) -> list[list[str]]:
    content = answer.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_upload_leads_to_the_page_of_the_file(post):
    answer = post(STEPS, name="my steps.csv")

    job = ImportJob.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/files/{job.public_id}/")
    assert (job.name, job.size_bytes, job.rows_total, job.status) == ("my steps.csv", len(STEPS), 4, "waiting")


def test_page_of_a_file_counts_its_rows_and_what_they_earned(client, alice):
    client.force_login(alice)
    job = send(alice, STEPS)
    assert "0 of 4 rows" in page_of(client, job).content.decode()

    read_all(job)
    assert "0 of 2 acts scored" in page_of(client, job, "progress/").content.decode()

    score_everything()
    page = page_of(client, job)
    shown = page.context["progress"]
    assert (shown.recorded, shown.pending, shown.grams, shown.credits) == (2, 0, 340, 34)
    assert "hx-get" not in page.content.decode().partition('id="file"')[2]
    assert "“steps”: -5 steps is not between 1 step and 100,000 steps." in page.content.decode()


def test_a_file_that_is_waited_for_asks_more_rarely_and_then_stops_with_a_way_to_look_again(client, alice):
    client.force_login(alice)
    job = send(alice, STEPS)
    late, ways = "This takes longer than usual", f'href="{job.get_absolute_url()}">Look again</a>'
    for _stage in ("reading", "scoring"):
        assert 'hx-trigger="load delay:1s, every 30s"' in page_of(client, job).content.decode()
        assert 'hx-trigger="load delay:8s, every 30s"' in page_of(client, job, "progress/?asked=3").content.decode()
        assert (
            f"{job.get_absolute_url()}progress/?asked=14" in page_of(client, job, "progress/?asked=13").content.decode()
        )
        over = page_of(client, job, "progress/?asked=14").content.decode()
        assert "hx-get" not in over
        assert late in over
        assert ways in over
        read_all(job)

    score_everything()

    assert late not in page_of(client, job, "progress/?asked=14").content.decode()


def test_reasons_are_said_in_the_language_of_the_reader(client, alice):
    client.force_login(alice)
    job = sent_and_read(alice, STEPS)

    assert "“steps” must be a whole number." in page_of(client, job, language="en").content.decode()
    assert "“steps”要填整数。" in page_of(client, job, language="zh-hans").content.decode()


def test_same_file_again_says_so(client, alice):
    client.force_login(alice)
    first = sent_and_read(alice, STEPS)
    again = sent_and_read(alice, STEPS)

    assert page_of(client, first).context["earlier"] is None
    page = page_of(client, again)
    assert page.context["earlier"] == first
    assert "nothing was added" in page.content.decode()


def test_refused_rows_turn_pages(client, alice):
    client.force_login(alice)
    count = 2 * ROWS_A_PAGE + 1
    job = sent_and_read(alice, "date,steps\n" + "2026-11-22,many\n" * count)

    lines, address = [], job.get_absolute_url()
    while address:
        page = client.get(address)
        lines += [row.line for row in page.context["refused"]]
        address = page.context["next_page"] and f"{job.get_absolute_url()}?{page.context['next_page']}"

    assert lines == list(range(2, count + 2))
    assert client.get(f"{job.get_absolute_url()}?after=x").status_code == 404


def test_refused_rows_are_downloaded_with_their_reasons(client, alice):
    client.force_login(alice)
    job = sent_and_read(alice, STEPS)

    answer = page_of(client, job, "refused.csv")

    assert answer["content-disposition"] == f'attachment; filename="refused-{job.public_id}.csv"'
    assert downloaded(answer) == [
        ["Line", "Reason", "date", "steps"],
        ["3", "“steps”: -5 steps is not between 1 step and 100,000 steps.", "2026-11-21", "'-5"],
        ["4", "“steps” must be a whole number.", "2026-11-20", "many"],
    ]


def test_refused_rows_cannot_run_as_formulas(client, alice):
    client.force_login(alice)
    formulas = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", " =1+1", "＝1+1"]
    rows = "".join(f'2026-11-22,"{formula}"\n' for formula in formulas)
    job = sent_and_read(alice, "date,steps,=HYPERLINK(1)\n" + rows.replace('"\n', '",\n'))

    header, *cells = downloaded(page_of(client, job, "refused.csv"))

    assert header[4] == "'=HYPERLINK(1)"
    assert [row[3] for row in cells] == [f"'{formula}" for formula in formulas]


def test_refused_rows_that_were_mended_are_uploaded_as_they_are(client, alice):
    client.force_login(alice)
    job = sent_and_read(alice, STEPS)
    content = page_of(client, job, "refused.csv").getvalue()

    mended = sent_and_read(alice, content.replace(b"many", b"7000").replace(b"'-5", b"6000"))

    assert (mended.recorded, mended.refused) == (2, 0)


def test_original_comes_back_byte_for_byte_and_is_never_shown_as_a_page(client, alice):
    client.force_login(alice)
    content = "日期,步数\n2026-11-22,8000\n".encode("gb18030")
    job = send(alice, content, name="<b>.html")

    answer = page_of(client, job, "original")

    assert b"".join(answer.streaming_content) == content
    assert (answer["content-type"], answer["x-content-type-options"]) == ("text/csv", "nosniff")
    assert answer["content-disposition"].startswith("attachment; ")


@pytest.mark.parametrize("part", ["", "progress/", "original", "refused.csv"])
def test_file_does_not_exist_for_another_citizen(client, alice, bob, part):
    job = sent_and_read(alice, STEPS)
    client.force_login(bob)

    assert page_of(client, job, part).status_code == 404
    assert list(client.get("/files/").context["jobs"]) == []
    assert client.get(f"/files/?older_than={job.public_id}").status_code == 404


def test_template_is_empty_and_has_the_columns_that_are_read(client, alice):
    client.force_login(alice)
    for language, columns in (
        ("zh-hans", ["开始时间", "结束时间", "距离（米）"]),
        ("en", ["started_at", "ended_at", "distance_m"]),
    ):
        client.cookies["django_language"] = language
        assert downloaded(client.get("/files/templates/bike-trips.csv")) == [columns]

    assert client.get("/files/templates/google-fit.csv").status_code == 404
    assert client.get("/files/templates/nothing.csv").status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"date,steps\n", "no row below them"),
        (b"date,steps\n2026-11-22,\xff\n", "The characters of the file cannot be read."),
        (b"\x89PNG\r\n\x1a\n\x00", "This is no CSV file."),
        (
            b"a,b\n1,2\n",
            "Bike-share trips: started_at, ended_at, distance_m; Google Fit: Date, Step count.",
        ),
        (b"9" * (5 * 1024 * 1024 + 1), "at most 5 MB"),
    ],
)
def test_refused_file_is_told_beside_the_field_and_nothing_is_kept(post, content, sentence):
    answer = post(content)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not ImportJob.objects.exists()


def test_several_files_at_once_are_bounded_together(client, alice):
    client.force_login(alice)
    halves = [SimpleUploadedFile(f"{number}.csv", b"9" * 3 * 1024**2, "text/csv") for number in range(2)]

    assert "最多 5 MB" in client.post("/files/", {"file": halves}).content.decode()
    assert not ImportJob.objects.exists()


def test_file_that_was_lost_says_so_and_cannot_be_had_back(client, alice):
    client.force_login(alice)
    job = send(alice, STEPS)
    job.file.storage.delete(job.file.name)

    page = page_of(client, read_all(job))

    assert "The file was lost on our side." in page.content.decode()
    assert page_of(client, job, "original").status_code == 404


def test_form_without_a_file_asks_for_one(client, alice):
    client.force_login(alice)

    assert "请先选择文件。" in client.post("/files/", {}).content.decode()


def test_name_and_content_type_of_an_upload_decide_nothing(post):
    post(STEPS, name="run\u202efdp.exe", content_type="application/x-msdownload")

    assert ImportJob.objects.get().name == "runfdp.exe"


def test_a_citizen_uploads_a_bounded_number_of_files_a_day(post, time_machine, monkeypatch):
    monkeypatch.setattr(uploading, "MOST_A_DAY", 2)
    for _ in range(2):
        assert post(STEPS).status_code == 302

    assert "You have uploaded 2 files within a day." in post(STEPS).content.decode()
    assert ImportJob.objects.count() == 2

    time_machine.move_to(NOW + uploading.ONE_DAY + timedelta(minutes=1))
    assert post(STEPS).status_code == 302


CELL = st.one_of(
    st.text(max_size=30), st.sampled_from(["2026-11-22", "8000", "9" * 30, "", "9999-12-31", "0001-01-01 00:00"])
)
FILES = st.one_of(
    st.binary(max_size=400),
    st.binary(max_size=200).map(lambda rest: b"date,steps\n" + rest),
    st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=6).map(
        lambda rows: "\n".join(["started_at,ended_at,distance_m", *(",".join(row) for row in rows)]).encode()
    ),
    st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=6).map(
        lambda rows: "\n".join(["Date,Step count", *(",".join(row) for row in rows)]).encode()
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=FILES)
def test_no_bytes_whatever_break_the_upload_the_reading_or_the_page(client, post, content):
    ImportJob.objects.all().delete()
    # Each on a day of its own, for those that were refused count too.
    Tries.objects.all().delete()

    assert post(content).status_code in (200, 302)

    for job in ImportJob.objects.all():
        read_all(job)
        assert (job.status, job.rows_done) == ("done", job.rows_total)
        assert page_of(client, job).status_code == 200
        assert downloaded(page_of(client, job, "refused.csv"))[0][:2] == ["Line", "Reason"]
