"""Meters: bound once, read, and each period long enough is one act."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from activities.models import Activity
from activities.refusals import InTheFuture
from activities.things.refusals import CountedAlready
from channels.household import meters, refusals
from channels.household.models import Meter, MeterReading
from channels.household.photo_purposes import METER
from common.city_time import city_day
from evidence.models import Photo
from evidence.photos import take_in
from tests.conftest import NOW, score_everything
from tests.evidence.pictures import as_file, drawn

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

TODAY = city_day(NOW)
POWER = "electricity-saving"


def bind(citizen, *, kind: str = POWER, number: str = "5100 1234", said_yes_to=()) -> Meter:
    return meters.bind(citizen=citizen, kind=kind, number=number, people=3, said_yes_to=said_yes_to, now=NOW)


@pytest.fixture
def meter(alice) -> Meter:
    return bind(alice)


def shot(citizen, seed: int) -> Photo:
    return take_in(citizen=citizen, content=as_file(drawn(seed)), purpose=METER, now=NOW)


def enter(meter: Meter, ago: int, kwh: int, *, photo=None, last_year=None) -> MeterReading:
    day = TODAY - timedelta(days=ago)
    return meters.enter(meter=meter, day=day, amount=kwh * 1000, photo=photo, last_year=last_year, now=NOW)


def test_meter_is_bound_in_one_spelling(meter):
    assert (meter.number, meter.people, meter.method.code) == ("51001234", 3, POWER)


@pytest.mark.parametrize("code", ["photovoltaics", "third_tier"])
def test_household_that_the_method_leaves_out_is_told_why(alice, code):
    with pytest.raises(refusals.HouseholdLeftOut) as refused:
        bind(alice, said_yes_to=[code])

    with override("zh-hans"):
        assert refused.value.sentence in {each.reason["zh-hans"] for each in meters.meter_methods()[POWER].exclusions}
    assert not Meter.objects.exists()


def test_meter_of_another_is_refused_until_it_is_unbound(bob, meter):
    with pytest.raises(refusals.MeterTaken):
        bind(bob)
    assert Meter.objects.count() == 1

    meters.unbind(meter=meter, now=NOW)

    assert bind(bob).citizen == bob


def test_second_meter_of_a_kind_is_refused(alice, meter):
    with pytest.raises(refusals.MeterBound):
        bind(alice, number="99999")

    assert bind(alice, kind="water-saving").kind == "water-saving"


@pytest.mark.parametrize("number", ["", "123", "x" * 21, "电表"])
def test_what_is_no_number_is_refused(alice, number):
    with pytest.raises(refusals.NotAMeterNumber):
        bind(alice, number=number)


def test_period_against_last_years_bill_is_half_an_act(meter):
    first = enter(meter, 30, 5210)
    second = enter(meter, 0, 5300, last_year=100_000)
    score_everything()

    activity = Activity.objects.get()
    assert (first.activity_id, second.activity_id, activity.evidence) == (None, activity.pk, "self_declared")
    assert activity.values == {
        "reading_start_wh": 5_210_000,
        "reading_end_wh": 5_300_000,
        "reference_wh": 100_000,
        "people": 3,
    }
    assert activity.assessment.grams == 782


def test_photos_and_own_readings_make_it_whole(alice, meter):
    enter(meter, 60, 5110, photo=shot(alice, 1))
    enter(meter, 30, 5210, photo=shot(alice, 2), last_year=100_000)
    enter(meter, 0, 5300, photo=shot(alice, 3))
    score_everything()

    first, second = Activity.objects.order_by("pk")
    assert (first.evidence, second.evidence) == ("self_declared", "photo")
    assert (second.values["reference_wh"], second.assessment.grams) == (100_000, 1564)


def test_reference_is_asked_for_where_nobody_knows_it(meter):
    enter(meter, 30, 5210)

    with pytest.raises(refusals.ReferenceMissing):
        enter(meter, 0, 5300)

    assert MeterReading.objects.count() == 1
    assert not Activity.objects.exists()


def test_period_goes_on_until_it_is_long_enough(meter):
    enter(meter, 30, 5210)
    assert enter(meter, 15, 5255).activity_id is None

    reading = enter(meter, 0, 5300, last_year=100_000)

    activity = Activity.objects.get()
    assert reading.activity_id == activity.pk
    assert activity.values["reading_start_wh"] == 5_210_000


def test_reading_after_more_than_100_days_begins_anew(meter):
    enter(meter, 101, 5000)

    assert enter(meter, 0, 5300).activity_id is None


@pytest.mark.parametrize(
    ("ago", "kwh", "refusal"),
    [
        (30, 5300, refusals.ReadingNotLater),
        (31, 5300, refusals.ReadingNotLater),
        (0, 5209, refusals.ReadingWentBack),
        (-1, 5300, InTheFuture),
    ],
)
def test_reading_that_cannot_be_is_refused(meter, ago, kwh, refusal):
    enter(meter, 30, 5210)

    with pytest.raises(refusal):
        enter(meter, ago, kwh, last_year=100_000)

    assert MeterReading.objects.get().day == date(2026, 10, 24)
    assert not Activity.objects.exists()


ONE_METER = ["51001234", "0051001234", "№51001234", "No51001234", "NO 51001234", "no. 0051001234", "№ 5100-1234"]


@pytest.mark.parametrize("second", ONE_METER)
@pytest.mark.parametrize("first", ["51001234", "0051001234", "№51001234"])
def test_meter_is_one_citizens_at_a_time_however_its_number_is_typed(alice, bob, first, second):
    """With zeros before it, and with the sign of a number, as it is printed on the meter itself."""
    meters.bind(citizen=alice, kind="water-saving", number=first, people=3, said_yes_to=(), now=NOW)

    with pytest.raises(refusals.MeterTaken):
        meters.bind(citizen=bob, kind="water-saving", number=second, people=3, said_yes_to=(), now=NOW)

    assert Meter.objects.get().citizen == alice


@pytest.mark.parametrize("kept", ["NO51001234", "NO0051001234", "00051001234"])
def test_meter_that_was_bound_with_its_sign_is_taken(alice, bob, kept):
    """The sign was kept as a part of the number once."""
    Meter.objects.create(citizen=alice, kind="water-saving", number=kept, people=3, bound_at=NOW)

    with pytest.raises(refusals.MeterTaken):
        meters.bind(citizen=bob, kind="water-saving", number="51001234", people=3, said_yes_to=(), now=NOW)


@pytest.mark.parametrize("spelled", ONE_METER[1:])
def test_meter_counts_once_however_the_next_one_types_its_number(alice, bob, spelled):
    month_ago, today = city_day(NOW - timedelta(days=30)), city_day(NOW)
    alices = meters.bind(citizen=alice, kind="water-saving", number="51001234", people=3, said_yes_to=(), now=NOW)
    meters.enter(meter=alices, day=month_ago, amount=812_000, photo=None, last_year=None, now=NOW)
    meters.enter(meter=alices, day=today, amount=821_000, photo=None, last_year=10_000, now=NOW)
    meters.unbind(meter=alices, now=NOW)
    bobs = meters.bind(citizen=bob, kind="water-saving", number=spelled, people=3, said_yes_to=(), now=NOW)

    with pytest.raises(CountedAlready):
        meters.enter(meter=bobs, day=month_ago, amount=812_000, photo=None, last_year=None, now=NOW)

    assert Activity.objects.get().citizen == alice


def test_another_meter_that_only_ends_alike_is_free(alice, bob):
    meters.bind(citizen=alice, kind="water-saving", number="51001234", people=3, said_yes_to=(), now=NOW)

    for number in ("151001234", "N51001234"):
        meter = meters.bind(citizen=bob, kind="water-saving", number=number, people=3, said_yes_to=(), now=NOW)
        meters.unbind(meter=meter, now=NOW)
