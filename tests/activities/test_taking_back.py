"""An act that is taken back: what it gives back, the debt of who has spent it, and what later acts find free."""

from datetime import datetime, timedelta
from itertools import count

import pytest

from activities import intake, refusals
from activities.gate.drafts import Draft
from activities.models import Activity, Assessment, Reason, Recounting, Revocation, Status
from activities.scoring import taking_back
from activities.scoring.worth import Worth
from common.errors import DomainError
from credits import audit as credits_audit
from credits import clawback, holds, ledger, statements
from scenarios.rules import Evidence
from tests.activities.test_best_counting import drive, idle, meal
from tests.at_once import at_once
from tests.audits import of_acts
from tests.conftest import NOW, TODAY, make_citizen, record, ride, score_everything, walk

pytestmark = pytest.mark.usefixtures("catalogue", "budget")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DEVICE, TYPED = Evidence.DEVICE, Evidence.SELF_DECLARED


@pytest.fixture
def staff():
    return make_citizen()


SECONDS = count()


def a_second_later() -> datetime:
    """Each step has a moment of its own, as the second reckoner tells what came first by it."""
    return NOW + timedelta(seconds=next(SECONDS))


def done(citizen, draft: Draft, evidence: Evidence = DEVICE) -> Activity:
    """An act that is recorded and scored."""
    [outcome] = record(citizen, draft, evidence=evidence)
    assert isinstance(outcome, intake.Recorded), outcome
    score_everything(a_second_later())
    return Activity.objects.with_outcome().get(pk=outcome.activity.pk)


def revoked(act: Activity, staff, reason: Reason = Reason.MISTAKEN) -> Worth:
    revocation = taking_back.take_back(activity=act, reason=reason, by=staff, now=a_second_later())
    return Worth(revocation.grams, revocation.credits)


def credits_of(citizen) -> tuple[int, int]:
    """What is available, and what is owed."""
    return statements.available(citizen.pk, today=TODAY), statements.debt(citizen.pk)


def assert_books_are_sound():
    assert [*credits_audit.findings(), *of_acts()] == []


def test_what_an_act_was_paid_is_taken_back_and_its_cap_is_free(alice, staff):
    acts = [done(alice, ride(2000, ago=number * HOUR)) for number in range(1, 8)]
    assert acts[6].assessment.credits == 0

    assert revoked(acts[0], staff) == Worth(67, 6)
    again = done(alice, ride(2000, ago=9 * HOUR))

    assert Activity.objects.get(pk=acts[0].pk).status == Status.REVOKED
    assert again.assessment.credits == 6
    assert credits_of(alice) == (36, 0)
    assert_books_are_sound()


def spend(citizen, credits: int) -> None:
    chosen = holds.portions(citizen.pk, credits, today=TODAY)
    ledger.post_all(holds.donated("trees", chosen, reference="donate:1", now=NOW), now=NOW)


def test_what_is_spent_becomes_a_debt_that_the_next_award_repays(alice, staff):
    act = done(alice, drive(5050, ago=3 * HOUR, minutes=20))
    spend(alice, 50)

    assert revoked(act, staff) == Worth(604, 60)
    assert credits_of(alice) == (0, 50)
    assert moved(alice) == [("award", 60), ("donate", -50), ("clawback", -10)]

    later = done(alice, drive(5900, ago=HOUR, minutes=20))
    assert later.assessment.credits == 70
    assert credits_of(alice) == (20, 0)
    assert moved(alice)[3:] == [("award", 70), ("repay", -50)]
    assert_books_are_sound()


def moved(citizen) -> list[tuple[str, int]]:
    return [(entry.kind.value, entry.change) for entry in statements.walk(citizen.pk)]


def test_small_awards_repay_a_debt_bit_by_bit_in_one_batch(alice, staff):
    act = done(alice, drive(5050, ago=9 * HOUR, minutes=20))
    spend(alice, 60)
    revoked(act, staff)

    record(alice, *(ride(2000, ago=number * HOUR) for number in range(1, 4)))
    score_everything(a_second_later())
    assert credits_of(alice) == (0, 42)

    record(alice, drive(5050, ago=6 * HOUR, minutes=20))
    score_everything(a_second_later())
    assert credits_of(alice) == (18, 0)
    assert_books_are_sound()


