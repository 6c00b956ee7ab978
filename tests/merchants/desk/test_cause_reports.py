"""What a cause reports: written by one, published by another, shown with what was given, and never changed after."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from common.pictures.refusals import NotAPhoto, UnreadablePhoto
from merchants.desk import reporting
from merchants.mall import gifts
from merchants.models import CauseReport, ReportUnit
from merchants.refusals import (
    ChangedSince,
    DaysAreReported,
    DoneAtNoTime,
    GiftsGoOn,
    NothingGiven,
    OwnReport,
    ReportIsPublished,
)
from tests.at_once import at_once
from tests.conftest import NOW, TODAY, make_citizen
from tests.desk_pages import decide
from tests.evidence.pictures import as_file, drawn
from tests.merchants.conftest import give, text, voucher_of

AFTER = NOW + timedelta(days=2)


@pytest.fixture
def writer(db):
    return make_citizen()


@pytest.fixture
def publisher(db):
    return make_citizen()


def donated(donation, times: int):
    """A citizen who gives so many times."""
    citizen = make_citizen()
    give(citizen, 1000)
    for _time in range(times):
        voucher_of(citizen, donation)
    return citizen


@pytest.fixture
def givers(donation):
    """Five citizens give 1, 1, 1, 2 and 5 times."""
    return [donated(donation, times) for times in (1, 1, 1, 2, 5)]


@pytest.fixture
def report(cause, writer):
    return CauseReport.objects.create(
        cause=cause,
        from_on=TODAY,
        to_on=TODAY,
        text=text("种了香樟"),
        place=text("龙泉山"),
        done_on=TODAY,
        quantity=30,
        unit=ReportUnit.TREES,
        written_by=writer,
    )


def published(report, by, now=AFTER) -> CauseReport:
    return reporting.publish(report=report, by=by, seen=reporting.edition_of(report), now=now)


def parts_of(citizen) -> list[int | None]:
    done = gifts.done_between(citizen.pk, TODAY, TODAY)
    return [tenths for gift in done.gifts for _report, tenths in gift.reports]


def test_a_published_report_says_what_was_given_by_how_many(report, givers, publisher, donation):
    shown = published(report, publisher)

    assert (shown.given, shown.givers) == (10 * donation.price, 5)
    assert list(gifts.reports_of(report.cause)) == [shown]


def test_each_giver_sees_their_part_in_proportion_of_all_in_thousands(report, givers, publisher):
    """30 trees for 300 credits, told as 1,000: of 30 credits nine tenths at least."""
    published(report, publisher)

    assert [parts_of(citizen) for citizen in givers] == [[9], [9], [9], [18], [45]]
    assert parts_of(make_citizen()) == []


def test_a_part_is_floored_to_a_tenth(report, givers, publisher):
    CauseReport.objects.update(quantity=7)
    report.refresh_from_db()
    published(report, publisher)

    assert [parts_of(citizen) for citizen in givers] == [[2], [2], [2], [4], [10]]


def test_where_fewer_than_five_gave_nobody_learns_what_the_others_gave(report, publisher, donation):
    citizens = [donated(donation, 1) for _each in range(4)]
    published(report, publisher)

    assert parts_of(citizens[0]) == [None]


def test_gifts_of_other_days_have_no_part_in_it(report, givers, publisher):
    later = make_citizen()
    give(later, 1000)
    voucher_of(later, report.cause.offers.get(), NOW + timedelta(days=1))
    shown = published(report, publisher)

    assert shown.givers == 5
    assert gifts.done_between(later.pk, TODAY, TODAY + timedelta(days=1)).gifts[0].reports == []


def test_who_wrote_it_does_not_publish_it(report, givers, writer):
    with pytest.raises(OwnReport):
        published(report, writer)
    report.refresh_from_db()
    assert report.published_at is None


def test_what_was_shown_is_what_is_published(report, givers, publisher):
    seen = reporting.edition_of(report)
    CauseReport.objects.update(quantity=3000)

    with pytest.raises(ChangedSince):
        reporting.publish(report=report, by=publisher, seen=seen, now=AFTER)


def test_it_waits_until_its_days_are_over(report, givers, publisher):
    with pytest.raises(GiftsGoOn):
        published(report, publisher, NOW)


def test_of_nothing_nothing_is_reported(report, publisher):
    with pytest.raises(NothingGiven):
        published(report, publisher)
    assert gifts.reports_of(report.cause) == []


def test_a_published_report_stays_until_it_is_withdrawn(report, givers, publisher, writer):
    shown = published(report, publisher)

    with pytest.raises(DatabaseError, match="published_report_stays"), transaction.atomic():
        CauseReport.objects.update(quantity=3000)
    with pytest.raises(ReportIsPublished):
        reporting.put_photo(report=shown, content=as_file(drawn()), by=writer)
    reporting.withdraw(report=shown, now=AFTER)
    assert gifts.reports_of(report.cause) == []
    assert parts_of(givers[0]) == []


def test_a_photo_is_everybodys_once_its_report_is_published(report, givers, publisher, writer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    report = reporting.put_photo(report=report, content=as_file(drawn()), by=writer)
    address = f"/causes/reports/{report.public_id}/photo.jpg"

    assert Client().get(address).status_code == 404
    shown = published(report, publisher)
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    reporting.withdraw(report=shown, now=AFTER)
    assert Client().get(address).status_code == 404


def test_what_is_no_photo_is_refused_and_changes_nothing(report, writer):
    with pytest.raises((NotAPhoto, UnreadablePhoto)):
        reporting.put_photo(report=report, content=b"no photo", by=writer)
    report.refresh_from_db()
    assert report.photo == ""


def test_the_offer_tells_what_its_cause_has_done(report, givers, publisher, donation, client):
    address = f"/rewards/offers/{donation.public_id}/"
    before = client.get(address, headers={"accept-language": "en"}).content.decode()
    published(report, publisher)
    client.force_login(make_citizen())
    after = client.get(address).content.decode()

    assert "It has not reported yet" in before
    assert "种了香樟" in after
    assert "龙泉山" in after


def test_the_desk_writes_sends_a_photo_and_another_publishes(cause, givers, desk, publisher, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    browser = Client()
    browser.force_login(desk, "django.contrib.auth.backends.ModelBackend")
    days = {"from_on": TODAY.isoformat(), "to_on": TODAY.isoformat(), "done_on": TODAY.isoformat()}
    words = {"text_0": "种了香樟", "text_1": "", "place_0": "龙泉山", "place_1": ""}
    entered = {"cause": cause.pk, **days, **words, "quantity": "30", "unit": "trees"}
    assert decide(browser, "/admin/merchants/causereport/add/", entered).status_code == 302
    report = CauseReport.objects.get()
    assert report.written_by == desk
    photo = SimpleUploadedFile("a.jpg", as_file(drawn()), "image/jpeg")
    browser.post(f"/admin/merchants/causereport/{report.pk}/photo/", {"photo": photo})
    report.refresh_from_db()
    assert report.photo

    page = f"/admin/merchants/causereport/{report.pk}/change/"
    assert "须由其他人发布" in browser.get(page).content.decode()
    decide(browser, f"/admin/merchants/causereport/{report.pk}/publish/", page="../change/")
    report.refresh_from_db()
    assert report.published_at is None


def another(report, writer, **said) -> CauseReport:
    copied = {
        name: getattr(report, name) for name in ("cause", "from_on", "to_on", "text", "place", "done_on", "quantity")
    }
    return CauseReport.objects.create(**copied | said, written_by=writer)


def test_of_one_gift_is_told_once(report, givers, publisher, writer):
    """Two reports over the same days would count what a gift did twice; a withdrawn one stands in nobody's way."""
    first = published(report, publisher)
    again = another(report, writer)

    with pytest.raises(DaysAreReported):
        published(again, publisher)
    assert parts_of(givers[4]) == [45]

    reporting.withdraw(report=first, now=AFTER)
    published(again, publisher)
    assert parts_of(givers[4]) == [45]


