"""A photo that does not say when it was taken is never taken as fresh: its act waits for a person, who decides once."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from activities.models import Activity, ActivityPhoto, CountedStretch
from activities.refusals import OutOfBounds
from activities.things.refusals import CountedAlready
from channels.household import driving, pledges, refusals, reviewing, vehicles
from channels.household.models import OdometerReading, OdometerReview, Pledge, Vehicle
from channels.household.review_words import REASONS
from common.city_time import CITY_ZONE
from credits import statements
from evidence.models import Photo
from tests.channels.household.conftest import bind, shot, timeless
from tests.conftest import NOW, TODAY, make_citizen, score_everything
from tests.desk_pages import carried_to
from tests.evidence.cameras import CHANGED, ORIGINAL, exif, photo

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

START_M = 52_000_000
LATER = NOW + timedelta(hours=49)
HOURS = timedelta(hours=10)
Take = Callable[..., Photo]


def parked(car: Vehicle, take: Take = shot) -> Pledge:
    pledge = pledges.declare(vehicle=car, days=2, now=NOW)
    return pledges.start(pledge=pledge, photo=take(car.citizen, 1, NOW), odometer_m=START_M, now=NOW)


def finish(pledge: Pledge, take: Take = timeless, driven_m: int = 0) -> Activity | None:
    """The second photo; what it makes."""
    second = take(pledge.citizen, 2, LATER)
    return pledges.finish(pledge=pledge, photo=second, odometer_m=START_M + driven_m, now=LATER)


def waiting_pledge(car: Vehicle) -> OdometerReview:
    assert finish(parked(car)) is None
    return OdometerReview.objects.get()


def read(car: Vehicle, seed: int, take: Take, odometer_m: int, after: timedelta) -> OdometerReading:
    now = NOW + after
    return driving.read(vehicle=car, photo=take(car.citizen, seed, now), odometer_m=odometer_m, now=now)


@pytest.fixture
def electric(alice) -> Vehicle:
    return bind(alice, "川AD12345", None)


def waiting_drive(electric: Vehicle) -> OdometerReview:
    read(electric, 1, shot, START_M, timedelta())
    read(electric, 2, timeless, START_M + 20_000, HOURS)
    return OdometerReview.objects.get()


def said(moment: datetime) -> str:
    return moment.astimezone(CITY_ZONE).strftime("%Y:%m:%d %H:%M:%S")


def nothing_counted() -> bool:
    return not (Activity.objects.exists() or ActivityPhoto.objects.exists() or CountedStretch.objects.exists())


# What waits


@pytest.mark.parametrize(("first", "second"), [(shot, timeless), (timeless, shot), (timeless, timeless)])
def test_pledge_of_which_one_photo_tells_no_time_waits(car, first, second):
    pledge = parked(car, first)
    assert finish(pledge, second) is None

    pledge.refresh_from_db()
    review = OdometerReview.objects.get()
    assert (pledge.status, pledge.ended_at, pledge.end_m, pledge.activity_id) == ("in_review", LATER, START_M, None)
    assert (review.pledge, review.status, review.sent_at) == (pledge, "waiting", LATER)
    assert nothing_counted()


@pytest.mark.parametrize(("first", "second"), [(shot, timeless), (timeless, shot), (timeless, timeless)])
def test_drive_of_which_one_photo_tells_no_time_waits(electric, first, second):
    read(electric, 1, first, START_M, timedelta())
    assert not OdometerReview.objects.exists()
    reading = read(electric, 2, second, START_M + 20_000, HOURS)

    assert (OdometerReview.objects.get().reading, reading.activity_id) == (reading, None)
    assert nothing_counted()


def test_drive_after_one_that_waits_waits_with_it(electric):
    waiting_drive(electric)
    read(electric, 3, shot, START_M + 40_000, HOURS * 2)
    last = read(electric, 4, shot, START_M + 60_000, HOURS * 3)

    assert OdometerReview.objects.waiting().count() == 2
    assert Activity.objects.get().pk == last.activity_id


@pytest.mark.parametrize(
    "written", ["2026:11:23 25:04:20", "2026:11:23 12:00:00 CST", "yesterday", "    :  :     :  :  "]
)
def test_time_that_cannot_be_read_is_never_taken_as_fresh(electric, written):
    def unclear(citizen, seed, now):
        return timeless(citizen, seed, now, exif(details={ORIGINAL: written}))

    read(electric, 1, unclear, START_M, timedelta())
    read(electric, 2, unclear, START_M + 20_000, HOURS)

    assert (OdometerReview.objects.count(), nothing_counted()) == (1, True)


@pytest.mark.parametrize(
    ("ago", "spelling"),
    [
        (timedelta(days=15), "%Y:%m:%d 24:%M:%S"),
        (timedelta(days=1), "%Y:%m:%d %H:%M:%S.123"),
        (timedelta(days=1), "%Y:%m:%d 下午 %I:%M:%S"),
        (timedelta(days=1), "%Y-%m-%dT%H:%M:%S+08:00"),
        (timedelta(minutes=11), "%Y-%m-%d %H:%M:%S"),
        (timedelta(minutes=11), "%Y:%m:%d %H:%M:%S   "),
    ],
)
def test_stale_photo_is_refused_however_its_time_is_spelled(electric, ago, spelling):
    written = (NOW - ago).astimezone(CITY_ZONE).strftime(spelling)

    with pytest.raises(refusals.StalePhoto):
        driving.read(
            vehicle=electric,
            photo=timeless(electric.citizen, 1, NOW, exif(details={ORIGINAL: written})),
            odometer_m=START_M,
            now=NOW,
        )

    assert (OdometerReading.objects.count(), Photo.objects.get().used_at) == (0, None)


def test_photo_that_was_there_before_is_stale_at_once(electric):
    """Its camera does not say when it was taken, but it was saved eleven minutes ago."""
    sent = timeless(electric.citizen, 1, NOW, exif({CHANGED: said(NOW - timedelta(minutes=11))}))

    with pytest.raises(refusals.StalePhoto):
        driving.read(vehicle=electric, photo=sent, odometer_m=START_M, now=NOW)

    assert not OdometerReading.objects.exists()


def test_photo_saved_just_now_without_a_time_of_its_own_waits(electric):
    """Whoever saves an old photo once more changes it now."""
    read(electric, 1, shot, START_M, timedelta())
    now = NOW + HOURS
    saved = timeless(electric.citizen, 2, now, exif({CHANGED: said(now)}))
    driving.read(vehicle=electric, photo=saved, odometer_m=START_M + 20_000, now=now)

    assert OdometerReview.objects.waiting().count() == 1
    assert nothing_counted()


def test_what_nobody_could_accept_is_refused_at_once(car, electric):
    pledge = parked(car)
    with pytest.raises(refusals.KilometresDriven):
        finish(pledge, driven_m=3000)
    with pytest.raises(refusals.ReadingWentBack):
        finish(pledge, driven_m=-100)
    read(electric, 5, shot, START_M, timedelta())
    with pytest.raises(OutOfBounds):
        read(electric, 6, timeless, START_M + 5_000_000, HOURS)

    pledge.refresh_from_db()
    assert (pledge.status, OdometerReview.objects.count(), OdometerReading.objects.count()) == ("parked", 0, 1)


def test_pledge_that_waits_makes_room_for_the_next(car):
    waiting_pledge(car)

    assert pledges.declare(vehicle=car, days=1, now=LATER).status == "declared"


# The decision


def test_accepted_pledge_counts_as_if_it_had_not_waited(alice, desk, car):
    review = waiting_pledge(car)
    decided = LATER + timedelta(days=20)
    activity = reviewing.accept(review=review, by=desk, now=decided)
    score_everything(decided)

    activity.refresh_from_db()
    review.refresh_from_db()
    assert (activity.started_at, activity.ended_at) == (NOW, NOW + timedelta(hours=48))
    assert (activity.evidence, activity.assessment.grams, activity.assessment.credits) == ("photo", 4198, 419)
    assert (review.status, review.decided_by, review.decided_at, review.pledge.status) == (
        "accepted",
        desk,
        decided,
        "kept",
    )
    assert reviewing.act_of(review) == activity
    assert ActivityPhoto.objects.filter(activity_id=activity.pk).count() == 2
    assert statements.available(alice.pk, today=decided.date()) == 419


def test_accepted_drive_counts(desk, electric):
    review = waiting_drive(electric)
    activity = reviewing.accept(review=review, by=desk, now=NOW + HOURS)
    score_everything(NOW + HOURS)

    activity.refresh_from_db()
    assert activity.values == {"odometer_start_m": START_M, "odometer_end_m": START_M + 20_000}
    assert (activity.assessment.grams, OdometerReading.objects.latest("pk").activity_id) == (2394, activity.pk)


@pytest.mark.parametrize("reason", REASONS.begun)
def test_refused_pledge_counts_nothing_and_says_why(alice, desk, car, reason):
    review = reviewing.refuse(review=waiting_pledge(car), reason=reason, note="请重拍", by=desk, now=LATER)

    review.refresh_from_db()
    assert (review.status, review.reason, review.note, review.pledge.status) == ("refused", reason, "请重拍", "refused")
    assert nothing_counted()
    assert statements.available(alice.pk, today=TODAY) == 0


@pytest.mark.parametrize("first", ["accept", "refuse"])
@pytest.mark.parametrize("second", ["accept", "refuse"])
def test_what_is_decided_is_not_decided_again(desk, car, first, second):
    review = waiting_pledge(car)
    deeds = {
        "accept": lambda: reviewing.accept(review=review, by=desk, now=LATER),
        "refuse": lambda: reviewing.refuse(review=review, reason="unclear", note="", by=desk, now=LATER),
    }
    deeds[first]()
    before = OdometerReview.objects.values().get()

    with pytest.raises(refusals.ReviewIsOver):
        deeds[second]()

    assert OdometerReview.objects.values().get() == before
    assert Activity.objects.count() == (1 if first == "accept" else 0)


def test_who_gains_does_not_grant(alice, car):
    review = waiting_pledge(car)

    with pytest.raises(refusals.OwnReview):
        reviewing.accept(review=review, by=alice, now=LATER)
    with pytest.raises(refusals.OwnReview):
        reviewing.refuse(review=review, reason="unclear", note="", by=alice, now=LATER)

    review.refresh_from_db()
    assert (review.is_waiting, nothing_counted()) == (True, True)


def test_database_lets_nobody_grant_their_own(alice, car):
    waiting_pledge(car)

    with pytest.raises(IntegrityError), transaction.atomic():
        OdometerReview.objects.update(status="accepted", decided_by=alice, decided_at=LATER)


def test_what_another_has_counted_meanwhile_cannot_be_accepted(desk, electric):
    review = waiting_drive(electric)
    vehicles.unbind(vehicle=electric, now=NOW + HOURS)
    other = bind(make_citizen(), electric.plate, None, now=NOW + HOURS)
    read(other, 11, shot, START_M + 10_000, HOURS * 2)
    read(other, 12, shot, START_M + 30_000, HOURS * 3)

    with pytest.raises(CountedAlready):
        reviewing.accept(review=review, by=desk, now=NOW + HOURS * 4)

    review.refresh_from_db()
    assert (review.is_waiting, Activity.objects.get().citizen) == (True, other.citizen)


def test_erased_photo_can_only_be_refused(desk, car):
    review = waiting_pledge(car)
    Photo.objects.get(pk=review.pledge.end_photo_id).delete()

    with pytest.raises(refusals.PhotoIsGone):
        reviewing.accept(review=review, by=desk, now=LATER)

    assert nothing_counted()
    assert reviewing.refuse(review=review, reason="unclear", note="", by=desk, now=LATER).status == "refused"


def test_photo_of_before_this_was_asked_is_looked_at(car):
    """A pledge that was open at the release: nothing is known of when its first photo was taken."""
    pledge = parked(car)
    Photo.objects.update(taken_at=None, existed_at=None)

    assert finish(pledge, shot) is None
    assert OdometerReview.objects.waiting().count() == 1


# The pages


@pytest.fixture
def english(client, alice, time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
    client.force_login(alice)
    client.cookies["django_language"] = "en"


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def sent(seed: int, kilometres: str) -> dict[str, object]:
    picture = SimpleUploadedFile("1.jpg", photo(b"", seed=seed), "image/jpeg")
    return {"photo": picture, "reading_km": kilometres}


WHY = "One of its two photos does not say when it was taken, so a person looks at both."


@pytest.mark.usefixtures("english")
def test_citizen_sees_that_a_pledge_waits_and_what_became_of_it(client, car, desk, time_machine):
    pledge = parked(car)
    address = pledge.get_absolute_url()
    time_machine.move_to(LATER, tick=False)
    answer = client.post(address, sent(2, "52000"))

    assert (answer.status_code, answer.url) == (302, address)
    assert WHY in words(client.get(address).content.decode())
    reviewing.refuse(review=OdometerReview.objects.get(), reason="no_code", note="See you.", by=desk, now=LATER)
    page = words(client.get(address).content.decode())
    assert REASONS["no_code"]["en"] + " See you." in page
    assert WHY not in page


@pytest.mark.usefixtures("english")
def test_citizen_sees_that_a_drive_waits_and_what_became_of_it(client, electric, desk, time_machine):
    client.post(electric.get_absolute_url(), sent(1, "52000"))
    time_machine.move_to(NOW + HOURS, tick=False)
    client.post(electric.get_absolute_url(), sent(2, "52020"))

    assert WHY in words(client.get(electric.get_absolute_url()).content.decode())
    reviewing.refuse(review=OdometerReview.objects.get(), reason="unclear", note="", by=desk, now=NOW + HOURS)
    assert REASONS["unclear"]["en"] in words(client.get(electric.get_absolute_url()).content.decode())


def at_desk(client, user) -> None:
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"


def at_review(review: OdometerReview, deed: str = "") -> str:
    return f"/desk/review/{'pledge' if review.pledge_id else 'odometer'}/{review.public_id}/{deed}"


def decide(browser, review: OdometerReview, deed: str, **entered: str):
    page = browser.get(at_review(review))
    carries = carried_to(page, at_review(review, deed))
    return browser.post(at_review(review, deed), {**carries, **entered}, follow=True)


def test_desk_compares_the_codes_and_accepts(client, desk, car):
    review = waiting_pledge(car)
    at_desk(client, desk)
    page = words(client.get(at_review(review)).content.decode())
    for day in (NOW, LATER):
        assert pledges.code_of_the_day(review.pledge, day.astimezone(CITY_ZONE).date()) in page

    decide(client, review, "accept/")

    assert (OdometerReview.objects.get().status, Activity.objects.count()) == ("accepted", 1)


def test_desk_refuses_with_a_reason_alone(client, desk, car):
    review = waiting_pledge(car)
    at_desk(client, desk)

    decide(client, review, "refuse/")
    decide(client, review, "refuse/", reason="because")
    assert OdometerReview.objects.get().is_waiting
    assert REASONS["unclear"]["en"] in words(client.get(at_review(review)).content.decode())
    decide(client, review, "refuse/", reason="unclear", note="Again.")

    assert (OdometerReview.objects.get().status, nothing_counted()) == ("refused", True)


def test_drive_is_decided_alike(client, desk, electric):
    review = waiting_drive(electric)
    at_desk(client, desk)

    decide(client, review, "accept/")

    assert (OdometerReview.objects.get().status, Activity.objects.count()) == ("accepted", 1)


def test_citizen_and_staff_without_the_right_decide_nothing(client, alice, bob, car):
    review = waiting_pledge(car)
    bob.is_staff = True
    bob.save()
    for user in (alice, bob):
        at_desk(client, user)
        for deed in ("", "accept/", "refuse/"):
            assert client.post(at_review(review, deed), {"reason": "unclear"}).status_code in (302, 403, 405)
        assert client.get(at_review(review)).status_code in (302, 403)

    assert OdometerReview.objects.get().is_waiting


def test_trail_tells_who_decided_and_nothing_of_the_citizen(desk, car):
    reviewing.refuse(review=waiting_pledge(car), reason="unclear", note="Again.", by=desk, now=LATER)

    with connection.cursor() as cursor:
        cursor.execute("SELECT status, reason, decided_by_id FROM activities_odometerreviewevent")
        assert cursor.fetchall() == [("refused", "unclear", desk.pk)]