def test_what_is_set_aside_for_a_voucher_stays(alice, staff):
    act = done(alice, drive(5050, ago=3 * HOUR, minutes=20))
    chosen = holds.portions(alice.pk, 45, today=TODAY)
    ledger.post_all(holds.held(alice.pk, chosen, reference="hold:1", now=NOW), now=NOW)

    revoked(act, staff)

    assert credits_of(alice) == (0, 45)
    assert list(credits_audit.findings()) == []


def test_journeys_whose_place_an_idle_day_took_count_again(alice, staff):
    inside = done(alice, ride(2000, ago=20 * HOUR))
    day = done(alice, idle())
    assert day.assessment.credits == 203

    assert revoked(day, staff) == Worth(2032, 203)

    assert credits_of(alice) == (6, 0)
    assert done(alice, ride(1000, ago=20 * HOUR, client_id="again")).assessment.credits == 0, "its time is taken"
    assert done(alice, ride(1000, ago=15 * HOUR)).assessment.credits == 3, "the rest of the day is free"
    assert Recounting.objects.get(pk=inside.pk).acts == 0
    assert_books_are_sound()


def test_a_total_that_was_typed_too_large_is_corrected_downwards(alice):
    first = done(alice, walk(5000), TYPED)
    wrong = done(alice, walk(14_000), TYPED)
    assert credits_of(alice) == (28, 0)

    taking_back.withdraw(activity=wrong, now=a_second_later())
    assert credits_of(alice) == (first.assessment.credits, 0)

    right = done(alice, walk(9000), TYPED)
    assert credits_of(alice) == (18, 0)
    assert right.assessment.credits == 18 - first.assessment.credits
    assert_books_are_sound()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_both_totals_of_a_day_are_withdrawn(alice, order):
    totals = [done(alice, walk(steps), TYPED) for steps in (5000, 9000)]

    for place in order:
        taking_back.withdraw(activity=totals[place], now=a_second_later())

    assert credits_of(alice) == (0, 0)
    assert done(alice, walk(6000), TYPED).assessment.credits == 12
    assert_books_are_sound()


@pytest.mark.parametrize("draft", [ride(2000), walk(9000), meal(ago=2 * HOUR)], ids=["ride", "total", "meal"])
def test_what_was_withdrawn_is_typed_again_as_it_was(alice, draft):
    first = done(alice, draft, TYPED)
    taking_back.withdraw(activity=first, now=a_second_later())

    second = done(alice, draft, TYPED)
    assert second.pk != first.pk
    assert second.assessment.credits == first.assessment.credits
    [repeated] = record(alice, draft, evidence=TYPED)
    assert repeated == intake.Repeated(second)

    taking_back.withdraw(activity=second, now=a_second_later())
    third, fourth = record(alice, draft, draft, evidence=TYPED)
    assert (type(third), fourth) == (intake.Recorded, intake.Repeated(third.activity))
    assert_books_are_sound()


def test_what_was_withdrawn_is_not_recorded_again_where_its_message_is_only_sent_again(alice, staff):
    withdrawn, taken = done(alice, ride(2000, client_id="sent"), TYPED), done(alice, walk(9000), TYPED)
    taking_back.withdraw(activity=withdrawn, now=a_second_later())
    revoked(taken, staff)

    outcomes = record(alice, ride(2000, client_id="sent"), walk(9000), evidence=TYPED)
    assert [type(outcome) for outcome in outcomes] == [intake.Repeated] * 2


def test_what_was_withdrawn_is_refused_by_a_window_that_is_over(alice):
    act = done(alice, walk(9000), TYPED)
    taking_back.withdraw(activity=act, now=a_second_later())

    [outcome] = record(alice, walk(9000), evidence=TYPED, now=NOW + 30 * DAY)
    assert isinstance(outcome, intake.Refused)