def test_two_that_are_published_at_once_do_not_tell_of_one_gift_twice(
    transactional_db, report, givers, publisher, writer
):
    reports = [report, another(report, writer)]

    done = at_once([lambda one=one: published(one, publisher) for one in reports])

    assert [type(one) for one in done if isinstance(one, Exception)] == [DaysAreReported]
    assert CauseReport.objects.published().count() == 1


def test_who_wrote_first_does_not_publish_what_another_only_touched(
    report, givers, writer, publisher, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    touched = reporting.put_photo(report=report, content=as_file(drawn()), by=make_citizen())

    with pytest.raises(OwnReport):
        published(touched, writer)
    assert published(touched, publisher).is_public


@pytest.mark.parametrize("days", [-1, 3])
def test_what_was_done_before_its_days_or_in_the_future_is_not_published(report, givers, publisher, days):
    CauseReport.objects.update(done_on=TODAY + timedelta(days=days))
    report.refresh_from_db()

    with pytest.raises(DoneAtNoTime):
        published(report, publisher)


def test_a_photo_that_is_refused_is_not_kept(report, givers, publisher, writer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    shown = published(report, publisher)

    with pytest.raises(ReportIsPublished):
        reporting.put_photo(report=shown, content=as_file(drawn()), by=writer)

    assert list(tmp_path.rglob("*.jpg")) == []
