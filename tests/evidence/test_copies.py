"""Wherever a photo proves something, a copy of it proves nothing more: whoever sends it, and for whatever."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count, product

import pytest
from PIL import Image

from accounts.models import User
from activities.models import Activity
from channels.household import driving, meters, pledges, vehicles
from channels.household.models import MeterReading, OdometerReading, Pledge
from channels.household.photo_purposes import METER, ODOMETER
from channels.photo_reports import reporting
from channels.photo_reports.models import PhotoReport, PlaceSource
from channels.photo_reports.photo_purposes import PHOTO_REPORT
from common.city_time import city_day
from evidence.models import Photo
from evidence.photos import take_in
from evidence.purposes import Purpose
from evidence.refusals import SamePhoto, ShowsNothing
from tests.at_once import at_once
from tests.conftest import NOW
from tests.evidence.pictures import as_file, copied, drawn

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

NUMBERS = count()
START_M = 52_000_000


def taken(citizen: User, content: bytes, purpose: Purpose, now: datetime) -> Photo:
    return take_in(citizen=citizen, content=content, purpose=purpose, now=now)


def as_report(citizen: User, content: bytes, now: datetime) -> None:
    photo = taken(citizen, content, PHOTO_REPORT, now)
    reporting.send(
        photo=photo,
        category="litter",
        words="",
        place=None,
        place_source=PlaceSource.MAP,
        despite_nearby=False,
        now=now,
    )


def as_first_of_a_pledge(citizen: User, content: bytes, now: datetime) -> None:
    pledge = _pledged(citizen, now)
    pledges.start(pledge=pledge, photo=taken(citizen, content, ODOMETER, now), odometer_m=START_M, now=now)


def as_second_of_a_pledge(citizen: User, content: bytes, now: datetime) -> None:
    pledge, begun = _pledged(citizen, now - timedelta(days=1)), now - timedelta(days=1)
    own = taken(citizen, as_file(drawn(900 + next(NUMBERS))), ODOMETER, begun)
    pledges.start(pledge=pledge, photo=own, odometer_m=START_M, now=begun)
    pledges.finish(pledge=pledge, photo=taken(citizen, content, ODOMETER, now), odometer_m=START_M, now=now)


def as_reading_of_a_car(citizen: User, content: bytes, now: datetime) -> None:
    car = vehicles.bind(citizen=citizen, plate=f"川AD1000{next(NUMBERS) % 10}", engine_ml=None, district="", now=now)
    driving.read(vehicle=car, photo=taken(citizen, content, ODOMETER, now), odometer_m=START_M, now=now)


def as_reading_of_a_meter(citizen: User, content: bytes, now: datetime) -> None:
    meter = meters.bind(
        citizen=citizen, kind="gas-saving", number=f"70{next(NUMBERS):06}", people=3, said_yes_to=(), now=now
    )
    photo = taken(citizen, content, METER, now)
    meters.enter(meter=meter, day=city_day(now), amount=812_000, photo=photo, last_year=None, now=now)


def _pledged(citizen: User, now: datetime) -> Pledge:
    number = next(NUMBERS)
    car = vehicles.bind(
        citizen=citizen, plate=f"川A{10_000 + 10 * (number % 1000)}", engine_ml=1498, district="wuhou", now=now
    )
    return pledges.declare(vehicle=car, days=1, now=now)


READINGS: list[Callable[[User, bytes, datetime], None]] = [
    as_first_of_a_pledge,
    as_second_of_a_pledge,
    as_reading_of_a_car,
    as_reading_of_a_meter,
]
"""Where nobody looks at the photo: what it shows must be seen on it, once."""
USES = [as_report, *READINGS]


def kept() -> dict[str, list[object]]:
    """What photos prove."""
    return {
        "used": list(Photo.objects.exclude(used_at=None).order_by("pk").values_list("pk", flat=True)),
        "reports": list(PhotoReport.objects.values_list("pk", flat=True)),
        "pledges": list(Pledge.objects.filter(end_photo__isnull=False).values_list("pk", flat=True)),
        "odometers": list(OdometerReading.objects.values_list("pk", flat=True)),
        "meters": list(MeterReading.objects.values_list("pk", flat=True)),
        "acts": list(Activity.objects.values_list("pk", flat=True)),
    }


@pytest.mark.parametrize(("first", "second"), list(product(USES, USES)))
def test_copy_of_a_photo_proves_nothing_elsewhere(alice, bob, first, second):
    content = as_file(drawn(1))
    first(alice, content, NOW)
    before = kept()

    with pytest.raises(SamePhoto):
        second(bob, copied(content), NOW + timedelta(hours=1))

    after = kept()
    # The second photo of a pledge comes after a first one, which is used.
    assert {**after, "used": after["used"][: len(before["used"])]} == before
    assert not Activity.objects.filter(citizen=bob).exists()


@pytest.mark.parametrize("use", READINGS)
def test_photo_that_shows_nearly_nothing_shows_no_reading(alice, use):
    black = as_file(Image.new("RGB", (400, 300), (3, 4, 3)))

    with pytest.raises(ShowsNothing):
        use(alice, black, NOW)

    assert not OdometerReading.objects.exists()
    assert not MeterReading.objects.exists()
    assert not Activity.objects.exists()


def test_desk_may_look_at_a_report_that_shows_nearly_nothing(alice):
    as_report(alice, as_file(Image.new("RGB", (400, 300), (120, 124, 122))), NOW)

    assert PhotoReport.objects.get().photo.is_uniform


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("first", "second"), [(as_reading_of_a_meter, as_reading_of_a_car), (as_report, as_first_of_a_pledge)]
)
def test_of_two_copies_at_once_one_proves_something(alice, bob, first, second):
    content = as_file(drawn(1))

    answers = at_once([lambda: first(alice, content, NOW), lambda: second(bob, copied(content), NOW)])

    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "SamePhoto"]
    assert Photo.objects.exclude(used_at=None).count() == 1
