"""A day on which the plate may not drive saves nothing, whoever tells of it, and whatever they say of such days."""

import json
from datetime import timedelta

import pytest

from activities.models import Activity, Assessment
from channels.household import pledges
from channels.household.refusals import OnlyRestrictedDays
from tests.channels.household.conftest import bind
from tests.conftest import RELEASED, score_everything

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MIDNIGHT = RELEASED - 12 * HOUR
FRIDAY = MIDNIGHT - 3 * DAY
"""The midnight with which Friday, 4 December 2026, begins in Chengdu."""
OUTSIDE = "pujiang"
"""A district outside the ring."""
A_DAY_G = 1049
"""What a typed day of a fuel car is worth."""


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(RELEASED, tick=False)


def send(client, headers, *, begun=FRIDAY, days=1, **claim):
    item = {
        "id": "idle",
        "scenario": "idle-car",
        "started_at": begun.isoformat(),
        "ended_at": (begun + days * DAY).isoformat(),
        "claim": {"odometer_start_m": 52_000_000, "odometer_end_m": 52_000_000, **claim},
    }
    body = json.dumps({"activities": [item]})
    headers = {**headers, "accept-language": "en"}
    answer = client.post("/api/v1/activities", body, content_type="application/json", headers=headers)
    [result] = answer.json()["results"]
    score_everything(RELEASED)
    return result


def fill_in(client, *, day, end_day):
    client.cookies["django_language"] = "en"
    readings = {"odometer_start_m": "52000", "odometer_end_m": "52000"}
    answer = client.post(
        "/act/idle-car/", {**readings, "day": day, "start": "00:00", "end_day": end_day, "end": "00:00"}
    )
    score_everything(RELEASED)
    return answer


def earned_g() -> int:
    return sum(Assessment.objects.values_list("grams", flat=True))


@pytest.mark.parametrize("said", [{}, {"restricted_days": 0}, {"restricted_days": -3}])
def test_it_saves_nothing_by_a_program(alice, client, token_of, said):
    car = bind(alice, now=RELEASED)
    with pytest.raises(OnlyRestrictedDays):
        pledges.declare(vehicle=car, days=1, now=FRIDAY)

    result = send(client, token_of(alice), **said)

    assert result["problem"]["code"] == "restricted_anyway"
    assert result["problem"]["detail"] == (
        "On these days your plate may not drive anyway, so leaving the car saves nothing."
    )
    assert not Activity.objects.exists()


def test_it_saves_nothing_by_the_form(alice, client):
    bind(alice, now=RELEASED)
    client.force_login(alice)

    page = fill_in(client, day="2026-12-04", end_day="2026-12-05")

    assert page.context["form"].non_field_errors() == [
        "On these days your plate may not drive anyway, so leaving the car saves nothing."
    ]
    assert not Activity.objects.exists()


def test_it_is_taken_off_the_days_beside_it_by_the_form(alice, client):
    """Thursday and Friday."""
    bind(alice, now=RELEASED)
    client.force_login(alice)

    fill_in(client, day="2026-12-03", end_day="2026-12-05")

    assert Activity.objects.get().values["restricted_days"] == 1
    assert earned_g() == A_DAY_G


@pytest.mark.parametrize("said", [{}, {"restricted_days": 0}, {"restricted_days": 2}])
def test_it_is_taken_off_whatever_a_program_says(alice, client, token_of, said):
    """Thursday and Friday."""
    bind(alice, now=RELEASED)

    assert send(client, token_of(alice), begun=FRIDAY - DAY, days=2, **said)["outcome"] == "recorded"

    assert Activity.objects.get().values["restricted_days"] == 1
    assert earned_g() == A_DAY_G


@pytest.mark.parametrize(
    ("plate", "district", "begun"),
    [("川A12345", "wuhou", FRIDAY + DAY), ("川A12346", "wuhou", FRIDAY), ("川A12345", OUTSIDE, FRIDAY)],
    ids=["another day", "another plate", "another district"],
)
def test_a_day_on_which_it_may_drive_counts_whatever_a_program_says(alice, client, token_of, plate, district, begun):
    bind(alice, plate, now=RELEASED, district=district)

    assert send(client, token_of(alice), begun=begun, restricted_days=1)["outcome"] == "recorded"

    assert "restricted_days" not in Activity.objects.get().values
    assert earned_g() == A_DAY_G


def test_the_same_day_sent_twice_is_one_act(alice, client, token_of):
    bind(alice, now=RELEASED)

    first, second = (send(client, token_of(alice), begun=FRIDAY - DAY, days=2, restricted_days=0) for _time in range(2))

    assert (first["outcome"], second["outcome"]) == ("recorded", "repeated")
    assert earned_g() == A_DAY_G


def test_a_year_whose_holidays_are_unknown_is_refused_in_words(alice, client, token_of, time_machine):
    """The first Friday of 2027."""
    bind(alice, now=RELEASED)
    new_year = FRIDAY + 28 * DAY
    time_machine.move_to(new_year + 3 * DAY, tick=False)

    result = send(client, token_of(alice), begun=new_year)

    assert result["problem"]["code"] == "holidays_unknown"
    assert not Activity.objects.exists()


def test_a_day_that_is_not_over_is_refused_for_that(alice, client, token_of):
    """Also one of a year of which nobody knows the holidays."""
    bind(alice, now=RELEASED)

    result = send(client, token_of(alice), begun=FRIDAY + 28 * DAY)

    assert result["problem"]["code"] == "in_the_future"
