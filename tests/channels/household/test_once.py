"""Each car and each meter counts once for everybody: by its page, by a form, by the API, whoever owns it by then."""

import json
from datetime import timedelta
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from activities.models import Activity, CountedStretch, Thing
from channels.household import driving, meters, pledges, vehicles
from channels.household.models import Meter, MeterReading, OdometerReading, Vehicle
from common.city_time import city_day, day_span
from common.errors import DomainError
from credits import audit as credits_audit
from credits import statements
from tests.audits import of_acts
from tests.channels.household.conftest import bind, shot
from tests.conftest import NOW, TODAY, score_everything
from tests.evidence.pictures import as_file, drawn

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

ELECTRIC = "川AD12345"
START_M = 10_000_000
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONTHLY = {
    "electricity-saving": ("wh", 5_210_000, 5_300_000, 100_000),
    "water-saving": ("l", 812_000, 821_000, 10_000),
    "gas-saving": ("l", 812_000, 821_000, 10_000),
}
"""By kind of meter: its small unit, two readings a month apart, the reference."""


def balance(citizen: User) -> int:
    return statements.available(citizen.pk, today=TODAY + timedelta(days=40))


def assert_books_are_sound() -> None:
    assert [*credits_audit.findings(), *of_acts()] == []


class Doors:
    """What a citizen does in a browser and by a program, at noon or later."""

    def __init__(self, client, token_of, time_machine) -> None:
        self.client, self.token_of, self.time_machine = client, token_of, time_machine
        self.at(NOW)

    def at(self, moment) -> None:
        self.time_machine.move_to(moment, tick=False)

    def form(self, citizen: User, code: str, typed: dict[str, str]):
        self.client.force_login(citizen)
        self.client.cookies["django_language"] = "en"
        return self.client.post(f"/act/{code}/", typed)

    def api(self, citizen: User, *items: dict[str, object], language: str = "en"):
        headers = {**self.token_of(citizen), "accept-language": language}
        body = json.dumps({"activities": items})
        answer = self.client.post("/api/v1/activities", body, content_type="application/json", headers=headers)
        return answer.json()["results"]


@pytest.fixture
def doors(client, token_of, time_machine) -> Doors:
    return Doors(client, token_of, time_machine)


def drive_item(number: int, *, ago: timedelta, start_m: int = START_M, driven_m: int = 20_000, **more) -> dict:
    """An hour's drive as a program sends it."""
    return {
        "id": f"drive-{number}",
        "scenario": "ev-driving",
        "started_at": (NOW - ago).isoformat(),
        "ended_at": (NOW - ago + HOUR).isoformat(),
        "claim": {"odometer_start_m": start_m, "odometer_end_m": start_m + driven_m},
        **more,
    }


def idle_item(number: int, *, ago: timedelta, **more) -> dict:
    """A day on which a car stood, as a program sends it."""
    return {
        "id": f"idle-{number}",
        "scenario": "idle-car",
        "started_at": (NOW - ago).isoformat(),
        "ended_at": (NOW - ago + DAY).isoformat(),
        "claim": {"odometer_start_m": 52_000_000, "odometer_end_m": 52_000_000},
        **more,
    }


def meter_of(citizen: User, kind: str, number: str = "5100 1234") -> Meter:
    return meters.bind(citizen=citizen, kind=kind, number=number, people=3, said_yes_to=(), now=NOW)


def enter(meter: Meter, ago: int, amount: int, *, last_year: int | None = None) -> MeterReading:
    day = TODAY - timedelta(days=ago)
    return meters.enter(meter=meter, day=day, amount=amount, photo=None, last_year=last_year, now=NOW)


def a_month(citizen: User, kind: str, number: str = "5100 1234") -> Meter:
    """A month of a meter, read twice and scored."""
    _unit, first, second, reference = MONTHLY[kind]
    meter = meter_of(citizen, kind, number)
    enter(meter, 30, first)
    enter(meter, 0, second, last_year=reference)
    score_everything()
    return meter


def typed_month(kind: str) -> dict[str, str]:
    unit, first, second, reference = MONTHLY[kind]
    return {
        f"reading_start_{unit}": str(first / 1000),
        f"reading_end_{unit}": str(second / 1000),
        f"reference_{unit}": str(reference / 1000),
        "people": "3",
        "day": (TODAY - timedelta(days=30)).isoformat(),
        "end_day": TODAY.isoformat(),
    }


