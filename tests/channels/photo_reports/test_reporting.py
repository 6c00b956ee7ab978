"""Sending a photo report: each picture once, within the city, and not what was reported here already."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from activities.models import Activity
from channels.photo_reports import refusals, reporting
from channels.photo_reports.landmarks import SEATS
from channels.photo_reports.models import PhotoReport, PlaceSource
from channels.photo_reports.places import Place, is_in_the_city, reports_near
from channels.photo_reports.words import CATEGORIES, REASONS
from evidence.models import Photo
from evidence.refusals import SamePhoto
from tests.channels.photo_reports.conftest import SQUARE, north_of, report
from tests.conftest import NOW
from tests.evidence.conftest import take
from tests.evidence.pictures import as_file, copied, drawn

pytestmark = pytest.mark.django_db


def send(photo: Photo, **changes) -> PhotoReport:
    said = {
        "category": "litter",
        "words": "",
        "place": None,
        "place_source": PlaceSource.MAP,
        "despite_nearby": False,
        "now": NOW,
    }
    return reporting.send(photo=photo, **{**said, **changes})


def test_report_makes_its_photo_evidence(sent, alice):
    assert (sent.citizen, sent.status, sent.place_source, sent.sent_at) == (alice, "received", "map", NOW)
    assert Photo.objects.get().used_at == NOW
    assert not Activity.objects.exists()


def test_same_photo_sent_twice_is_one_report(sent):
    assert send(sent.photo) == sent
    assert PhotoReport.objects.count() == 1


def test_copy_by_a_second_citizen_is_refused_and_stays_a_draft(sent, bob):
    copy = take(bob, copied(as_file(drawn(1))))

    with pytest.raises(SamePhoto):
        send(copy)

    copy.refresh_from_db()
    assert copy.used_at is None
    assert list(PhotoReport.objects.all()) == [sent]


def test_own_photo_sent_anew_is_refused(sent, alice):
    with pytest.raises(SamePhoto):
        send(take(alice, as_file(drawn(1))))


@pytest.mark.django_db(transaction=True)
def test_of_two_copies_sent_at_once_one_is_refused(alice, bob):
    photos = [take(alice, as_file(drawn(1))), take(bob, copied(as_file(drawn(1))))]

    def attempt(photo: Photo) -> str:
        try:
            return send(photo).status
        except SamePhoto as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(attempt, photos))

    assert answers == ["received", "same_photo"]
    assert PhotoReport.objects.count() == 1


@pytest.mark.parametrize(("metres", "later"), [(0, timedelta(0)), (99, timedelta(days=7))])
def test_what_was_reported_close_by_within_a_week_is_suggested(sent, bob, metres, later):
    photo = take(bob, as_file(drawn(2)))

    with pytest.raises(refusals.ReportedNearby) as refused:
        send(photo, place=north_of(SQUARE, metres), now=NOW + later)

    assert refused.value.facts == {"count": 1}
    photo.refresh_from_db()
    assert photo.used_at is None
    assert list(PhotoReport.objects.all()) == [sent]


@pytest.mark.parametrize(("metres", "later"), [(102, timedelta(0)), (0, timedelta(days=7, seconds=1))])
def test_what_is_farther_off_or_older_is_not(sent, bob, metres, later):
    other = send(take(bob, as_file(drawn(2))), place=north_of(SQUARE, metres), now=NOW + later)

    assert other.status == "received"


def test_another_thing_close_by_is_sent_all_the_same(sent, bob):
    assert report(bob, 2, despite_nearby=True).status == "received"


def test_distance_is_said_in_metres(sent):
    [near] = reports_near(north_of(SQUARE, 50), since=NOW - timedelta(days=1), until=NOW)

    assert (near.report, near.distance_m) == (sent, 50)


def test_place_outside_of_the_city_is_refused(alice):
    with pytest.raises(refusals.OutsideTheCity):
        report(alice, place=Place(Decimal("39.9"), Decimal("116.4")))

    assert not PhotoReport.objects.exists()


def test_farthest_districts_lie_in_the_city():
    for latitude, longitude in SEATS.values():
        assert is_in_the_city(Place(Decimal(str(latitude)), Decimal(str(longitude))))


def test_report_may_have_no_place(alice):
    sent = report(alice, place=None)

    assert (sent.latitude, sent.longitude, sent.place_source) == (None, None, "")


def test_that_the_place_is_the_photos_is_not_the_senders_to_say(alice):
    assert send(take(alice, as_file(drawn(1))), place=SQUARE, place_source=PlaceSource.PHOTO).place_source == "map"


def test_words_are_there_in_both_languages():
    for words in (*CATEGORIES.values(), *REASONS.values()):
        assert words.keys() == {"zh-hans", "en"}
        assert all(words.values())