@pytest.mark.parametrize("behind", [2, 0, -2], ids=["earlier", "the same", "later"])
def test_moments_follow_upon_each_other_as_decisions_did(alice, staff, behind):
    """A clock is read before the citizen's lock: whoever waits for it writes under a moment that may be over."""
    [first] = record(alice, ride(2000, ago=20 * HOUR))
    score_everything(NOW)
    record(alice, idle())
    score_everything(NOW + timedelta(seconds=3))
    act, again = (Activity.objects.with_outcome().get(pk=first.activity.pk) for _ in range(2))

    at = NOW + timedelta(seconds=3 - behind)
    revocation = taking_back.take_back(activity=act, reason=Reason.MISTAKEN, by=staff, now=at)
    record(alice, ride(2000, ago=20 * HOUR, client_id=again.public_id))
    score_everything(at)

    moments = [*Assessment.objects.order_by("assessed_at").values_list("assessed_at", flat=True)]
    assert moments == sorted(set(moments))
    assert moments[1] < revocation.revoked_at < moments[2]
    assert_books_are_sound()


def test_a_meal_and_its_cap_on_acts(alice):
    meals = [done(alice, meal(ago=hours * HOUR), TYPED) for hours in (2, 5, 8)]
    taking_back.withdraw(activity=meals[1], now=a_second_later())

    assert done(alice, meal(ago=11 * HOUR), TYPED).assessment.credits == meals[0].assessment.credits
    assert_books_are_sound()


def test_an_act_that_counts_for_nothing_gives_back_nothing(alice, staff):
    done(alice, ride(2000, client_id="first"))
    second = done(alice, ride(2000, client_id="second"))

    assert revoked(second, staff) == Worth()
    assert credits_of(alice) == (6, 0)
    assert_books_are_sound()


def test_who_has_spent_it_cannot_withdraw(alice):
    act = done(alice, walk(9000), TYPED)
    spend(alice, 1)

    with pytest.raises(refusals.SpentAlready):
        taking_back.withdraw(activity=act, now=NOW)
    assert Revocation.objects.count() == 0


@pytest.mark.parametrize(
    ("draft", "evidence", "later"),
    [
        (walk(9000), DEVICE, timedelta()),
        (walk(9000), TYPED, 8 * DAY),
        (drive(5050, ago=3 * HOUR, minutes=20), TYPED, timedelta()),
    ],
    ids=["from a device", "long ago", "of a car"],
)
def test_what_cannot_be_withdrawn(alice, draft, evidence, later):
    act = done(alice, draft, evidence)

    with pytest.raises(refusals.NotWithdrawable):
        taking_back.withdraw(activity=act, now=NOW + later)


def test_nothing_is_taken_back_twice_nor_before_it_is_scored_nor_by_its_own_citizen(alice, staff):
    act = done(alice, ride(2000))
    [outcome] = record(alice, ride(1000, ago=3 * HOUR))
    revoked(act, staff)

    for other, by, error in [
        (act, staff, refusals.RevokedAlready),
        (outcome.activity, staff, refusals.NotScored),
        (act, alice, refusals.OwnAct),
    ]:
        with pytest.raises(error):
            taking_back.take_back(activity=other, reason=Reason.MISTAKEN, by=by, now=NOW)
    assert credits_of(alice) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_takes_it_back(alice, staff):
    act = done(alice, ride(2000))

    answers = at_once([lambda: revoked(act, staff)] * 6)

    assert answers.count(Worth(67, 6)) == 1
    assert [type(answer) for answer in answers if isinstance(answer, DomainError)] == [refusals.RevokedAlready] * 5
    assert moved(alice) == [("award", 6), ("clawback", -6)]
    assert_books_are_sound()


def test_audit_finds_what_was_taken_back_for_nothing_and_what_was_not(alice, staff):
    act = done(alice, ride(2000))
    [posting] = clawback.taken_back(alice.pk, 1, reference="revoke:999", now=NOW)
    [taken] = ledger.post([posting], now=NOW)
    Revocation.objects.create(activity=act, reason=Reason.MISTAKEN, by=staff, grams=67, credits=6, revoked_at=NOW)
    Activity.objects.filter(pk=act.pk).update(status=Status.REVOKED)

    found = {str(finding) for finding in of_acts()}

    assert f"taken_back_without_revocation: transfer {taken.pk} (revoke:999:0)" in found
    assert (
        f"revocation_is_not_its_transfers: activity {act.pk} gave back 6 credits; 0 were taken from its citizen for it"
    ) in found