def read(car: Vehicle, seed: int, odometer_m: int, *, after: timedelta) -> OdometerReading:
    now = NOW + after
    return driving.read(vehicle=car, photo=shot(car.citizen, seed, now), odometer_m=odometer_m, now=now)


# Meters


@pytest.mark.parametrize("number", ["51001234", "0051001234", "5100-1234"])
@pytest.mark.parametrize("kind", MONTHLY)
def test_period_of_a_meter_counts_once_whoever_binds_it(alice, bob, kind, number):
    meters.unbind(meter=a_month(alice, kind), now=NOW)
    earned = balance(alice)
    bobs = meter_of(bob, kind, number)

    with pytest.raises(DomainError) as refused:
        enter(bobs, 30, MONTHLY[kind][1])

    assert refused.value.code == "counted_already"
    assert not bobs.readings.exists()
    assert Activity.objects.get().citizen == alice
    assert (balance(alice), balance(bob)) == (earned, 0)
    assert earned > 0
    assert_books_are_sound()


def test_meter_goes_on_with_its_next_owner(alice, bob):
    meters.unbind(meter=a_month(alice, "water-saving"), now=NOW)
    bobs = meter_of(bob, "water-saving")
    enter(bobs, 0, 821_000)

    later = NOW + timedelta(days=30)
    day = city_day(later)
    meters.enter(meter=bobs, day=day, amount=830_000, photo=None, last_year=10_000, now=later)
    score_everything(later)

    assert [act.citizen for act in Activity.objects.order_by("pk")] == [alice, bob]
    assert balance(bob) > 0
    assert_books_are_sound()


def test_reading_from_before_its_owner_was_told_begins_no_period(alice, bob):
    """One that stood there when the time was counted for somebody else."""
    meters.unbind(meter=a_month(alice, "gas-saving"), now=NOW)
    bobs = meter_of(bob, "gas-saving")
    MeterReading.objects.create(meter=bobs, day=TODAY - 20 * DAY, amount=813_000, entered_at=NOW)

    assert enter(bobs, 0, 821_000).activity_id is None
    later = NOW + 30 * DAY
    reading = meters.enter(meter=bobs, day=city_day(later), amount=830_000, photo=None, last_year=10_000, now=later)

    act = Activity.objects.get(pk=reading.activity_id)
    assert (act.citizen, act.started_at) == (bob, day_span(TODAY)[0])


@pytest.mark.parametrize("kind", MONTHLY)
def test_typed_period_of_a_meter_counts_once(alice, bob, doors, kind):
    meters.unbind(meter=a_month(alice, kind), now=NOW)
    meter_of(bob, kind)

    page = doors.form(bob, kind, typed_month(kind))

    assert "This time of the meter has been counted already." in page.content.decode()
    assert Activity.objects.get().citizen == alice
    assert balance(bob) == 0


@pytest.mark.parametrize("kind", MONTHLY)
def test_typed_period_needs_a_meter(alice, doors, kind):
    page = doors.form(alice, kind, typed_month(kind))

    assert f"/me/meters/new/{kind}/" in page.content.decode()
    assert not Activity.objects.exists()
    meter_of(alice, kind)
    assert doors.form(alice, kind, typed_month(kind)).status_code == 302
    assert Activity.objects.get().citizen == alice


def test_period_by_a_program_needs_a_meter_too(alice, doors):
    started_at, ended_at = day_span(TODAY - 30 * DAY)[0], day_span(TODAY)[0]
    item = {
        "id": "power",
        "scenario": "electricity-saving",
        "started_at": started_at.isoformat(),
        "ended_at": ended_at.isoformat(),
        "claim": {
            "reading_start_wh": 5_210_000,
            "reading_end_wh": 5_300_000,
            "reference_wh": 100_000,
            "people": 3,
        },
    }

    [result] = doors.api(alice, item)

    assert result["outcome"] == "refused"
    assert not Activity.objects.exists()


# Electric cars


def drive(car: Vehicle, *, after: timedelta = timedelta(), seed: int = 1, driven_m: int = 149_000) -> OdometerReading:
    """Two photos of an odometer, three hours apart."""
    read(car, seed, START_M, after=after)
    return read(car, seed + 1, START_M + driven_m, after=after + 3 * HOUR)


