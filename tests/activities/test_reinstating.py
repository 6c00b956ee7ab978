"""What was taken back wrongly counts again, once: as much as is still free, never more than the best counting."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import InternalError, transaction

from activities import refusals, reinstating
from activities.models import Activity, Came, CountedStretch, Reinstatement, Revocation, Status
from activities.scoring import under_review
from common.errors import DomainError
from tests.activities.doubting_rules import doubt_from_now_on
from tests.activities.test_best_counting import drive, idle, meal
from tests.activities.test_taking_back import (
    DEVICE,
    HOUR,
    TYPED,
    a_second_later,
    assert_books_are_sound,
    credits_of,
    done,
    moved,
    revoked,
    spend,
)
from tests.activities.test_under_review import in_review
from tests.at_once import at_once
from tests.audits import of_acts
from tests.conftest import NOW, make_citizen, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")


@pytest.fixture
def staff(db):
    return make_citizen()


@pytest.fixture
def colleague(db):
    return make_citizen()


def won(act: Activity, colleague) -> Activity:
    """The act as which it counts again, scored."""
    revocation = Revocation.objects.get(pk=act.pk)
    again = reinstating.reinstate(revocation=revocation, by=colleague, now=a_second_later())
    score_everything(a_second_later())
    return Activity.objects.with_outcome().get(pk=again.pk)


ALONE = {
    "a ride": (ride(2000), DEVICE),
    "a day's steps": (walk(9000), TYPED),
    "an idle day": (idle(), DEVICE),
    "a meal": (meal(ago=HOUR), TYPED),
    "a drive": (drive(5050, ago=3 * HOUR, minutes=20), DEVICE),
}


@pytest.mark.parametrize("case", ALONE)
def test_alone_it_earns_what_it_had_earned(alice, staff, colleague, case):
    act = done(alice, *ALONE[case])
    had = credits_of(alice)
    revoked(act, staff)
    assert credits_of(alice) == (0, 0)

    again = won(act, colleague)

    assert (again.assessment.grams, again.assessment.credits) == (act.assessment.grams, act.assessment.credits)
    assert credits_of(alice) == had
    assert Activity.objects.get(pk=act.pk).status == Status.REVOKED
    assert (again.started_at, again.values, again.evidence, again.channel) == (
        *(act.started_at, act.values, act.evidence),
        "again",
    )
    assert_books_are_sound()


def test_it_is_paid_under_a_reference_of_its_own_and_repays_a_debt_first(alice, staff, colleague):
    act = done(alice, drive(5050, ago=3 * HOUR, minutes=20))
    spend(alice, 50)
    revoked(act, staff)
    assert credits_of(alice) == (0, 50)

    again = won(act, colleague)

    assert credits_of(alice) == (10, 0)
    assert moved(alice) == [
        *[("award", 60), ("donate", -50), ("clawback", -10)],
        *[("award", 60), ("repay", -50)],
    ]
    assert again.assessment.award_reference == f"act:{again.pk}"
    assert_books_are_sound()


def test_what_its_cap_has_paid_for_others_since_is_not_paid_again(alice, staff, colleague):
    """Six rides a day count: the seventh took the place of the first."""
    acts = [done(alice, ride(2000, ago=number * HOUR)) for number in range(1, 8)]
    revoked(acts[0], staff)
    done(alice, ride(2000, ago=9 * HOUR))
    assert credits_of(alice) == (36, 0)

    again = won(acts[0], colleague)

    assert again.assessment.credits == 0
    assert credits_of(alice) == (36, 0)
    assert_books_are_sound()


def test_of_an_idle_day_and_what_was_ridden_since_the_best_counts(alice, staff, colleague):
    day = done(alice, idle())
    revoked(day, staff)
    done(alice, ride(2000, ago=20 * HOUR))
    assert credits_of(alice) == (6, 0)

    assert won(day, colleague).assessment.credits == 203

    assert credits_of(alice) == (209, 0)
    assert_books_are_sound()


@pytest.mark.parametrize("later", [6000, 14_000])
def test_of_a_total_and_one_told_since_the_larger_counts(alice, staff, colleague, later):
    act = done(alice, walk(9000))
    revoked(act, staff)
    done(alice, walk(later))

    won(act, colleague)

    assert credits_of(alice) == (max(9000, later) * 2 // 1000, 0)
    assert_books_are_sound()


def test_it_can_be_taken_back_and_count_again_any_number_of_times(alice, staff, colleague):
    chain = [done(alice, drive(5050, ago=3 * HOUR, minutes=20))]
    for _round in range(3):
        revoked(chain[-1], staff)
        chain.append(won(chain[-1], colleague))

    assert credits_of(alice) == (60, 0)
    assert [Reinstatement.objects.get(pk=one.pk).activity_id for one in chain[:-1]] == [one.pk for one in chain[1:]]
    assert all(before.pk < after.pk for before, after in pairwise(chain))
    assert_books_are_sound()


def stretches_of(act: Activity) -> set[tuple[int, int, int]]:
    return set(CountedStretch.objects.filter(activity_id=act.pk).values_list("thing_id", "first", "last"))


def test_what_it_counted_of_a_thing_it_goes_on_counting(alice, staff, colleague):
    act = done(alice, drive(5050, ago=3 * HOUR, minutes=20))
    held = stretches_of(act)
    revoked(act, staff)

    again = won(act, colleague)

    assert stretches_of(again) == held


def test_what_somebody_has_cleared_is_not_doubted_anew(alice, staff, colleague):
    act = in_review(alice)
    under_review.clear(activity=act, by=staff, now=a_second_later())
    score_everything(a_second_later())
    revoked(act, staff)

    again = won(act, colleague)

    assert (again.status, again.assessment.credits) == (Status.SCORED, 49)
    assert (again.doubted.came, again.doubted.doubts) == (Came.NOTED, act.doubted.doubts)
    assert_books_are_sound()


def test_proof_that_doubts_had_lowered_stays_lowered(alice, staff, colleague):
    doubt_from_now_on("bike-share", lower=50, review=None)
    act = done(alice, ride(14_500, minutes=36))
    assert act.assessment.counted_as == TYPED
    revoked(act, staff)

    again = won(act, colleague)

    assert (again.assessment.counted_as, again.assessment.credits) == (TYPED, act.assessment.credits)
    assert_books_are_sound()


def test_a_window_that_is_over_by_now_is_not_asked_again(alice, staff, colleague):
    act = done(alice, ride(2000), TYPED)
    revoked(act, staff)
    late = NOW + timedelta(days=40)

    again = reinstating.reinstate(revocation=Revocation.objects.get(), by=colleague, now=late)
    score_everything(late)

    again.refresh_from_db()
    assert again.assessment.credits == act.assessment.credits
    assert_books_are_sound()


def test_neither_its_citizen_nor_who_took_it_back_has_it_count_again(alice, staff):
    act = done(alice, ride(2000))
    revoked(act, staff)

    for by, error in [(alice, refusals.OwnAct), (staff, refusals.TakenBackByYou)]:
        with pytest.raises(error):
            reinstating.reinstate(revocation=Revocation.objects.get(), by=by, now=NOW)
    assert (Reinstatement.objects.count(), Activity.objects.count()) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_counts_it_again(alice, staff, colleague):
    act = done(alice, ride(2000))
    revoked(act, staff)
    revocation = Revocation.objects.get()

    answers = at_once([lambda: reinstating.reinstate(revocation=revocation, by=colleague, now=NOW)] * 6)
    score_everything(a_second_later())

    assert sum(isinstance(answer, Activity) for answer in answers) == 1
    errors = [type(answer) for answer in answers if isinstance(answer, DomainError)]
    assert errors == [refusals.CountsAgainAlready] * 5
    assert credits_of(alice) == (6, 0)
    assert_books_are_sound()


def test_a_reinstatement_is_neither_changed_nor_removed(alice, staff, colleague):
    act = done(alice, ride(2000))
    revoked(act, staff)
    won(act, colleague)

    for change in (lambda: Reinstatement.objects.update(by=staff), lambda: Reinstatement.objects.all().delete()):
        with pytest.raises(InternalError), transaction.atomic():
            change()


def test_audit_finds_what_counts_again_for_nothing(alice, bob, staff, colleague):
    act, other = done(alice, ride(2000)), done(bob, ride(2000))
    revoked(act, staff)
    Reinstatement.objects.create(
        revocation=Revocation.objects.get(), activity=other, by=staff, reinstated_at=a_second_later()
    )
    Activity.objects.filter(pk=act.pk).update(channel="again")

    found = {str(finding) for finding in of_acts()}

    assert (
        f"counted_again_without_revocation: activity {act.pk} counts again as activity {other.pk},"
        " which is not the same act of the same citizen"
    ) in found
    assert f"counted_again_by_nobody: activity {act.pk}" in found
