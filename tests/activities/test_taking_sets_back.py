"""A set of acts is taken back as it was shown: all of it or nothing, by whoever goes on, and each citizen told once."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import InternalError, transaction

from activities import jobs, refusals
from activities.audit import findings
from activities.models import Activity, Outcome, Reason, Revocation, RevocationSet, RevocationSetAct, Status
from activities.scoring import taking_back, taking_sets_back
from activities.scoring.taking_sets_back import Asked
from common.editions import ChangedMeanwhile, NothingShown
from credits import statements
from scenarios.rules import Evidence
from tests.activities.test_taking_back import HOUR, assert_books_are_sound, credits_of, spend
from tests.at_once import at_once
from tests.conftest import NOW, TODAY, make_citizen, record, ride, score_everything, walk
from tests.inboxes import said_to
from tests.processes import test_database_url, wait_until

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

LATER = NOW + timedelta(minutes=10)
ALL = Asked(first_on=TODAY, last_on=TODAY)
ROOT = Path(__file__).parents[2]
TAKER = """
from django.utils import timezone
from activities.scoring import taking_sets_back
while taking_sets_back.go_on(now=timezone.now()):
    pass
"""
RIDES = Asked(first_on=TODAY, last_on=TODAY, scenario="bike-share")


@pytest.fixture
def staff(db):
    return make_citizen()


@pytest.fixture
def people(alice, bob):
    """Three rides and a walk of alice's, of which she has spent some; a ride of bob's."""
    record(alice, *(ride(2000, ago=number * HOUR) for number in (1, 2, 3)), walk(8000))
    record(bob, ride(2000))
    score_everything()
    spend(alice, 30)
    return alice, bob


def begun(asked, staff, edition=None) -> RevocationSet:
    return taking_sets_back.begin(asked=asked, reason=Reason.OPERATOR, by=staff, now=LATER, edition=edition)


def go_on() -> int:
    """Until nothing is left."""
    taken = 0
    while piece := taking_sets_back.go_on(now=LATER):
        taken += piece
    return taken


def outcomes() -> list[str]:
    return sorted(RevocationSetAct.objects.values_list("outcome", flat=True))


def test_what_is_foreseen_is_what_is_taken_back(people, staff):
    alice, bob = people
    foreseen = taking_sets_back.foresee(RIDES, by=staff, now=LATER)
    assert (len(foreseen.acts), foreseen.citizens, foreseen.grams, foreseen.credits) == (4, 2, 268, 24)
    assert foreseen.owed == 14, "alice has 4 left of 34"

    taken = begun(RIDES, staff, foreseen.edition)
    assert go_on() == 4

    assert (credits_of(alice), credits_of(bob)) == ((0, 14), (0, 0))
    taken.refresh_from_db()
    assert (taken.acts, taken.citizens, taken.credits, taken.owed, taken.done_at) == (4, 2, 24, 14, LATER)
    assert set(Revocation.objects.values_list("by", "reason")) == {(staff.pk, "operator")}
    assert Activity.objects.get(scenario__code="walking").status == Status.SCORED
    assert_books_are_sound()


def test_each_citizen_is_told_once_of_all(people, staff):
    begun(ALL, staff)
    go_on()

    for citizen, told in [
        (people[0], "4 of your acts do not count any more, and 34 credits for them were taken back."),
        (people[1], "1 of your acts does not count any more, and 6 credits for it were taken back."),
    ]:
        [line] = said_to(citizen)
        assert line == f"{told} The operator that reported it has taken it back."


@pytest.mark.parametrize(
    ("asked", "acts"),
    [
        (ALL, 5),
        (RIDES, 4),
        (Asked(TODAY, TODAY, channel="file"), 5),
        (Asked(TODAY, TODAY, evidence=Evidence.DEVICE), 5),
    ],
)
def test_acts_are_chosen_by_what_is_asked(people, staff, asked, acts):
    assert taking_sets_back.acts_of(asked, by=staff).count() == acts


def test_acts_of_one_citizen_are_chosen_and_never_ones_own(people, staff):
    alice, bob = people
    own = Asked(TODAY, TODAY, citizen=bob.public_id)

    assert taking_sets_back.acts_of(own, by=staff).count() == 1
    assert taking_sets_back.acts_of(ALL, by=alice).count() == 1
    with pytest.raises(refusals.NothingInSet):
        begun(own, bob)
    with pytest.raises(refusals.NothingInSet):
        begun(Asked(TODAY + timedelta(days=1), TODAY + timedelta(days=2)), staff)
    assert not RevocationSet.objects.exists()


def test_what_has_changed_since_it_was_shown_is_not_begun(people, bob, staff):
    edition = taking_sets_back.foresee(RIDES, by=staff, now=NOW).edition
    record(bob, ride(2000, ago=5 * HOUR))
    score_everything()

    for told, error in [(edition, ChangedMeanwhile), ("", NothingShown)]:
        with pytest.raises(error):
            begun(RIDES, staff, told)
    assert (RevocationSet.objects.count(), RevocationSetAct.objects.count(), go_on()) == (0, 0, 0)


def test_too_many_are_refused(people, staff, monkeypatch):
    monkeypatch.setattr(taking_sets_back, "MOST_ACTS", 4)

    with pytest.raises(refusals.SetTooLarge):
        begun(ALL, staff)
    begun(RIDES, staff)


def test_what_was_taken_back_since_is_passed_over(people, staff):
    begun(RIDES, staff)
    first = Activity.objects.filter(citizen=people[0], scenario__code="bike-share").first()
    taking_back.take_back(activity=first, reason=Reason.MISTAKEN, by=staff, now=NOW)

    go_on()

    assert outcomes() == ["passed", "taken", "taken", "taken"]
    assert Revocation.objects.get(pk=first.pk).reason == Reason.MISTAKEN
    assert_books_are_sound()


def test_what_comes_later_is_not_taken(people, bob, staff):
    begun(RIDES, staff)
    record(bob, ride(2000, ago=5 * HOUR))
    score_everything()

    go_on()

    assert credits_of(bob) == (6, 0)


def test_of_many_acts_of_one_citizen_each_piece_takes_some(people, staff, monkeypatch):
    monkeypatch.setattr(taking_sets_back, "ACTS_A_PIECE", 2)
    begun(ALL, staff)

    pieces = []
    while piece := taking_sets_back.go_on(now=LATER):
        pieces.append(piece)
        assert len(said_to(people[0])) == (sum(pieces) >= 4)
    assert pieces == [2, 2, 1]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_is_killed_leaves_whole_pieces_to_the_next(staff):
    citizens = [make_citizen() for _each in range(60)]
    for citizen in citizens:
        record(citizen, ride(2000), ride(2000, ago=3 * HOUR))
    score_everything()
    begun(RIDES, staff)

    taker = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-c", TAKER],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": test_database_url()},
    )
    wait_until(Revocation.objects.exists, "the first piece is taken back")
    taker.kill()
    taker.wait()

    taken = Revocation.objects.count()
    assert 0 < taken < 120
    assert RevocationSetAct.objects.filter(outcome=Outcome.TAKEN_BACK).count() == taken
    assert go_on() == 120 - taken
    assert outcomes() == ["taken"] * 120
    assert {credits_of(citizen) for citizen in citizens} == {(0, 0)}
    assert {len(said_to(citizen)) for citizen in citizens} == {1}
    assert_books_are_sound()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_go_on_at_once_nobody_takes_anything_twice(alice, bob, staff):
    for citizen in (alice, bob):
        record(citizen, *(ride(2000, ago=number * HOUR) for number in (1, 2, 3)))
    score_everything()
    begun(RIDES, staff)

    at_once([go_on] * 6)
    go_on()

    assert outcomes() == ["taken"] * 6
    assert (credits_of(alice), credits_of(bob)) == ((0, 0), (0, 0))
    assert_books_are_sound()


def test_job_takes_sets_back_one_after_the_other(people, staff, time_machine):
    time_machine.move_to(LATER, tick=False)
    walks = Asked(TODAY, TODAY, scenario="walking")
    begun(RIDES, staff)
    begun(walks, staff)

    did = jobs.take_sets_back()

    assert (did.facts, did.more) == ({"taken_back": 5}, False)
    assert set(RevocationSet.objects.values_list("done_at", flat=True)) == {LATER}
    assert statements.debt(people[0].pk) == 30


def test_a_set_stays_as_it_was_shown(people, staff):
    begun(RIDES, staff)

    for change in (
        lambda: RevocationSet.objects.update(acts=9),
        lambda: RevocationSetAct.objects.update(activity_id=9),
        lambda: RevocationSetAct.objects.all().delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()


def test_audit_finds_a_set_that_is_not_what_it_took_back(people, staff):
    taken = begun(RIDES, staff)
    assert list(findings()) == []
    member = taken.members.order_by("pk")[0]
    RevocationSetAct.objects.filter(pk=member.pk).update(outcome=Outcome.TAKEN_BACK)

    assert f"set_is_not_what_it_took_back: set {taken.pk}, activity {member.activity_id}" in {
        str(finding) for finding in findings()
    }