def test_kilometres_count_once_on_monday_and_not_again_on_tuesday(alice):
    car = bind(alice, ELECTRIC, None)
    drive(car)
    vehicles.unbind(vehicle=car, now=NOW + 4 * HOUR)
    again = bind(alice, ELECTRIC, None, now=NOW + 4 * HOUR)

    with pytest.raises(DomainError) as refused:
        read(again, 3, START_M, after=DAY)

    assert refused.value.code == "counted_already"
    assert not again.readings.exists()
    score_everything(NOW + 2 * DAY)
    assert Activity.objects.get().assessment.grams > 0
    assert_books_are_sound()


def test_kilometres_count_once_whoever_binds_the_car(alice, bob):
    car = bind(alice, ELECTRIC, None)
    drive(car)
    vehicles.unbind(vehicle=car, now=NOW + 4 * HOUR)
    bobs = bind(bob, ELECTRIC, None, now=NOW + 4 * HOUR)

    with pytest.raises(DomainError) as refused:
        read(bobs, 3, START_M + 100_000, after=5 * HOUR)

    assert refused.value.code == "counted_already"
    assert not bobs.readings.exists()
    # From where it stands now the car goes on.
    read(bobs, 4, START_M + 149_000, after=6 * HOUR)
    assert read(bobs, 5, START_M + 160_000, after=7 * HOUR).activity_id is not None
    assert [act.citizen for act in Activity.objects.order_by("pk")] == [alice, bob]


def test_kilometres_by_a_program_count_once_at_two_times(alice, doors):
    bind(alice, ELECTRIC, None)

    first, again, overlapping, after = doors.api(
        alice,
        drive_item(1, ago=30 * HOUR, driven_m=20_000),
        drive_item(2, ago=5 * HOUR, driven_m=20_000),
        drive_item(3, ago=3 * HOUR, start_m=START_M + 19_900, driven_m=5000),
        drive_item(4, ago=HOUR, start_m=START_M + 20_000, driven_m=5000),
    )

    assert [each["outcome"] for each in (first, again, overlapping, after)] == [
        "recorded",
        "refused",
        "refused",
        "recorded",
    ]
    assert again["problem"]["code"] == "counted_already"
    assert again["problem"]["detail"] == (
        "These kilometres of the car have been counted already. Each counts once, whoever reports it."
    )
    [later] = doors.api(alice, drive_item(5, ago=4 * HOUR, driven_m=1000), language="zh-hans")
    assert later["problem"]["detail"] == "这辆车的这段里程已经计入过。每一公里只计一次，不论由谁填报。"
    assert Activity.objects.count() == 2


def test_car_of_two_citizens_counts_for_one_of_them(alice, bob, doors):
    car = bind(alice, ELECTRIC, None)
    doors.api(alice, drive_item(1, ago=5 * HOUR))
    vehicles.unbind(vehicle=car, now=NOW)
    bind(bob, ELECTRIC, None)

    same, at_the_same_time, another = doors.api(
        bob,
        drive_item(1, ago=5 * HOUR),
        drive_item(2, ago=5 * HOUR, start_m=START_M + 20_000),
        drive_item(3, ago=3 * HOUR, start_m=START_M + 20_000),
    )

    assert [each["problem"]["code"] for each in (same, at_the_same_time)] == ["counted_already"] * 2
    assert "alice" not in json.dumps([same, at_the_same_time]).lower()
    assert another["outcome"] == "recorded"
    assert Activity.objects.filter(citizen=bob).count() == 1


def test_what_a_program_sends_again_is_repeated_after_the_car_was_unbound(alice, doors):
    car = bind(alice, ELECTRIC, None)
    [first] = doors.api(alice, drive_item(1, ago=5 * HOUR))
    vehicles.unbind(vehicle=car, now=NOW)

    again, another = doors.api(alice, drive_item(1, ago=5 * HOUR), drive_item(2, ago=2 * HOUR))

    assert (again["outcome"], again["activity"]) == ("repeated", first["activity"])
    assert another["problem"]["code"] == "car_not_bound"
    assert Activity.objects.count() == 1


def test_car_must_be_the_citizens_own(alice, bob, doors):
    bind(bob, ELECTRIC, None)

    unnamed, named = doors.api(alice, drive_item(1, ago=5 * HOUR), drive_item(2, ago=5 * HOUR, plate=ELECTRIC))

    assert (unnamed["problem"]["code"], named["problem"]["code"]) == ("car_not_bound", "car_not_bound")
    assert named["problem"]["pointer"] == "/plate"
    assert not Activity.objects.exists()


