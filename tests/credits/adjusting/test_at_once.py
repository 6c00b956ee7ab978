"""Two who decide on one adjustment at the same moment: one does it, the other is told; never twice, never by halves."""

import pytest

from accounts.models import User
from credits import budgets, statements
from credits.adjusting import deciding, proposing
from credits.adjusting.models import Adjustment
from credits.models import Transfer
from credits.refusals import AboveLimit, BudgetTooSmall, NotOpen
from tests.at_once import queued_behind
from tests.conftest import NOW, TODAY, filled_budget, make_alice, make_citizen
from tests.credits.adjusting.conftest import FUNDING, SERVING, drafted, found, official, proposed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _budget(db):
    filled_budget()


def rows_of(adjustment: Adjustment):
    return Adjustment.objects.filter(pk=adjustment.pk)


def names(results: list) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_two_approvals_post_once(clerk, controller):
    alice, second = make_alice(), official("second", FUNDING)
    waiting = proposed(alice, 120, clerk)
    works = [
        lambda by=by: deciding.approve(adjustment=waiting, by=by, now=NOW) for by in (controller, second, controller)
    ]

    results = queued_behind(rows_of(waiting), works)

    assert names(results) == ["Adjustment", "NotOpen", "NotOpen"]
    assert statements.available(alice.pk, today=TODAY) == 120
    assert found() == []


def test_approved_beside_withdrawn_and_declined_is_one_of_them(clerk, controller):
    alice = make_alice()
    waiting = proposed(alice, 120, clerk)
    works = [
        lambda: deciding.approve(adjustment=waiting, by=controller, now=NOW),
        lambda: proposing.withdraw(adjustment=waiting, by=clerk, now=NOW),
        lambda: deciding.decline(adjustment=waiting, answer="不", by=controller, now=NOW),
    ]

    results = queued_behind(rows_of(waiting), works)

    assert names(results) == ["Adjustment", "NotOpen", "NotOpen"]
    waiting.refresh_from_db()
    expected = 120 if waiting.status == "approved" else 0
    assert statements.available(alice.pk, today=TODAY) == expected
    assert found() == []


def test_a_budget_that_is_spent_meanwhile_pays_one_of_two(clerk, controller):
    small = budgets.open_budget("small", {"zh-hans": "小", "en": "small"})
    budgets.fund(small, 120, reference="fund:small", now=NOW)
    citizens = [make_citizen(), make_citizen()]
    waiting = [proposed(citizen, 100, clerk, budget=small) for citizen in citizens]
    works = [lambda one=one: deciding.approve(adjustment=one, by=controller, now=NOW) for one in waiting]

    results = queued_behind(User.objects.filter(pk=controller.pk), works)

    assert names(results) == ["Adjustment", BudgetTooSmall.__name__]
    assert sum(statements.available(citizen.pk, today=TODAY) for citizen in citizens) == 100
    assert Adjustment.objects.waiting().count() == 1
    assert found() == []


def test_a_day_of_ones_own_is_not_overtaken_by_two_windows(clerk, settings):
    written = [drafted(make_citizen(), 500, clerk) for _number in range(11)]
    works = [lambda one=one: proposing.submit(adjustment=one, by=clerk, now=NOW) for one in written]

    results = queued_behind(User.objects.filter(pk=clerk.pk), works)

    assert names(results) == [AboveLimit.__name__, *["Adjustment"] * 10]
    assert not Transfer.objects.filter(kind="adjust").exists()


def test_undone_by_two_is_given_back_once(clerk, controller):
    alice, third, fourth = make_alice(), official("third", FUNDING), official("fourth", SERVING)
    taken = deciding.approve(adjustment=proposed(alice, -70, clerk), by=controller, now=NOW)
    works = [lambda by=by: deciding.undo(adjustment=taken, by=by, now=NOW) for by in (third, fourth)]

    results = queued_behind(rows_of(taken), works)

    assert names(results) == ["Adjustment", NotOpen.__name__]
    assert (statements.available(alice.pk, today=TODAY), statements.debt(alice.pk)) == (0, 0)
    assert found() == []
