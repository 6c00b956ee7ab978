"""What the desk does with a photo report, and that it is done once, by those who may, and told to the citizen."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission

from activities.models import Activity
from activities.photo_reports import reviewing
from activities.photo_reports.models import PhotoReport
from tests.activities.photo_reports.conftest import report
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def at_the_desk(client, desk, time_machine):
    time_machine.move_to(LATER, tick=False)
    client.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    return client


def page_of(sent: PhotoReport, deed: str = "change") -> str:
    return f"/admin/activities/photoreport/{sent.pk}/{deed}/"


def test_refused_report_says_why(sent, desk):
    reviewing.refuse(report=sent, reason="unclear", note="太暗了", by=desk, now=LATER)

    sent.refresh_from_db()
    assert (sent.status, sent.reason, sent.note, sent.decided_by) == ("refused", "unclear", "太暗了", desk)
    assert not Activity.objects.exists()


def test_taking_up_is_told_once(sent):
    reviewing.take_up(report=sent, now=NOW)
    reviewing.take_up(report=sent, now=LATER)

    sent.refresh_from_db()
    assert (sent.status, sent.taken_up_at) == ("in_review", NOW)


# At the desk


def test_list_shows_thumbnails(at_the_desk, sent):
    page = at_the_desk.get("/admin/activities/photoreport/")

    assert 'class="desk-thumbnail" src="/photos/' in page.content.decode()
    [row] = page.context["cl"].result_list
    assert at_the_desk.get(row.thumbnail_address).status_code == 200


def test_page_shows_photo_and_what_lies_close_by(at_the_desk, sent, bob):
    other = report(bob, 2, despite_nearby=True)

    page = at_the_desk.get(page_of(sent))

    assert [found for found, _metres, _picture in page.context["nearby"]] == [other]
    assert at_the_desk.get(page.context["shown"]).status_code == 200


def test_refusal_shows_first_what_the_citizen_will_read(at_the_desk, sent):
    said = {"reason": "private", "note": "右下角"}
    page = at_the_desk.post(page_of(sent, "refuse"), said)

    assert "number plate" in page.content.decode()
    assert "右下角" in page.content.decode()
    sent.refresh_from_db()
    assert sent.status == "received"
    at_the_desk.post(page_of(sent, "refuse"), {**said, "confirm": "1"})
    sent.refresh_from_db()
    assert (sent.status, sent.reason, sent.note) == ("refused", "private", "右下角")


def test_refusal_needs_a_reason(at_the_desk, sent):
    answer = at_the_desk.post(page_of(sent, "refuse"), {"reason": "", "confirm": "1"})

    assert answer.status_code == 200
    sent.refresh_from_db()
    assert sent.status == "received"


@pytest.mark.parametrize("deed", ["take-up", "refuse"])
def test_deeds_take_a_right_and_a_post(at_the_desk, sent, desk, deed):
    assert at_the_desk.get(page_of(sent, deed)).status_code == 405
    type(desk).objects.filter(pk=desk.pk).update(is_superuser=False)
    desk.user_permissions.add(Permission.objects.get(codename="view_photoreport"))

    answer = at_the_desk.post(page_of(sent, deed), {"reason": "unclear", "confirm": "1"})

    assert answer.status_code == 403
    assert at_the_desk.get(page_of(sent)).status_code == 200
    sent.refresh_from_db()
    assert sent.status == "received"
    assert not Activity.objects.exists()


def test_citizen_reads_the_reason(client, sent, desk, alice):
    reviewing.refuse(report=sent, reason="unclear", note="太暗了", by=desk, now=LATER)
    client.force_login(alice)

    page = client.get(sent.get_absolute_url()).content.decode()

    assert "照片看不清楚" in page
    assert "太暗了" in page