def test_one_of_several_cars_is_named_by_its_plate(alice, doors):
    bind(alice, ELECTRIC, None)
    bind(alice, "川AD54321", None)
    bind(alice)

    unnamed, named, other, fuel, odd = doors.api(
        alice,
        drive_item(1, ago=9 * HOUR),
        drive_item(2, ago=9 * HOUR, plate="川a·d12345"),
        drive_item(3, ago=5 * HOUR, plate="川AD54321"),
        drive_item(4, ago=3 * HOUR, plate="川A12345"),
        drive_item(5, ago=3 * HOUR, plate=7),
    )

    assert [each["outcome"] for each in (named, other)] == ["recorded"] * 2
    assert unnamed["problem"]["code"] == "car_not_named"
    assert fuel["problem"]["code"] == "car_does_not_fit"
    assert (odd["problem"]["code"], odd["problem"]["pointer"]) == ("unreadable_item", "/plate")


def test_plate_is_in_no_act(alice, doors):
    bind(alice, ELECTRIC, None)

    doors.api(alice, drive_item(1, ago=5 * HOUR, plate=ELECTRIC))

    assert ELECTRIC not in json.dumps(Activity.objects.values("values", "public_id", "refusal").get())


def test_typed_drive_needs_a_car_and_says_where_to_bind_it(alice, doors):
    typed = {
        "odometer_start_m": "10000",
        "odometer_end_m": "10020",
        "day": TODAY.isoformat(),
        "start": "08:00",
        "minutes": "60",
    }

    page = doors.form(alice, "ev-driving", typed)

    assert "/me/vehicles/new/" in page.content.decode()
    assert not Activity.objects.exists()
    bind(alice, ELECTRIC, None)
    assert doors.form(alice, "ev-driving", typed).status_code == 302
    again = doors.form(alice, "ev-driving", {**typed, "start": "10:00"})
    assert "These kilometres of the car have been counted already." in again.content.decode()
    assert Activity.objects.count() == 1


def test_form_asks_which_car_where_there_are_several(alice, doors, client):
    bind(alice)
    # One that may drive on Monday.
    other = bind(alice, "川A54322")
    typed = {
        "odometer_start_m": "52000",
        "odometer_end_m": "52000",
        "day": (TODAY - DAY).isoformat(),
        "start": "11:00",
        "end_day": TODAY.isoformat(),
        "end": "11:00",
    }

    unnamed = doors.form(alice, "idle-car", typed)
    assert unnamed.context["form"].errors["plate"] == ["Choose the car."]
    assert not Activity.objects.exists()
    assert doors.form(alice, "idle-car", {**typed, "plate": other.plate}).status_code == 302
    # The other car may stand as well; the same one has been counted.
    assert doors.form(alice, "idle-car", {**typed, "plate": "川A99999"}).status_code == 200
    assert Activity.objects.count() == 1


def test_months_later_the_kilometres_are_still_counted(alice, bob, doors):
    car = bind(alice, ELECTRIC, None)
    doors.api(alice, drive_item(1, ago=5 * HOUR))
    score_everything()
    vehicles.unbind(vehicle=car, now=NOW)
    bind(bob, ELECTRIC, None)
    doors.at(NOW + 150 * DAY)

    [result] = doors.api(bob, drive_item(1, ago=5 * HOUR - 150 * DAY))

    assert result["problem"]["code"] == "counted_already"


def test_better_proof_of_the_same_drive_is_not_refused(alice, doors):
    car = bind(alice, ELECTRIC, None)
    read(car, 1, START_M, after=timedelta())
    doors.at(NOW + 3 * HOUR)
    typed = {
        "odometer_start_m": "10000",
        "odometer_end_m": "10020",
        "day": TODAY.isoformat(),
        "start": "12:30",
        "minutes": "60",
    }
    assert doors.form(alice, "ev-driving", typed).status_code == 302

    assert read(car, 2, START_M + 20_000, after=3 * HOUR).activity_id is not None

    score_everything(NOW + 3 * HOUR)
    grams = [act.assessment.grams for act in Activity.objects.order_by("pk").select_related("assessment")]
    assert sum(grams) == 2394


# Cars that stand


