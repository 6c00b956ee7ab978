"""What the desk does with a photo report, and that it is done once, by those who may, and told to the citizen."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission

from activities.models import Activity, ActivityPhoto
from activities.refusals import TooLate
from channels.photo_reports import refusals, reviewing
from channels.photo_reports.models import PhotoReport
from credits import statements
from evidence import photos
from tests.channels.photo_reports.conftest import report
from tests.conftest import NOW, TODAY, score_everything
from tests.desk_pages import carried_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

LATER = NOW + timedelta(hours=2)


def accept(sent: PhotoReport, desk) -> Activity:
    return reviewing.accept(report=sent, by=desk, now=LATER)


@pytest.fixture
def at_the_desk(client, desk, time_machine):
    time_machine.move_to(LATER, tick=False)
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return client


def page_of(sent: PhotoReport) -> str:
    return f"/admin/photo_reports/photoreport/{sent.pk}/change/"


def at_review(sent: PhotoReport, deed: str = "") -> str:
    """Where it is decided."""
    return f"/desk/review/photo/{sent.public_id}/{deed}"


def decide(browser, sent: PhotoReport, deed: str, **entered: str):
    page = browser.get(at_review(sent))
    return browser.post(at_review(sent, deed), {**carried_to(page, at_review(sent, deed)), **entered}, follow=True)


def test_accepted_report_is_one_act_at_the_moment_of_sending(sent, desk, alice):
    act = accept(sent, desk)

    sent.refresh_from_db()
    assert (sent.status, sent.decided_by, sent.decided_at, sent.taken_up_at) == ("accepted", desk, LATER, LATER)
    assert (act.citizen, act.scenario.code, act.evidence) == (alice, "eco-photo", "photo")
    assert (act.started_at, act.ended_at, act.recorded_at) == (NOW, NOW, LATER)
    assert reviewing.act_of(sent) == act


def test_accepted_report_is_paid(sent, desk, alice):
    accept(sent, desk)
    score_everything()

    assert statements.available(alice.pk, today=TODAY) == 5


def test_fourth_report_of_a_day_is_accepted_and_earns_nothing(alice, desk):
    sent = [report(alice, seed, place=None) for seed in range(4)]
    for each in sent[:3]:
        accept(each, desk)
    foreseen = reviewing.consequence_of_accepting(sent[3])
    assert (foreseen.credits, foreseen.most_a_day, foreseen.accepted_that_day) == (5, 3, 3)
    assert foreseen.is_beyond_the_limit

    accept(sent[3], desk)
    score_everything()

    assert statements.available(alice.pk, today=TODAY) == 15


def test_nothing_personal_reaches_the_act_or_the_trail(sent, desk):
    act = accept(sent, desk)
    score_everything()
    act.refresh_from_db()

    assert act.values == {}
    kept = str(act.assessment.facts)
    assert not any(str(said) in kept for said in (sent.latitude, sent.words, sent.photo.public_id, sent.public_id))
    [event] = apps.get_model("photo_reports.PhotoReportEvent").objects.all()
    assert (event.status, event.decided_by_id, event.public_id) == ("accepted", desk.pk, sent.public_id)
    fields = {field.name for field in event._meta.concrete_fields if not field.name.startswith("pgh_")}
    assert fields == {"public_id", "status", "reason", "decided_by"}


def test_erased_report_leaves_its_act_and_its_credits(sent, desk, alice):
    act = accept(sent, desk)
    score_everything()

    photos.forget(sent.photo)

    assert not PhotoReport.objects.exists()
    assert not ActivityPhoto.objects.exists()
    assert Activity.objects.get() == act
    assert statements.available(alice.pk, today=TODAY) == 5


def test_refused_report_says_why(sent, desk):
    reviewing.refuse(report=sent, reason="unclear", note="太暗了", by=desk, now=LATER)

    sent.refresh_from_db()
    assert (sent.status, sent.reason, sent.note, sent.decided_by) == ("refused", "unclear", "太暗了", desk)
    assert not Activity.objects.exists()


@pytest.mark.parametrize("deed", ["accept/", "refuse/"])
def test_nobody_decides_a_report_of_their_own_not_even_a_superuser(sent, desk, at_the_desk, deed):
    PhotoReport.objects.filter(pk=sent.pk).update(citizen=desk)

    answer = at_the_desk.post(at_review(sent, deed), {"reason": "unclear"}, follow=True)

    assert "A colleague decides this one." in answer.content.decode()
    sent.refresh_from_db()
    assert sent.status == "received"
    assert not Activity.objects.exists()


def test_page_of_an_own_report_says_so_and_offers_no_deed(sent, desk, at_the_desk):
    PhotoReport.objects.filter(pk=sent.pk).update(citizen=desk)

    page = at_the_desk.get(at_review(sent)).content.decode()

    assert "A colleague decides this one." in page
    assert not any(at_review(sent, deed) in page for deed in ("accept/", "refuse/"))


def test_decided_report_is_not_decided_again(sent, desk):
    accept(sent, desk)

    with pytest.raises(refusals.AlreadyDecided):
        accept(sent, desk)
    with pytest.raises(refusals.AlreadyDecided):
        reviewing.refuse(report=sent, reason="unclear", note="", by=desk, now=LATER)
    with pytest.raises(refusals.AlreadyDecided):
        reviewing.take_up(report=sent, by=desk, now=LATER)

    sent.refresh_from_db()
    assert sent.status == "accepted"
    assert Activity.objects.count() == 1


def test_report_that_comes_too_late_to_be_decided_stays_as_it_was(sent, desk):
    with pytest.raises(TooLate):
        reviewing.accept(report=sent, by=desk, now=NOW + timedelta(days=31))

    sent.refresh_from_db()
    assert (sent.status, sent.decided_at) == ("received", None)
    assert not Activity.objects.exists()


def test_taking_up_is_told_once(sent, desk):
    reviewing.take_up(report=sent, by=desk, now=NOW)
    reviewing.take_up(report=sent, by=desk, now=LATER)

    sent.refresh_from_db()
    assert (sent.status, sent.taken_up_at) == ("in_review", NOW)


# At the desk


def test_list_shows_thumbnails(at_the_desk, sent):
    page = at_the_desk.get("/admin/photo_reports/photoreport/")

    assert 'class="desk-thumbnail" src="/photos/' in page.content.decode()
    [row] = page.context["cl"].result_list
    assert at_the_desk.get(row.thumbnail_address).status_code == 200


def test_page_shows_photo_and_what_lies_close_by(at_the_desk, sent, bob):
    other = report(bob, 2, despite_nearby=True)

    page = at_the_desk.get(page_of(sent))

    assert [found for found, _metres, _picture in page.context["nearby"]] == [other]
    assert at_the_desk.get(page.context["shown"]).status_code == 200


def test_page_says_what_accepting_will_do(at_the_desk, sent):
    page = at_the_desk.get(at_review(sent)).content.decode()

    assert "earns the citizen 5 credits" in page
    assert not Activity.objects.exists()
    decide(at_the_desk, sent, "accept/")
    assert Activity.objects.count() == 1


def test_page_shows_what_the_citizen_will_read(at_the_desk, sent):
    assert "number plate" in at_the_desk.get(at_review(sent)).content.decode()

    decide(at_the_desk, sent, "refuse/", reason="private", note="右下角")

    sent.refresh_from_db()
    assert (sent.status, sent.reason, sent.note) == ("refused", "private", "右下角")


def test_refusal_needs_a_reason(at_the_desk, sent):
    answer = decide(at_the_desk, sent, "refuse/")

    assert "Choose a reason. The citizen reads it." in answer.content.decode()
    sent.refresh_from_db()
    assert sent.status == "in_review"


def test_second_decision_is_told(at_the_desk, sent, desk):
    accept(sent, desk)

    page = at_the_desk.post(at_review(sent, "refuse/"), {"reason": "known"}, follow=True)

    assert "This does not wait for a decision now. Nothing was done." in page.content.decode()
    sent.refresh_from_db()
    assert sent.status == "accepted"


def test_list_leads_on_to_where_it_is_decided(at_the_desk, sent):
    assert at_review(sent) in at_the_desk.get(page_of(sent)).content.decode()


def test_opening_it_tells_the_citizen_that_somebody_looks(at_the_desk, sent):
    at_the_desk.get(at_review(sent))

    sent.refresh_from_db()
    assert (sent.status, sent.taken_up_at) == ("in_review", LATER)


@pytest.mark.parametrize("deed", ["accept/", "refuse/"])
def test_deeds_take_a_right_and_a_post(at_the_desk, sent, desk, deed):
    assert at_the_desk.get(at_review(sent, deed)).status_code == 405
    type(desk).objects.filter(pk=desk.pk).update(is_superuser=False)
    desk.user_permissions.add(Permission.objects.get(codename="view_photoreport"))
    desk.user_permissions.add(Permission.objects.get(codename="decide_odometerreview"))

    answer = at_the_desk.post(at_review(sent, deed), {"reason": "unclear"})

    assert answer.status_code == 403
    assert at_the_desk.get(at_review(sent)).status_code == 403
    page = at_the_desk.get(page_of(sent))
    assert (page.status_code, at_review(sent) in page.content.decode()) == (200, False)
    sent.refresh_from_db()
    assert sent.status == "received"
    assert not Activity.objects.exists()


def test_citizen_reads_the_reason(client, sent, desk, alice):
    reviewing.refuse(report=sent, reason="unclear", note="太暗了", by=desk, now=LATER)
    client.force_login(alice)

    page = client.get(sent.get_absolute_url()).content.decode()

    assert "照片看不清楚" in page
    assert "太暗了" in page
