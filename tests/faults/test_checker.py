"""Whoever counts must be able to find: each fault that a drill could cause is planted, and is counted as what it is."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from common import step_codes
from faults import people
from faults.cast import FEN, PRICE, TEXT, Person
from faults.checker import Checker, Findings
from faults.deeds import Journal
from jobs.models import Run
from merchants.mall.redeeming import redeem
from merchants.models import Membership, Offer, Redemption
from merchants.till.taking import capture
from tests.conftest import record, ride, score_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "budget")]

RIDES = 3
EARNED = 29
"""By a day of 20,000 steps: what a day of walking earns at the most."""


@pytest.fixture
def checker() -> Iterator[Checker]:
    with connection.cursor() as cursor:
        yield Checker(cursor, EARNED)


@pytest.fixture
def earner() -> Person:
    [person] = people.citizens(1)
    return person


@pytest.fixture
def rides(earner) -> Journal:
    """Three rides of a day that were acknowledged and scored."""
    citizen = User.objects.get(pk=earner.pk)
    outcomes = record(citizen, *(ride(2000, ago=timedelta(hours=hours + 1)) for hours in range(RIDES)))
    score_everything()
    return Journal(acts={earner.pk: [outcome.activity.public_id for outcome in outcomes]})


@pytest.fixture
def calm(rides, checker, earner) -> list[int]:
    [credits] = checker.credits_of(earner.pk)
    assert len(credits) == RIDES
    assert min(credits) > 0
    return credits


@pytest.fixture
def voucher() -> Redemption:
    """One that was used, of somebody who had earned credits."""
    [person] = people.citizens(1)
    assert people.earn([person], 1, budget_credits=10_000) == EARNED
    cashier, shop, offer = people.merchant(price=PRICE, fen=FEN, name=TEXT)
    now = timezone.now()
    citizen, found = User.objects.get(pk=person.pk), Offer.objects.get(public_id=offer)
    held = redeem(citizen=citizen, offer=found, price=PRICE, key="drill", now=now)
    code = held.number + step_codes.code_at(bytes(held.secret), now)
    working = Membership.objects.get(user_id=cashier.pk)
    capture(user=working.user, shop=shop, code=code, key="drill", now=now)
    return Redemption.objects.get(pk=held.pk)


@pytest.fixture
def spent(voucher) -> Journal:
    return Journal(redemptions={voucher.citizen_id: [voucher.public_id]}, captured=[voucher.public_id])


def plant(statement: str, *values: object) -> None:
    """Past every guard, as only a fault would."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values or None)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def kinds(found: Findings) -> dict[str, bool]:
    return {"lost": bool(found.lost), "doubled": bool(found.doubled), "stuck": bool(found.stuck)}


SOUND = {"lost": False, "doubled": False, "stuck": False}


def test_what_was_done_once_is_sound(checker, rides, calm):
    assert kinds(checker.check(rides, calm)) == SOUND


def test_vouchers_that_were_used_once_are_sound(checker, spent):
    assert kinds(checker.check(spent, [])) == SOUND


def test_act_that_was_acknowledged_and_is_not_there_is_lost(checker, rides, calm, earner):
    rides.acts[earner.pk].append("nowhere")

    found = checker.check(rides, calm)

    assert found.lost == ["act nowhere", f"acts of {earner.pk}: 3 instead of 4"]


def test_act_that_is_there_twice_is_doubled(checker, rides, calm, earner):
    del rides.acts[earner.pk][0]

    assert checker.check(rides, calm).doubled == [f"acts of {earner.pk}: 3 instead of 2"]
    rides.unanswered = 1
    assert kinds(checker.check(rides, calm)) == SOUND | {"stuck": True}, "one of which nobody was told may be there"


@pytest.mark.parametrize(("change", "kind"), [(-1, "lost"), (1, "doubled")])
def test_ride_that_earned_another_sum_than_in_calm_weather_is_found(checker, rides, calm, change, kind):
    calm[0] -= change

    assert kinds(checker.check(rides, calm)) == SOUND | {kind: True}