def test_idle_day_counts_once_whoever_binds_the_car(alice, bob, doors):
    car = bind(alice)
    doors.api(alice, idle_item(1, ago=2 * DAY))
    vehicles.unbind(vehicle=car, now=NOW)
    bind(bob)

    same, overlapping, next_day = doors.api(
        bob, idle_item(1, ago=2 * DAY), idle_item(2, ago=2 * DAY - HOUR), idle_item(3, ago=DAY)
    )

    assert [each["problem"]["code"] for each in (same, overlapping)] == ["counted_already"] * 2
    assert same["problem"]["detail"] == (
        "This car has been counted for this time already. Each hour of a car counts once, whoever reports it."
    )
    assert next_day["outcome"] == "recorded"
    assert Activity.objects.filter(citizen=bob).count() == 1


def test_pledge_over_what_was_counted_by_another_door_is_refused(alice, bob, car, doors):
    pledge = pledges.declare(vehicle=car, days=1, now=NOW)
    pledges.start(pledge=pledge, photo=shot(alice, 1), odometer_m=52_000_000, now=NOW)
    # As if the plate had been somebody else's while it stood.
    Vehicle.objects.filter(pk=car.pk).update(unbound_at=NOW)
    bind(bob)
    doors.at(NOW + DAY)
    doors.api(bob, idle_item(1, ago=timedelta()))
    now = NOW + DAY + HOUR

    with pytest.raises(DomainError) as refused:
        pledges.finish(pledge=pledge, photo=shot(alice, 2, now), odometer_m=52_000_000, now=now)

    assert refused.value.code == "counted_already"
    pledge.refresh_from_db()
    assert (pledge.status, Activity.objects.get().citizen) == ("parked", bob)


def test_page_of_a_car_tells_in_a_sentence(alice, client, time_machine, doors):
    car = bind(alice, ELECTRIC, None)
    drive(car)
    vehicles.unbind(vehicle=car, now=NOW + 4 * HOUR)
    again = bind(alice, ELECTRIC, None, now=NOW + 4 * HOUR)
    doors.at(NOW + DAY)
    client.force_login(alice)
    client.cookies["django_language"] = "zh-hans"
    picture = SimpleUploadedFile("1.jpg", as_file(drawn(9)), "image/jpeg")
    page = client.post(again.get_absolute_url(), {"photo": picture, "reading_km": "10000"}).content.decode()

    assert "这辆车的这段里程已经计入过。" in page
    assert not again.readings.exists()


# What was counted before anybody kept it


def test_what_cars_and_meters_have_counted_is_written_down(alice, bob):
    a_month(alice, "gas-saving", "0051001234")
    drive(bind(alice, ELECTRIC, None))
    pledge = pledges.declare(vehicle=bind(bob), days=1, now=NOW)
    pledges.start(pledge=pledge, photo=shot(bob, 8), odometer_m=52_000_000, now=NOW)
    later = NOW + DAY + HOUR
    pledges.finish(pledge=pledge, photo=shot(bob, 9, later), odometer_m=52_000_000, now=later)
    columns = ("activity_id", "first", "last")
    held = list(CountedStretch.objects.order_by(*columns).values_list(*columns))
    assert len(held) == 4
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM activities_countedstretch")
        cursor.execute("DELETE FROM activities_thing")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert "household_act_counts_no_thing" in {finding.code for finding in of_acts()}

    as_it_was = MigrationExecutor(connection).loader.project_state(("activities", "0021_after_the_seal")).apps
    import_module("activities.migrations.0015_things_counted_before").write_down(as_it_was, None)

    assert list(CountedStretch.objects.order_by(*columns).values_list(*columns)) == held
    assert Thing.objects.count() == 4
    score_everything(later)
    assert_books_are_sound()


def test_audit_names_a_car_and_a_meter_that_were_counted_for_two(alice, bob):
    """By their plate and number alone, as in books of before."""
    meters.unbind(meter=a_month(alice, "water-saving"), now=NOW)
    bobs = meter_of(bob, "water-saving")
    first, second = a_month(bob, "gas-saving", "99999").readings.order_by("day")
    # Bob's month of gas becomes one of alice's meter.
    bobs.readings.create(day=second.day, amount=1, entered_at=NOW, activity_id=second.activity_id)

    [finding] = [each for each in of_acts() if each.code == "car_or_meter_counted_twice"]

    numbers = sorted(Activity.objects.values_list("pk", flat=True))
    assert finding.detail == f"one car or meter by activities {numbers[0]} and {numbers[1]} of two citizens at one time"
    assert first.activity_id is None
