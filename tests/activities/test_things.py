"""At the gate: what has counted of a thing counts for nobody else, and for its citizen at no other time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from accounts.pseudonyms import pseudonyms
from activities import audit, intake
from activities.gate.drafts import Draft
from activities.intake import Refused, Repeated
from activities.models import Activity, Assessment, CountedStretch, Status, Thing
from activities.things import naming
from activities.things.holding import counted_until
from channels.api.way_in import WAY_IN as API
from channels.form.way_in import WAY_IN as FORM
from credits import statements
from methodologies.base import Span
from scenarios.rules import Evidence
from tests.at_once import at_once
from tests.conftest import NOW, TODAY, record, score_everything

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLATE = "川AD12345"
START_M = 10_000_000


def drive(*, start_m: int = START_M, driven_m: int = 20_000, ago: timedelta = HOUR, client_id: str = "") -> Draft:
    """An hour at the wheel; only the kilometres are named, so that the time alone refuses nothing."""
    values = {"odometer_start_m": start_m, "odometer_end_m": start_m + driven_m}
    started_at = NOW - ago
    things = (naming.car_kilometres(PLATE),)
    return Draft("ev-driving", Span.PERIOD, started_at, started_at + HOUR, values, client_id, things)


def idle(*, ago: timedelta = 2 * DAY, plate: str = "川A12345") -> Draft:
    values = {"odometer_start_m": 52_000_000, "odometer_end_m": 52_000_000}
    started_at = NOW - ago
    return Draft("idle-car", Span.PERIOD, started_at, started_at + DAY, values, "", (naming.car_hours(plate),))


def month(*, used: int = 90_000, ago: int = 30, client_id: str = "") -> Draft:
    """Thirty days of one electricity meter, against a reference of 100 kWh."""
    values = {"reading_start_wh": 0, "reading_end_wh": used, "reference_wh": 100_000, "people": 3}
    started_at = NOW.replace(hour=16) - (ago + 1) * DAY
    things = (naming.meter("electricity-saving", "51001234"),)
    return Draft("electricity-saving", Span.PERIOD, started_at, started_at + 30 * DAY, values, client_id, things)


def code_of(outcome: object) -> str:
    return outcome.error.code if isinstance(outcome, Refused) else type(outcome).__name__.lower()


def told(citizen: User, *drafts: Draft, evidence: Evidence = Evidence.PHOTO) -> list[str]:
    return [code_of(outcome) for outcome in record(citizen, *drafts, evidence=evidence)]


def record_unnamed(citizen: User) -> list[intake.Outcome]:
    """A drive past every door, of no car."""
    drafts = [replace(drive(), things=())]
    return intake.record(citizen=citizen, drafts=drafts, channel=FORM, evidence=Evidence.PHOTO, now=NOW)


def findings() -> list[str]:
    """All but that a drive does not hold its time: here only its kilometres are named."""
    return [str(each) for each in audit.findings() if each.code != "act_holds_not_what_it_claims"]


def assert_sound() -> None:
    assert findings() == []


@pytest.mark.parametrize(
    ("start_m", "driven_m"), [(0, 20_000), (-5000, 6000), (19_999, 100), (5000, 1000), (-1000, 30_000)]
)
@pytest.mark.parametrize("later", [False, True])
def test_kilometres_that_overlap_are_refused_at_another_time(alice, bob, start_m, driven_m, later):
    record(alice, drive(ago=5 * HOUR), evidence=Evidence.PHOTO)
    if later:
        score_everything()
    overlapping = drive(start_m=START_M + start_m, driven_m=driven_m, ago=3 * HOUR)

    assert told(alice, overlapping) == ["counted_already"]
    assert told(bob, overlapping) == ["counted_already"]
    assert Activity.objects.count() == 1
    assert CountedStretch.objects.count() == 1


@pytest.mark.parametrize("start_m", [-20_000, 20_000])
def test_kilometres_before_and_behind_are_taken(alice, bob, start_m):
    record(alice, drive(ago=5 * HOUR), evidence=Evidence.PHOTO)

    assert told(bob, drive(start_m=START_M + start_m, ago=3 * HOUR)) == ["recorded"]


def test_kilometres_of_another_car_are_taken(alice, bob):
    record(alice, drive(), evidence=Evidence.PHOTO)

    assert told(bob, replace(drive(), things=(naming.car_kilometres("川AD54321"),))) == ["recorded"]


def test_better_proof_of_the_same_time_goes_on(alice):
    record(alice, drive(client_id="typed"), evidence=Evidence.SELF_DECLARED)
    score_everything()

    assert told(alice, drive(client_id="photos"), evidence=Evidence.PHOTO) == ["recorded"]
    score_everything()

    grams = list(Assessment.objects.order_by("activity_id").values_list("grams", flat=True))
    assert (len(grams), sum(grams)) == (2, 2394)
    assert_sound()


def test_same_act_again_is_repeated_and_holds_once(alice):
    [first] = record(alice, drive(client_id="a"), evidence=Evidence.PHOTO)
    [again] = record(alice, drive(client_id="a"), evidence=Evidence.PHOTO)

    assert again == Repeated(first.activity)
    assert CountedStretch.objects.count() == 1


def test_one_call_counts_nothing_at_two_times(alice):
    outcomes = told(
        alice,
        drive(ago=9 * HOUR, client_id="a"),
        drive(ago=7 * HOUR, client_id="b"),
        drive(ago=9 * HOUR, client_id="a"),
        drive(ago=5 * HOUR, start_m=START_M + 20_000, client_id="c"),
    )

    assert outcomes == ["recorded", "counted_already", "repeated", "recorded"]
    assert CountedStretch.objects.count() == 2


def test_what_was_rejected_holds_nothing(alice, bob):
    [outcome] = record(alice, drive(client_id="a"), evidence=Evidence.PHOTO)
    Activity.objects.filter(pk=outcome.activity.pk).update(status=Status.REJECTED, refusal="not_in_force")

    assert told(bob, drive()) == ["recorded"]


def test_rejected_act_is_not_tried_again_once_its_kilometres_count_for_another(alice, bob):
    [outcome] = record(alice, drive(client_id="a"), evidence=Evidence.PHOTO)
    _reject(outcome.activity)
    record(bob, drive(), evidence=Evidence.PHOTO)

    assert told(alice, drive(client_id="a")) == ["repeated"]

    outcome.activity.refresh_from_db()
    assert outcome.activity.status == Status.REJECTED
    score_everything()
    assert Assessment.objects.get().activity.citizen == bob
    assert_sound()


def test_rejected_act_whose_kilometres_are_free_is_tried_again(alice):
    [outcome] = record(alice, drive(client_id="a"), evidence=Evidence.PHOTO)
    _reject(outcome.activity)

    assert told(alice, drive(client_id="a")) == ["repeated"]

    outcome.activity.refresh_from_db()
    assert outcome.activity.status == Status.PENDING
    assert told(alice, drive(ago=5 * HOUR)) == ["counted_already"]


def test_period_in_which_nothing_was_saved_holds_nothing(alice, bob):
    record(alice, month(used=120_000), evidence=Evidence.PHOTO)
    score_everything()
    assert Assessment.objects.get().grams == 0

    assert told(bob, month()) == ["recorded"]
    score_everything()
    assert statements.available(bob.pk, today=TODAY) > 0
    assert_sound()


def test_period_that_waits_to_be_scored_holds(alice, bob):
    record(alice, month(used=120_000), evidence=Evidence.PHOTO)

    assert told(bob, month()) == ["counted_already"]


def test_drive_that_a_cap_cut_to_nothing_has_had_its_chance(alice):
    """Told for another day, it would come around the cap."""
    record(alice, drive(driven_m=100_000, ago=30 * HOUR), evidence=Evidence.PHOTO)
    record(alice, drive(start_m=START_M + 100_000, driven_m=60_000, ago=28 * HOUR), evidence=Evidence.PHOTO)
    record(alice, drive(start_m=START_M + 160_000, driven_m=10_000, ago=26 * HOUR), evidence=Evidence.PHOTO)
    score_everything()
    assert list(Assessment.objects.order_by("activity_id").values_list("grams", flat=True)) == [11_970, 5985, 0]

    assert told(alice, drive(start_m=START_M + 160_000, driven_m=10_000)) == ["counted_already"]


@pytest.mark.parametrize("later", [DAY, 120 * DAY])
def test_meter_and_car_are_counted_months_later(alice, bob, later):
    record(alice, month(), idle(), drive(), evidence=Evidence.PHOTO)

    outcomes = intake.record(
        citizen=bob, drafts=[month(), idle(), drive()], channel=API, evidence=Evidence.PROVIDER, now=NOW + later
    )

    assert [code_of(outcome) for outcome in outcomes] == ["counted_already"] * 3
    kinds = [outcome.error.facts["kind"] for outcome in outcomes if isinstance(outcome, Refused)]
    assert kinds == ["meter", "car_hours", "car_kilometres"]


def test_key_of_before_knows_what_was_counted_under_it(alice, bob, settings):
    record(alice, drive(), idle(), evidence=Evidence.PHOTO)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]

    assert told(bob, drive(), idle()) == ["counted_already"] * 2
    assert told(bob, drive(start_m=START_M + 20_000)) == ["recorded"]
    assert Thing.objects.count() == 2
    assert counted_until(naming.car_kilometres(PLATE)) == START_M + 40_000


def test_things_are_known_by_nothing_that_a_plate_tells(settings):
    digest = naming.car_hours(PLATE).digests[0]
    settings.SECRET_KEY = "another"

    assert naming.car_hours(PLATE).digests[0] != digest
    assert pseudonyms("a")[0] != pseudonyms("b")[0]
    assert naming.car_hours(PLATE).digests != naming.car_kilometres(PLATE).digests


def test_how_far_a_thing_has_counted(alice, bob):
    kilometres = naming.car_kilometres(PLATE)
    assert counted_until(kilometres) is None
    record(alice, drive(), evidence=Evidence.PHOTO)

    assert counted_until(kilometres) == START_M + 20_000
    assert counted_until(kilometres, besides=bob.pk) == START_M + 20_000
    assert counted_until(kilometres, besides=alice.pk) is None


def test_number_of_statements_does_not_grow_with_the_things(alice, django_assert_num_queries):
    record(alice, drive(start_m=0, driven_m=500))
    few = [drive(start_m=START_M + 1000 * number, driven_m=1000) for number in range(3)]
    many = [drive(start_m=2 * START_M + 1000 * number, driven_m=1000) for number in range(300)]

    with django_assert_num_queries(9):
        record(alice, *few)
    with django_assert_num_queries(9):
        record(alice, *many)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("draft", [drive(), idle(), month()])
def test_of_two_citizens_at_once_one_counts(alice, bob, draft):
    answers = at_once([lambda: told(alice, draft), lambda: told(bob, draft)] * 6)

    assert sorted(answers).count(["recorded"]) == 1
    assert Activity.objects.count() == CountedStretch.objects.count() == 1
    score_everything()
    assert_sound()


@pytest.mark.django_db(transaction=True)
def test_same_kilometres_at_many_times_at_once_count_once(alice):
    drafts = [drive(ago=(2 + 2 * number) * HOUR, client_id=f"drive-{number}") for number in range(12)]

    answers = at_once([lambda draft=draft: told(alice, draft) for draft in drafts])

    assert sorted(code for [code] in answers) == ["counted_already"] * 11 + ["recorded"]
    score_everything()
    assert Assessment.objects.get().grams == 2394


@pytest.mark.django_db(transaction=True)
def test_many_things_in_any_order_at_once_do_not_deadlock(alice, bob):
    plates = [f"川A1{number:04}" for number in range(40)]
    drafts = [replace(idle(plate=plate), client_id=plate) for plate in plates]

    answers = at_once([lambda: told(alice, *drafts), lambda: told(bob, *reversed(drafts))] * 4)

    assert all(isinstance(answer, list) for answer in answers)
    assert CountedStretch.objects.count() == 40


def test_database_lets_nothing_count_twice(alice, bob):
    [ours] = record(alice, drive(), evidence=Evidence.PHOTO)
    [theirs] = record_unnamed(bob)
    stretch = CountedStretch.objects.get()

    with pytest.raises(IntegrityError, match="counted_once"), transaction.atomic():
        CountedStretch.objects.create(
            activity_id=theirs.activity.pk, thing_id=stretch.thing_id, first=START_M + 10_000, last=START_M + 30_000
        )
    assert CountedStretch.objects.get().activity_id == ours.activity.pk


@pytest.mark.parametrize(("column", "name"), [("activity_id", "stretch_of_an_act"), ("thing_id", "stretch_of_a_thing")])
def test_stretch_names_an_act_and_a_thing(alice, column, name):
    [outcome] = record(alice, drive(), evidence=Evidence.PHOTO)
    stretch = CountedStretch.objects.get()
    numbers = {"activity_id": outcome.activity.pk, "thing_id": stretch.thing_id, "first": 0, "last": 1}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CountedStretch.objects.create(**{**numbers, column: 10**12})


@pytest.mark.django_db(transaction=True)
def test_database_takes_one_of_two_rows_at_once(alice, bob):
    thing = Thing.objects.create(digest=pseudonyms("a thing")[0])
    acts = [record_unnamed(citizen)[0].activity for citizen in (alice, bob)]

    def hold(act: Activity) -> CountedStretch:
        with transaction.atomic():
            return CountedStretch.objects.create(activity_id=act.pk, thing_id=thing.pk, first=0, last=10)

    answers = at_once([lambda: hold(acts[0]), lambda: hold(acts[1])])

    assert sorted(type(answer).__name__ for answer in answers) == ["CountedStretch", "IntegrityError"]
    assert CountedStretch.objects.count() == 1


def test_audit_names_what_has_counted_twice(alice, bob):
    record(alice, drive(), evidence=Evidence.PHOTO)
    [theirs] = record_unnamed(bob)
    score_everything()
    assert_sound()
    stretch = CountedStretch.objects.get()

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "INSERT INTO activities_countedstretch (activity_id, thing_id, first, last) VALUES (%s, %s, %s, %s)",
            [theirs.activity.pk, stretch.thing_id, stretch.first, stretch.last],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")

    assert findings() == [
        f"thing_counted_twice: thing {stretch.thing_id} by activities {stretch.activity_id} and {theirs.activity.pk}"
    ]


def _reject(activity: Activity) -> None:
    """As the scorer does with what it cannot read."""
    activity.status, activity.refusal = Status.REJECTED, "unreadable_rule"
    activity.save(update_fields=["status", "refusal"])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM activities_queuedact WHERE activity_id = %s", [activity.pk])
