"""The same file, and the same record in another, counts for one account; what anybody could write, for everybody."""

from datetime import timedelta

import pytest

from activities.models import Activity, CountedStretch
from channels.files.formats.singular import significant_digits
from channels.files.models import FileKey, ImportJob
from channels.files.upload import upload
from common.errors import DomainError
from credits import statements
from tests.at_once import at_once
from tests.audits import of_acts
from tests.channels.files.conftest import counts, read_all, reasons, send, sent_and_read
from tests.conftest import NOW, TODAY, score_everything

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

WEEK = "date,steps\n2026-11-20,8123\n2026-11-21,9456\n2026-11-22,7012\n"
FIT = (
    "Date,Step count,Distance (m),Average speed (m/s),Move Minutes count\n"
    "2026-11-20,5425,2482.0674253702164,0.47462633824225015,64\n"
    "2026-11-21,2604,1169.7750849723816,0.6826983729066829,29\n"
    "2026-11-22,6525,3868.3383185863495,1.081655261376563,60\n"
)
EXACT = "started_at,ended_at,distance_m\n2026-11-22T08:03:12+08:00,2026-11-22T08:17:45+08:00,2345\n"
ORDERED = (
    "started_at,ended_at,distance_m,订单号\n"
    "2026-11-22 08:00,2026-11-22 08:10,2000,HB2026112208000001\n"
    "2026-11-22 18:00,2026-11-22 18:10,2000,HB2026112218000002\n"
)


def lines(content: str, *places: int) -> str:
    """The header of a file, and those of its rows."""
    header, *rows = content.splitlines()
    return "\n".join([header, *(rows[place] for place in places)]) + "\n"


def balance(citizen) -> int:
    return statements.available(citizen.pk, today=TODAY)


def assert_taken_from_alice_alone(alice, bob) -> None:
    score_everything()
    assert set(Activity.objects.values_list("citizen", flat=True)) == {alice.pk}
    assert balance(bob) == 0
    assert [*of_acts()] == []


@pytest.mark.parametrize(
    "copy",
    [
        WEEK,
        "\ufeff" + WEEK.replace("\n", "\r\n"),
        '日期,步数\n2026/11/22,"7,012"\n2026年11月21日,９４５６\n2026-11-20,8123,\n',
        "Date,Step count,Remark\n2026-11-20,8123,mine\n2026-11-21,9456,\n2026-11-22,7012,\n",
        WEEK + "2026-11-19,many\n",
    ],
)
def test_same_file_from_a_second_account_is_refused_whatever_it_looks_like(alice, bob, copy):
    sent_and_read(alice, WEEK)

    with pytest.raises(DomainError) as refused:
        upload(citizen=bob, name="mine.csv", content=copy.encode(), now=NOW)

    assert refused.value.code == "file_counted_already"
    assert not ImportJob.objects.filter(citizen=bob).exists()
    assert_taken_from_alice_alone(alice, bob)


