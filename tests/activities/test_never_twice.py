"""What happened once counts once: each row of docs/scoring.md in both orders of arrival, and both at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.db.models import Sum

from accounts.models import User
from activities.gate.drafts import Draft
from activities.models import Assessment
from activities.things import naming
from channels.household.binding import things_of_car
from methodologies.base import Span
from scenarios.rules import Evidence
from tests.activities.test_best_counting import assert_books_are_sound, at_venue, bus, idle, meal, metro
from tests.at_once import at_once
from tests.conftest import NOW, make_citizen, record, ride, score_everything, walk
from tests.house.test_docs import SCORING, Row, example, number

TYPED, PHOTO, DEVICE, OPERATOR = Evidence
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLATE = "川AD12345"
ROWS = example(SCORING, "twice")


class Told(NamedTuple):
    """Somebody tells of an act; of the two that tell, `of` says which one."""

    draft: Draft
    evidence: Evidence
    of: int = 0


def drive(**more: str) -> Draft:
    """Twenty kilometres in two hours."""
    values = {"odometer_start_m": 10_000_000, "odometer_end_m": 10_020_000}
    started_at = NOW - 3 * HOUR
    things = things_of_car("ev-driving", PLATE)
    return Draft("ev-driving", Span.PERIOD, started_at, started_at + 2 * HOUR, values, things=things, **more)


def stood() -> Draft:
    """A day in which the car of that plate is driven, too."""
    return replace(idle(ago=DAY), things=things_of_car("idle-car", PLATE))


def month() -> Draft:
    """Thirty days of one meter, ten kilowatt-hours saved."""
    values = {"reading_start_wh": 0, "reading_end_wh": 90_000, "reference_wh": 100_000, "people": 3}
    started_at = NOW.replace(hour=16) - 31 * DAY
    things = (naming.meter("electricity-saving", "51001234"),)
    return Draft("electricity-saving", Span.PERIOD, started_at, started_at + 30 * DAY, values, "", things)


def order() -> Draft:
    """A ride as its operator numbers it."""
    return replace(ride(2000), things=(naming.record("bike-share", "order-2026-1"),))


CASES: dict[str, tuple[Told, Told]] = {
    "a metro journey, typed and in a file": (Told(metro(), TYPED), Told(metro(), DEVICE)),
    "a metro journey, in a file and from its operator": (
        Told(metro(name="file-1"), DEVICE),
        Told(metro(ago=HOUR - timedelta(minutes=1), name="order-1"), OPERATOR),
    ),
    "a bus ride during a metro journey": (Told(bus(), DEVICE), Told(metro(), DEVICE)),
    "a metro journey during an idle day": (Told(metro(), DEVICE), Told(idle(), PHOTO)),
    "a ride into an idle day": (
        Told(ride(2000, ago=DAY + timedelta(minutes=5)), DEVICE),
        Told(idle(), PHOTO),
    ),
    "driving an electric car that is said to stand": (Told(drive(), PHOTO), Told(stood(), PHOTO)),
    "a meal, typed and from the restaurant": (Told(meal(), TYPED), Told(meal(), OPERATOR)),
    "five cartons, typed and from the station": (
        Told(at_venue(name="typed"), TYPED),
        Told(at_venue(ago=HOUR - timedelta(minutes=5), name="station"), OPERATOR),
    ),
    "the steps of a day, from a phone and a watch": (
        Told(walk(8000, client_id="phone"), DEVICE),
        Told(walk(9000, client_id="watch"), DEVICE),
    ),
    "a month of one meter, by two households": (Told(month(), PHOTO), Told(month(), PHOTO, of=1)),
    "kilometres of one car, by two people": (Told(drive(), PHOTO), Told(drive(), PHOTO, of=1)),
    "an order of a bike, in two people’s files": (Told(order(), DEVICE), Told(order(), DEVICE, of=1)),
}

pytestmark = pytest.mark.usefixtures("catalogue", "budget")
Order = Callable[[Told, Told, list[User]], None]


def tell(told: Told, people: list[User]) -> None:
    record(people[told.of], told.draft, evidence=told.evidence)


def first_one(one: Told, other: Told, people: list[User]) -> None:
    for told in (one, other):
        tell(told, people)
        score_everything()


def then_the_other(one: Told, other: Told, people: list[User]) -> None:
    first_one(other, one, people)


def one_batch(one: Told, other: Told, people: list[User]) -> None:
    tell(one, people)
    tell(other, people)
    score_everything()


def both_at_once(one: Told, other: Told, people: list[User]) -> None:
    at_once([lambda: first_one(one, other, people), lambda: then_the_other(one, other, people)])
    score_everything()


def earned(*people: User) -> int:
    return Assessment.objects.filter(activity__citizen__in=people).aggregate(sum=Sum("credits"))["sum"] or 0


def test_rows_are_the_cases():
    assert [row["what happened once"] for row in ROWS] == list(CASES)


@pytest.mark.parametrize("order", [first_one, then_the_other, one_batch], ids=lambda order: order.__name__)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what happened once"])
def test_what_happened_once_is_paid_once(alice, bob, row, order):
    assert_paid_once(row, order, alice, bob)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what happened once"])
def test_what_happened_once_is_paid_once_though_told_twice_at_once(alice, bob, row):
    assert_paid_once(row, both_at_once, alice, bob)


def assert_paid_once(row: Row, order: Order, alice: User, bob: User) -> None:
    one, other = CASES[row["what happened once"]]
    # Each by itself first, with a thing that is nobody else's.
    alone = [paid_alone(one), paid_alone(other)]

    order(one, other, [alice, bob])

    said = [number(row[column]) for column in ("one alone", "the other alone", "both")]
    assert [*alone, earned(alice, bob)] == said
    assert said[2] == max(alone)
    assert_books_are_sound()


def paid_alone(told: Told) -> int:
    citizen = make_citizen()
    record(citizen, replace(told.draft, things=()), evidence=told.evidence)
    score_everything()
    return earned(citizen)
