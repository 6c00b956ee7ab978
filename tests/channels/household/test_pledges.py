"""Leaving a car: 49 h are two days, 23 h 59 min none, a third kilometre too many, a restricted day no saving."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from activities.models import Activity, ActivityPhoto
from activities.refusals import TooLate
from channels.household import pledges, refusals
from channels.household.models import Pledge, Vehicle
from channels.household.photo_purposes import ODOMETER
from credits import statements
from evidence.photos import take_in
from evidence.refusals import SamePhoto
from scenarios.refusals import HolidaysUnknown
from tests.channels.household.conftest import bind, shot
from tests.conftest import NOW, TODAY, score_everything
from tests.evidence.pictures import as_file, copied, drawn

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

START_M = 52_000_000


def parked(car: Vehicle, days: int = 2, now=NOW) -> Pledge:
    """A pledge whose first photo has just arrived."""
    pledge = pledges.declare(vehicle=car, days=days, now=now)
    return pledges.start(pledge=pledge, photo=shot(car.citizen, 1, now), odometer_m=START_M, now=now)


def finish(pledge: Pledge, *, after: timedelta, driven_m: int = 0, seed: int = 2) -> Activity:
    now = NOW + after
    photo = shot(pledge.citizen, seed, now)
    return pledges.finish(pledge=pledge, photo=photo, odometer_m=START_M + driven_m, now=now)


def assert_still_parked(pledge: Pledge) -> None:
    pledge.refresh_from_db()
    assert (pledge.status, pledge.ended_at, pledge.activity_id) == ("parked", None, None)
    assert not Activity.objects.exists()
    assert not ActivityPhoto.objects.exists()


def test_49_hours_are_two_days(alice, car):
    activity = finish(parked(car), after=timedelta(hours=49))
    score_everything(NOW + timedelta(hours=49))

    activity.refresh_from_db()
    assert (activity.evidence, activity.assessment.grams, activity.assessment.credits) == ("photo", 4198, 419)
    assert statements.available(alice.pk, today=TODAY) == 419


def test_act_knows_neither_plate_nor_pledge(car):
    pledge = parked(car)
    activity = finish(pledge, after=timedelta(hours=49), driven_m=400)

    pledge.refresh_from_db()
    assert activity.values == {"odometer_start_m": START_M, "odometer_end_m": START_M + 400}
    assert (activity.started_at, activity.ended_at) == (NOW, NOW + timedelta(hours=48))
    assert (pledge.status, pledge.activity_id, pledge.end_m) == ("kept", activity.pk, START_M + 400)
    assert pledge.ended_at == NOW + timedelta(hours=49)
    assert ActivityPhoto.objects.filter(activity_id=activity.pk).count() == 2


def test_23_hours_59_minutes_are_none_yet(car):
    pledge = parked(car)

    with pytest.raises(refusals.NotYetADay) as refused:
        finish(pledge, after=timedelta(hours=23, minutes=59))

    assert refused.value.facts == {"at": "2026-11-24T04:00:00+00:00"}
    with override("zh-hans"):
        assert refused.value.words() == {"at": "2026年11月24日 12:00"}
    assert_still_parked(pledge)
    assert pledges.first_day_done(pledge) == NOW + timedelta(hours=24)


def test_a_kilometre_more_is_taken(car):
    assert finish(parked(car), after=timedelta(hours=24), driven_m=1000).status == "pending"


@pytest.mark.parametrize(("driven_m", "km"), [(1100, "1.1"), (2000, "2"), (3000, "3")])
def test_a_further_kilometre_is_refused_with_the_reason(car, driven_m, km):
    pledge = parked(car)

    with pytest.raises(refusals.KilometresDriven) as refused:
        finish(pledge, after=timedelta(hours=49), driven_m=driven_m)

    assert refused.value.facts == {"km": km, "most": "1"}
    assert_still_parked(pledge)


def test_reading_below_the_first_is_refused(car):
    pledge = parked(car)

    with pytest.raises(refusals.ReadingWentBack):
        finish(pledge, after=timedelta(hours=49), driven_m=-100)

    assert_still_parked(pledge)


def test_restricted_day_is_taken_off(alice):
    tuesdays = bind(alice, "川A12342")

    activity = finish(parked(tuesdays, days=2), after=timedelta(hours=49))
    score_everything(NOW + timedelta(hours=49))

    activity.refresh_from_db()
    assert activity.values["restricted_days"] == 1
    assert activity.assessment.grams == 2099


def test_outside_of_the_ring_no_day_is_lost(alice):
    activity = finish(parked(bind(alice, "川A12342", district="jianyang"), days=2), after=timedelta(hours=49))

    assert "restricted_days" not in activity.values


def test_pledge_over_days_that_nobody_knows_is_refused_before_it_begins(alice):
    eve = datetime(2026, 12, 31, 4, tzinfo=UTC)
    fridays = bind(alice, "川A12345", now=eve)

    with pytest.raises(HolidaysUnknown):
        pledges.declare(vehicle=fridays, days=2, now=eve)

    assert not Pledge.objects.exists()
    assert pledges.declare(vehicle=bind(alice, "川A12341", now=eve), days=2, now=eve)


def test_three_days_with_a_restricted_one_are_two(alice):
    activity = finish(parked(bind(alice, "川A12342"), days=3), after=timedelta(hours=80))
    score_everything(NOW + timedelta(hours=80))

    activity.refresh_from_db()
    assert activity.assessment.grams == 4198


def test_day_on_which_the_plate_may_not_drive_is_no_pledge(alice):
    tuesdays = bind(alice, "川A12342")

    with pytest.raises(refusals.OnlyRestrictedDays):
        pledges.declare(vehicle=tuesdays, days=1, now=NOW)

    assert not Pledge.objects.exists()


def test_first_day_that_counts_comes_after_the_restricted_one(alice):
    pledge = parked(bind(alice, "川A12342"))

    with pytest.raises(refusals.NotYetADay) as refused:
        finish(pledge, after=timedelta(hours=25))

    assert refused.value.facts == {"at": "2026-11-25T04:00:00+00:00"}
    assert_still_parked(pledge)


def test_no_more_days_than_declared_count(car):
    activity = finish(parked(car, days=1), after=timedelta(hours=49))
    score_everything(NOW + timedelta(hours=49))

    activity.refresh_from_db()
    assert activity.assessment.grams == 2099


def test_copy_of_the_first_photo_is_refused(alice, car):
    pledge = parked(car)
    now = NOW + timedelta(hours=49)
    copy = take_in(citizen=alice, content=copied(as_file(drawn(1))), purpose=ODOMETER, now=now)

    with pytest.raises(SamePhoto):
        pledges.finish(pledge=pledge, photo=copy, odometer_m=START_M, now=now)

    assert_still_parked(pledge)


def test_photo_taken_an_hour_ago_is_refused(alice, car):
    pledge = pledges.declare(vehicle=car, days=1, now=NOW)
    photo = shot(alice, 1)
    photo.taken_at = NOW - timedelta(minutes=11)
    photo.save()

    with pytest.raises(refusals.StalePhoto):
        pledges.start(pledge=pledge, photo=photo, odometer_m=START_M, now=NOW)

    pledge.refresh_from_db()
    photo.refresh_from_db()
    assert (pledge.status, photo.used_at) == ("declared", None)


def test_second_pledge_waits_for_the_first(alice, car):
    pledge = parked(car)

    with pytest.raises(refusals.PledgeOpen):
        pledges.declare(vehicle=bind(alice, "川A12344"), days=1, now=NOW)

    assert list(Pledge.objects.all()) == [pledge]


def test_abandoned_pledge_is_closed_and_makes_room(car):
    pledge = pledges.abandon(pledge=parked(car))

    with pytest.raises(refusals.PledgeClosed):
        finish(pledge, after=timedelta(hours=49))
    with pytest.raises(refusals.PledgeClosed):
        pledges.abandon(pledge=pledge)
    assert not Activity.objects.exists()
    assert pledges.declare(vehicle=car, days=1, now=NOW).status == "declared"


def test_kept_pledge_is_not_kept_twice(car):
    pledge = parked(car)
    finish(pledge, after=timedelta(hours=49))

    with pytest.raises(refusals.PledgeClosed):
        finish(pledge, after=timedelta(hours=50), seed=3)

    assert Activity.objects.count() == 1


def test_second_photo_may_come_too_late(car):
    pledge = parked(car)

    with pytest.raises(TooLate):
        finish(pledge, after=timedelta(days=10))

    assert_still_parked(pledge)


def test_limits_are_those_of_the_rule():
    assert pledges.limits_on(NOW.date()) == pledges.Limits(most_days=2, most_km=Decimal(1))
    assert pledges.limits_on(date(2025, 12, 31)) is None


def test_code_is_another_each_day_and_for_each_pledge(alice, car):
    first = parked(car)
    days = [date(2026, 11, 23), date(2026, 11, 24)]
    codes = [pledges.code_of_the_day(first, day) for day in days]
    pledges.abandon(pledge=first)
    second = pledges.declare(vehicle=car, days=1, now=NOW)

    assert codes == [pledges.code_of_the_day(first, day) for day in days]
    assert {len(code) for code in codes} == {4}
    assert len({*codes, pledges.code_of_the_day(second, days[0])}) == 3