@pytest.mark.parametrize(("change", "kind"), [(-1, "lost"), (1, "doubled")])
def test_award_of_another_sum_than_was_assessed_is_found(checker, rides, calm, change, kind):
    plant("UPDATE credits_transfer SET amount = amount + %s WHERE kind = 'award'", change)

    assert kinds(checker.check(rides, calm))[kind]


@pytest.mark.parametrize(("change", "kind"), [(-1, "lost"), (1, "doubled")])
def test_balance_that_is_not_what_was_paid_is_found(checker, rides, calm, change, kind):
    plant("UPDATE credits_ledgeraccount SET balance = balance + %s WHERE kind = 'available'", change)

    assert kinds(checker.check(rides, calm)) == SOUND | {kind: True}


def test_act_that_was_never_scored_is_stuck(checker, rides, calm, earner):
    act = rides.acts[earner.pk][0]
    plant("UPDATE activities_activity SET status = 'pending' WHERE public_id = %s", act)

    assert checker.check(rides, calm).stuck == ["1 acts are not scored"]


def test_voucher_that_was_acknowledged_and_is_not_there_is_lost(checker, spent, voucher):
    spent.redemptions[voucher.citizen_id].append("nowhere")

    assert "voucher nowhere" in checker.check(spent, []).lost


def test_use_that_was_acknowledged_and_is_undone_is_lost(checker, spent):
    plant("UPDATE merchants_redemption SET status = 'held', captured_at = NULL, shop_id = NULL")

    assert any(each.startswith("use of ") for each in checker.check(spent, []).lost)


def test_voucher_for_which_nobody_asked_is_doubled(checker, spent, voucher):
    spent.redemptions[voucher.citizen_id].clear()

    assert checker.check(spent, []).doubled == [f"vouchers of {voucher.citizen_id}: 1 instead of 0"]


@pytest.mark.parametrize(("change", "kind"), [(-PRICE, "lost"), (PRICE, "doubled")])
def test_voucher_that_was_paid_twice_or_not_at_all_is_found(checker, spent, voucher, change, kind):
    plant(
        "UPDATE credits_ledgeraccount SET balance = balance + %s WHERE kind = 'available' AND owner_id = %s",
        change,
        voucher.citizen_id,
    )

    assert kinds(checker.check(spent, [])) == SOUND | {kind: True}


@pytest.mark.parametrize(("change", "kind"), [("1 - amount", "lost"), ("amount", "doubled")])
def test_use_for_which_the_merchant_is_owed_too_little_or_twice_is_found(checker, spent, change, kind):
    plant(
        f"""
        UPDATE credits_transfer SET amount = amount + ({change}) WHERE credit_id IN (
            SELECT id FROM credits_ledgeraccount WHERE kind = 'receivable'
        )
        """
    )

    assert kinds(checker.check(spent, [])) == SOUND | {kind: True}


def test_job_that_has_been_due_for_long_is_stuck(checker):
    Run.objects.create(job="tests.late", due_at=timezone.now() - timedelta(minutes=2))

    [stuck] = checker.check(Journal(), []).stuck
    assert stuck.startswith("the job tests.late has been due for 0:02:")
    assert [job for job, _late in checker.late_jobs(110)] == ["tests.late"]
    assert checker.late_jobs(130) == []


def test_scheduler_is_seen_by_what_it_announces(checker):
    before = checker.now()
    run = Run.objects.create(job="tests.told", due_at=before)
    assert not checker.has_announced_since(before)

    Run.objects.filter(pk=run.pk).update(announced_at=checker.now())
    assert checker.has_announced_since(before)
    assert not checker.has_announced_since(checker.now())


def test_deed_that_was_never_answered_is_stuck(checker):
    assert checker.check(Journal(unanswered=2), []).stuck == ["2 deeds were never answered"]


def test_jobs_that_nobody_took_since_a_run_are_named(checker):
    now = timezone.now()
    Run.objects.create(job="tests.done", due_at=now, started_at=now, ended_at=now, outcome="done")
    Run.objects.create(job="tests.idle", due_at=now)
    last = checker.last_run()
    Run.objects.create(job="tests.done", due_at=now)

    assert checker.jobs_not_done_since(last) == ["tests.idle"]
