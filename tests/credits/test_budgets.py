"""Budgets: filled once for each reference, taken from by slots, never called exhausted while they are only busy."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from credits import budgets, ledger
from credits.models import LedgerAccount
from tests.conftest import NOW


@pytest.fixture
def small(db):
    budget = budgets.open_budget("small", {"zh-hans": "小", "en": "Small"})
    budgets.fund(budget, 83, reference="fund:small", now=NOW)
    return budget


def test_fund_spreads_to_the_last_credit(small):
    assert list(small.slots.order_by("slot").values_list("balance", flat=True)) == [11, 11, 11, 10, 10, 10, 10, 10]
    assert budgets.remaining("small") == 83


def test_fund_again_under_the_same_reference_adds_nothing(small):
    budgets.fund(small, 83, reference="fund:small", now=NOW)

    assert budgets.remaining("small") == 83


def test_fund_of_less_than_a_credit_a_slot_is_refused(small):
    with pytest.raises(budgets.TooLittle):
        budgets.fund(small, 7, reference="fund:little", now=NOW)

    assert budgets.remaining("small") == 83


def test_fund_of_another_amount_under_the_same_reference_is_refused(small):
    with pytest.raises(ledger.ReferenceReused):
        budgets.fund(small, 84, reference="fund:small", now=NOW)

    assert budgets.remaining("small") == 83


@pytest.mark.django_db(transaction=True)
def test_purse_holds_one_slot_when_one_is_enough(small):
    with transaction.atomic():
        purse = budgets.purse("small", 11)
        assert len(purse.remaining) == 1
        assert purse.take(11) in purse.remaining
        assert purse.take(1) is None


@pytest.mark.django_db(transaction=True)
def test_purse_reaches_into_every_slot_before_it_is_exhausted(small):
    with transaction.atomic():
        purse = budgets.purse("small", 60)
        taken = [purse.take(10) for _ in range(9)]
    assert taken[-1] is None
    assert len(set(taken[:-1])) == 8


@pytest.mark.django_db(transaction=True)
def test_budget_that_nobody_has_opened_pays_nothing():
    with transaction.atomic():
        assert budgets.purse("nowhere", 1).take(1) is None


def test_every_budget_has_its_slots(small):
    assert LedgerAccount.objects.filter(budget=small).count() == budgets.SLOTS


def test_fund_budget_command_opens_fills_and_funds_once(db, capsys):
    for _ in range(2):
        call_command("fund_budget", "citizens", "1000", "--reference", "2026-q4")

    assert capsys.readouterr().out == "citizens: 1000 credits left\n" * 2


@pytest.mark.parametrize("amount", ["7", "0", "-5"])
def test_fund_budget_command_refuses_less_than_a_credit_a_slot(db, amount):
    with pytest.raises(CommandError, match="8"):
        call_command("fund_budget", "citizens", "--reference", "x", "--", amount)

    assert budgets.remaining("citizens") == 0