def test_refused_copy_is_told_beside_the_field_and_leaves_no_file(bob, post, alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sent_and_read(bob, WEEK)
    before = list(tmp_path.rglob("*"))

    page = post(WEEK.encode(), name="other.csv").content.decode()

    assert (
        "What this file holds has been counted for another account already. Each record counts once, whoever sends it."
        in page
    )
    assert list(tmp_path.rglob("*")) == before
    assert not ImportJob.objects.filter(citizen=alice).exists()


def test_own_file_again_is_known_and_adds_nothing(alice):
    sent_and_read(alice, WEEK)

    assert counts(sent_and_read(alice, WEEK)) == {"repeated": 3}


def test_months_later_the_file_is_still_counted(alice, bob):
    sent_and_read(alice, WEEK)

    with pytest.raises(DomainError):
        upload(citizen=bob, name="mine.csv", content=WEEK.encode(), now=NOW + timedelta(days=200))


@pytest.mark.parametrize(
    "content",
    [
        "date,steps\n2026-11-20,8000\n",
        "date,steps\n2026-11-21,8123\n2026-11-22,9456\n",
        "date,steps\n" + "".join(f"2026-11-{day:02},10000\n" for day in range(16, 23)),
        "Date,Step count,Distance (m),Average speed (m/s)\n2026-11-22,35,19.709081649780273,0.2815583050251007\n",
        "started_at,ended_at,distance_m\n2026-11-22 08:00,2026-11-22 08:10,2000\n",
        "started_at,ended_at,distance_m,order_id\n2026-11-22 08:00,2026-11-22 08:10,2000,1\n",
    ],
)
def test_what_two_people_could_well_have_written_counts_for_both(alice, bob, content):
    first, second = sent_and_read(alice, content), sent_and_read(bob, content)

    assert counts(first) == counts(second) == {"recorded": first.rows_total}
    assert not FileKey.objects.exists()
    assert not CountedStretch.objects.exists()


@pytest.mark.parametrize(
    ("content", "copy"),
    [
        (FIT, lines(FIT, 1)),
        (FIT, lines(FIT, 1).replace("2604", "9999")),
        (FIT, lines(FIT, 1).replace("2026-11-21", "2026-11-20")),
        (FIT, "Date,Step count,Distance (m)\n2026-11-20,5425,2482.0674253702164\n"),
        (EXACT, EXACT + "2026-11-21 08:00,2026-11-21 08:00,0\n"),
        (ORDERED, lines(ORDERED, 0)),
        (ORDERED, lines(ORDERED, 1).replace("18:00,", "17:00,").replace("18:10", "17:10").replace("2000", "1900")),
        (ORDERED, lines(ORDERED, 0).replace("HB2026112208000001", "hb-2026 1122 0800 0001")),
    ],
)
def test_same_record_in_another_file_of_another_account_is_refused(alice, bob, content, copy):
    sent_and_read(alice, content)

    job = sent_and_read(bob, copy)

    assert job.recorded == 0
    assert reasons(job)[0] == (2, "这条记录已经计入过。每条记录只计一次，不论由谁上传。")
    assert_taken_from_alice_alone(alice, bob)


def test_own_record_again_with_another_day_is_refused(alice):
    sent_and_read(alice, FIT)

    job = sent_and_read(alice, lines(FIT, 0).replace("2026-11-20", "2026-11-19"))

    assert counts(job) == {"refused": 1}
    assert Activity.objects.count() == 3


def test_row_among_own_ones_is_refused_alone(alice, bob):
    sent_and_read(alice, FIT)
    others = "2026-11-18,6000,4100.7711234567891,0.9,60\n"

    job = sent_and_read(bob, lines(FIT, 0) + others)

    assert counts(job) == {"recorded": 1, "refused": 1}
    assert Activity.objects.get(citizen=bob).values == {"steps": 6000}


def test_file_of_which_nothing_was_counted_is_free(alice, bob):
    job = send(alice, WEEK)
    job.file.storage.delete(job.file.name)
    assert read_all(job).recorded == 0

    assert counts(sent_and_read(bob, WEEK)) == {"recorded": 3}
    with pytest.raises(DomainError):
        upload(citizen=alice, name="mine.csv", content=WEEK.encode(), now=NOW)


def test_file_that_waits_to_be_read_is_taken(alice, bob):
    send(alice, WEEK)

    with pytest.raises(DomainError):
        upload(citizen=bob, name="mine.csv", content=WEEK.encode(), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_same_file_of_two_accounts_at_once_is_taken_from_one(alice, bob):
    def send_as(citizen):
        return lambda: upload(citizen=citizen, name="f.csv", content=WEEK.encode(), now=NOW)

    answers = at_once([send_as(alice), send_as(bob)])

    assert sorted(getattr(answer, "code", "taken") for answer in answers) == ["file_counted_already", "taken"]
    assert ImportJob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_same_records_of_two_accounts_read_at_once_count_for_one(alice, bob):
    # Two files that hold the same three days, and each one more.
    jobs = [
        send(alice, FIT + "2026-11-17,9100,5123.1234567890123,1,1\n"),
        send(bob, FIT + "2026-11-16,9200,5223.1234567890123,1,1\n"),
    ]

    at_once([lambda job=job: read_all(job) for job in jobs])

    assert sorted(ImportJob.objects.values_list("recorded", "refused")) == [(1, 3), (4, 0)]
    assert Activity.objects.count() == 5
    assert [*of_acts()] == []


@pytest.mark.parametrize(
    ("words", "digits"), [("8000", 1), ("8123", 4), ("0.47462633824225015", 17), ("13.0", 2), ("", 0), ("many", 0)]
)
def test_zeros_at_the_ends_say_nothing(words, digits):
    assert significant_digits(words) == digits
