"""A refusal is looked at again once, by somebody else, and a granted appeal does what accepting would have done."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from activities.models import Activity
from activities.reviewables import all_kinds
from channels.household import reviewing as odometers
from channels.household.models import OdometerReview, Pledge
from channels.photo_reports import reviewing
from channels.photo_reports.models import PhotoReport
from credits import statements
from evidence.models import Photo
from review import appealing, deciding, refusals
from review.deadlines import answer_due
from review.models import Appeal
from review.words import APPEAL_REASONS
from tests.at_once import at_once
from tests.channels.household.conftest import bind
from tests.channels.household.test_reviewing import finish, parked
from tests.channels.photo_reports.conftest import report
from tests.conftest import NOW, TODAY, score_everything
from tests.evidence.pictures import as_file, drawn
from tests.review.conftest import at_desk, make_reviewer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

LATER = NOW + timedelta(days=14)
DEADLINE = NOW + timedelta(days=15)
RIGHTS = ("decide_photoreport", "decide_odometerreview", "decide_appeal")


@pytest.fixture
def lin(db):
    return make_reviewer("lin", *RIGHTS)


@pytest.fixture
def zhou(db):
    return make_reviewer("zhou", *RIGHTS)


@pytest.fixture
def refused(alice, lin) -> PhotoReport:
    return reviewing.refuse(report=report(alice), reason="unclear", note="", by=lin, now=NOW)


def raised(row, by, now=LATER, kind="photo") -> Appeal:
    return appealing.appeal(kind=all_kinds()[kind], row=row, by=by, words="放大看得清", photo=None, now=now)


def grant(appeal, by, now=LATER):
    deciding.accept(kind=all_kinds()["appeal"], row=appeal, by=by, now=now)


def earned(citizen) -> int:
    score_everything()
    return statements.available(citizen.pk, today=TODAY)


def test_granted_appeal_earns_what_the_report_would_have_earned(refused, alice, zhou):
    grant(raised(refused, alice), zhou, now=NOW + timedelta(days=40))

    refused.refresh_from_db()
    assert (refused.status, refused.reason, refused.decided_by) == ("accepted", "", zhou)
    act = Activity.objects.get()
    assert (act.citizen, act.started_at) == (alice, NOW)
    assert earned(alice) == 5


def test_granted_appeal_keeps_the_pledge(alice, lin, zhou):
    assert finish(parked(bind(alice))) is None
    review = OdometerReview.objects.get()
    odometers.refuse(review=review, reason="no_code", note="", by=lin, now=LATER)

    grant(raised(review, alice, kind="pledge"), zhou)

    review.refresh_from_db()
    assert (review.status, review.decided_by, Pledge.objects.get().status) == ("accepted", zhou, "kept")
    assert Activity.objects.count() == 1


def test_decision_stands_with_a_reason(refused, alice, zhou):
    appeal = raised(refused, alice)

    said = {"reason": "nothing_new", "note": "还是看不清"}
    deciding.refuse(kind=all_kinds()["appeal"], row=appeal, by=zhou, now=LATER, **said)

    appeal.refresh_from_db()
    assert (appeal.status, appeal.reason, appeal.note) == ("refused", "nothing_new", "还是看不清")
    refused.refresh_from_db()
    assert refused.status == "refused"
    assert not Activity.objects.exists()


def test_neither_who_refused_nor_who_gains_decides_an_appeal(refused, alice, lin):
    appeal = raised(refused, alice)

    for somebody in (lin, alice):
        with pytest.raises(refusals.WaitsForAnother):
            grant(appeal, somebody)
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.update(status="granted", decided_by=somebody, decided_at=LATER)

    refused.refresh_from_db()
    assert (Appeal.objects.get().status, refused.status) == ("received", "refused")


def test_appeal_is_raised_once_and_in_time(refused, alice):
    with pytest.raises(refusals.AppealTooLate):
        raised(refused, alice, DEADLINE + timedelta(seconds=1))
    raised(refused, alice, DEADLINE)

    with pytest.raises(refusals.AppealedAlready):
        raised(refused, alice, DEADLINE)
    assert Appeal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_appeal_that_is_sent_twice_at_once_is_one(catalogue, budget, alice):
    lin = make_reviewer("lin", *RIGHTS)
    refused = reviewing.refuse(report=report(alice), reason="unclear", note="", by=lin, now=NOW)

    results = at_once([lambda: raised(refused, alice)] * 4)

    assert sum(isinstance(result, Appeal) for result in results) == 1
    assert Appeal.objects.count() == 1


def test_only_a_refusal_is_appealed(alice, lin):
    waiting, accepted = report(alice, 1), report(alice, 2, place=None)
    reviewing.accept(report=accepted, by=lin, now=NOW)

    for row in (waiting, accepted):
        with pytest.raises(refusals.NothingToAppeal):
            raised(row, alice, NOW)
    assert not Appeal.objects.exists()


def test_desk_has_a_decision_of_its_own_corrected_by_another(refused, lin, zhou):
    wu = make_reviewer("wu", *RIGHTS)
    appeal = appealing.ask_to_correct(kind=all_kinds()["photo"], row=refused, by=zhou, words="看错了", now=LATER)

    for somebody in (lin, zhou):
        with pytest.raises(refusals.WaitsForAnother):
            grant(appeal, somebody)
    grant(appeal, wu)

    refused.refresh_from_db()
    assert (refused.status, refused.decided_by) == ("accepted", wu)


@pytest.mark.parametrize(
    ("sent_on", "due_on"),
    [
        (date(2026, 11, 23), date(2026, 12, 7)),
        (date(2026, 11, 27), date(2026, 12, 11)),
        (date(2026, 11, 28), date(2026, 12, 11)),
        (date(2026, 11, 29), date(2026, 12, 11)),
    ],
)
def test_answer_is_due_within_ten_working_days(sent_on, due_on):
    assert answer_due(NOW.replace(month=sent_on.month, day=sent_on.day)) == due_on


# On pages


def own_page(row) -> str:
    return f"/appeals/photo/{row.public_id}/"


@pytest.fixture
def phone(client, alice, time_machine) -> Client:
    time_machine.move_to(LATER, tick=False)
    client.force_login(alice)
    client.cookies["django_language"] = "en"
    return client


def photo_of(seed: int):
    return SimpleUploadedFile("a.jpg", as_file(drawn(seed)), content_type="image/jpeg")


def test_citizen_is_led_from_the_refusal_to_the_appeal_and_reads_where_it_stands(phone, refused, zhou):
    assert own_page(refused) in phone.get(refused.get_absolute_url()).content.decode()

    sent = phone.post(own_page(refused), {"words": "放大看得清", "photo": photo_of(7)})

    assert (sent.status_code, sent.url) == (302, own_page(refused))
    appeal = Appeal.objects.get()
    assert (appeal.words, appeal.photo.purpose, appeal.photo.used_at) == ("放大看得清", "review", LATER)
    assert "You get an answer by" in phone.get(own_page(refused)).content.decode()
    office = at_desk(zhou)
    page = office.get(f"/desk/review/appeal/{appeal.public_id}/").content.decode()
    assert all(words in page for words in ("放大看得清", "The photo is not clear", "The photo that was added"))
    assert "Being checked" in phone.get(own_page(refused)).content.decode()
    deciding.refuse(kind=all_kinds()["appeal"], row=appeal, reason="nothing_new", note="", by=zhou, now=LATER)
    assert APPEAL_REASONS["nothing_new"]["en"] in phone.get(own_page(refused)).content.decode()


def test_appeal_says_something(phone, refused):
    assert "Say in a sentence" in phone.post(own_page(refused), {"words": " "}).content.decode()

    assert not Appeal.objects.exists()


def test_photo_that_proved_something_before_is_no_news(phone, alice, refused):
    answer = phone.post(own_page(refused), {"words": "再看", "photo": photo_of(1)})

    assert "has been sent before" in answer.content.decode()
    assert not Appeal.objects.exists()


def test_after_the_deadline_no_photo_is_taken_in(phone, refused, time_machine):
    time_machine.move_to(DEADLINE + timedelta(days=1), tick=False)

    phone.post(own_page(refused), {"words": "再看", "photo": photo_of(7)})

    assert Photo.objects.count() == 1
    assert not Appeal.objects.exists()


def test_nobody_elses_refusal_is_there(client, bob, refused):
    client.force_login(bob)

    assert client.get(own_page(refused)).status_code == 404
    assert client.post(own_page(refused), {"words": "再看"}).status_code == 404
    assert client.get(f"/appeals/appeal/{refused.public_id}/").status_code == 404


def test_reviewer_asks_for_a_correction_at_the_desk(refused, zhou, time_machine):
    time_machine.move_to(LATER, tick=False)
    office, page = at_desk(zhou), f"/desk/review/photo/{refused.public_id}/"
    assert "Was this decided wrongly?" in office.get(page).content.decode()

    office.post(f"{page}again/", {"words": "看错了"})

    appeal = Appeal.objects.get()
    assert (appeal.raised_by, appeal.first_decided_by.username) == (zhou, "lin")
    assert "Was this decided wrongly?" not in office.get(page).content.decode()


@pytest.mark.parametrize("kind", all_kinds().values(), ids=list(all_kinds()))
def test_each_reason_can_be_kept(kind):
    most = kind.rows().model._meta.get_field("reason").max_length

    assert [reason for reason in kind.reasons if len(reason) > most] == []
