"""Each check with an act that it speaks against, and an honest one beside it that it says nothing of."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from activities.gate.drafts import Draft
from activities.models import Activity, ActivityPhoto, Doubted
from activities.scoring.doubts import CHECKS, sentences
from activities.things import naming
from common.city_time import day_span
from evidence.models import Photo
from methodologies.base import Span
from scenarios.rules import Evidence
from tests.activities.doubting_rules import doubt_from_now_on
from tests.conftest import NOW, TODAY, make_citizen, record, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

DOUBTED = ("walking", "bike-share", "bus", "metro", "clean-plate", "ev-driving")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MIDNIGHT, _END = day_span(TODAY)


@pytest.fixture(autouse=True)
def _every_doubt_is_noted(catalogue):
    doubt_from_now_on(*DOUBTED, lower=None, review=None, refuse=None)


def found(citizen) -> list[str]:
    """The codes of what speaks against the citizen's last act."""
    score_everything()
    doubted = Doubted.objects.filter(activity=Activity.objects.of(citizen.pk).latest("pk")).first()
    return [doubt["code"] for doubt in doubted.doubts] if doubted else []


def journey(scenario: str, minute: float, minutes: int, *, days_ago: int = 1, **values) -> Draft:
    """Begun so many minutes after midnight, by default of yesterday."""
    begun = MIDNIGHT - days_ago * DAY + minute * MINUTE
    return Draft(scenario, Span.PERIOD, begun, begun + minutes * MINUTE, values, f"{scenario} {begun}")


def walks(*steps: int) -> list[Draft]:
    """A walk a day, the last one today."""
    return [walk(each, days_ago=len(steps) - 1 - place) for place, each in enumerate(steps)]


def rides(minutes: Iterable[float], metres: int = 2_000) -> list[Draft]:
    """A ride a day, the last one yesterday, begun so many minutes after midnight."""
    begun = list(minutes)
    return [
        journey("bike-share", minute, 12, days_ago=len(begun) - place, distance_m=metres + 37 * place)
        for place, minute in enumerate(begun)
    ]


TYPED, DEVICE, PROVIDER = Evidence.SELF_DECLARED, Evidence.DEVICE, Evidence.PROVIDER
USUAL = (6_100, 7_250, 5_480, 8_020, 6_960, 7_710)


@pytest.mark.parametrize(
    ("code", "doubtful", "honest", "evidence"),
    [
        (
            "fast",
            [journey("bike-share", 600, 10, distance_m=4_000)],
            [journey("bike-share", 600, 10, distance_m=3_000)],
            DEVICE,
        ),
        ("far", walks(52_000), walks(38_000), DEVICE),
        (
            "far",
            [journey("bike-share", 600, 60, distance_m=14_500)],
            [journey("bike-share", 600, 60, distance_m=11_000)],
            DEVICE,
        ),
        ("jump", walks(*USUAL, 41_000), walks(*USUAL, 16_500), DEVICE),
        ("at_the_limit", walks(*[14_800 + 31 * day for day in range(5)]), walks(14_900, 9_000, 17_000, 14_810), TYPED),
        (
            "two_places",
            [
                journey("bike-share", 600, 30, distance_m=5_000),
                journey("bus", 610, 30, distance_m=8_000),
            ],
            [
                journey("bike-share", 600, 12, distance_m=2_000),
                journey("bus", 610, 30, distance_m=8_000),
            ],
            DEVICE,
        ),
        (
            "many_journeys",
            [journey("bus", 360 + 60 * way, 20, distance_m=5_000) for way in range(11)],
            [journey("bus", 360 + 60 * way, 20, distance_m=5_000) for way in range(6)],
            DEVICE,
        ),
        (
            "no_trains",
            [journey("metro", 150, 30, origin="xipu", destination="chunxilu")],
            [journey("metro", 380, 40, origin="xipu", destination="chunxilu")],
            DEVICE,
        ),
        ("same_amount_told", walks(*[8_888] * 6), walks(8_888, 8_888, 8_888, 6_000, 7_000, 8_888), TYPED),
        ("same_amount_measured", walks(*[8_888] * 6), walks(8_888, 8_888, 8_889, 6_000, 7_000, 8_888), DEVICE),
        ("same_time", rides([517.5] * 6), rides([517.5, 510, 520.25, 517, 515, 525]), DEVICE),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_check_finds_what_it_looks_for_and_leaves_the_honest_alone(code, doubtful, honest, evidence):
    cheat, citizen = make_citizen(), make_citizen()
    record(cheat, *doubtful, evidence=evidence)
    record(citizen, *honest, evidence=evidence)

    assert code in found(cheat)
    assert found(citizen) == []


@pytest.mark.parametrize(("told_at", "is_doubtful"), [(NOW - 180 * MINUTE, True), (NOW, False)])
def test_steps_must_fit_into_the_time_since_midnight(alice, told_at, is_doubtful):
    """Forty thousand steps, at nine in the morning or at noon."""
    record(alice, walk(40_000), now=told_at)

    assert found(alice) == (["steps_since_midnight"] if is_doubtful else [])


def test_a_journey_that_another_proves_better_is_no_doubt_of_the_better_one(alice):
    record(alice, journey("bike-share", 600, 30, distance_m=5_000), evidence=TYPED)
    record(alice, journey("bus", 610, 30, distance_m=8_000), evidence=PROVIDER)

    assert found(alice) == []


def test_one_journey_told_twice_is_not_two(alice):
    record(alice, journey("bus", 600, 30, distance_m=8_000), evidence=TYPED)
    record(alice, journey("bus", 601, 30, distance_m=8_050), evidence=DEVICE)

    assert found(alice) == []


def test_the_same_line_at_the_same_time_by_an_operator_is_a_commute(alice):
    record(alice, *rides([517.5] * 6), evidence=PROVIDER)

    assert found(alice) == []


@pytest.mark.parametrize(
    ("photo", "codes"),
    [
        ({"taken_at": NOW, "is_uniform": False}, []),
        ({"taken_at": None, "existed_at": None, "is_uniform": False}, []),
        ({"taken_at": None, "existed_at": NOW, "is_uniform": False}, ["saved_again"]),
        ({"taken_at": NOW, "is_uniform": True}, ["blank"]),
    ],
)
def test_what_a_photo_tells_of_itself(alice, photo, codes):
    [outcome] = record(alice, Draft("clean-plate", Span.MOMENT, NOW, NOW, {}, "meal"), evidence=Evidence.PHOTO)
    kept = Photo.objects.create(
        citizen=alice, purpose="meal", width=9, height=9, size_bytes=9, received_at=NOW, used_at=NOW, **photo
    )
    ActivityPhoto.objects.create(photo=kept, activity_id=outcome.activity.pk)

    assert found(alice) == codes


@pytest.mark.parametrize(("people", "codes"), [(4, ["shared"]), (3, [])])
def test_a_car_that_half_the_house_drives_is_no_one_citizens(people, codes):
    car = naming.car_kilometres("川A·D12345")
    for place in range(people):
        driver, start_m = make_citizen(), 10_000_000 + 30_000 * place
        odometer = {"odometer_start_m": start_m, "odometer_end_m": start_m + 30_000}
        drive = journey("ev-driving", 600, 60, days_ago=people - place, **odometer)
        record(driver, replace(drive, things=(car,)), evidence=Evidence.PHOTO)

    assert found(driver) == codes


def test_every_check_has_a_sentence_for_the_citizen():
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    assert all(sentences([check.code]) == [str(check.sentence)] for check in CHECKS)
    assert sentences(["a check of before"]) == []
