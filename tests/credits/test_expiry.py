"""Expiry: a vintage's last day is whole, then what is left goes, once."""

from datetime import date, timedelta

import pytest

from common.city_time import day_span
from credits import audit, expiry, ledger, statements
from credits.accounts import available_accounts, scheme_account
from credits.models import AccountKind, LedgerAccount, Transfer, TransferKind
from tests.conftest import NOW, TODAY

VINTAGE = date(2026, 12, 31)
FIRST_MOMENT_AFTER = day_span(VINTAGE)[1]


@pytest.fixture
def account_id(budget, alice):
    """Alice's account of the year that ends, with 20 credits."""
    account_id = available_accounts([alice.pk], VINTAGE)[alice.pk]
    slot = budget.slots.get(slot=0)
    ledger.post([ledger.Posting(slot.pk, account_id, 20, TransferKind.AWARD, "award:1", NOW)], now=NOW)
    return account_id


def test_credits_can_be_used_to_the_last_moment_of_their_day(account_id, alice):
    assert expiry.expire(now=FIRST_MOMENT_AFTER - timedelta(seconds=1)) == 0

    assert statements.available(alice.pk, today=TODAY) == 20


def test_credits_whose_day_is_over_cannot_be_spent_though_nothing_has_expired_them_yet(account_id, alice):
    assert statements.available(alice.pk, today=VINTAGE) == 20
    assert statements.vintages(alice.pk, today=VINTAGE) == [statements.Vintage(VINTAGE, 20)]

    day_after = VINTAGE + timedelta(days=1)

    assert statements.available(alice.pk, today=day_after) == 0
    assert statements.vintages(alice.pk, today=day_after) == []
    assert LedgerAccount.objects.get(pk=account_id).balance == 20


def test_credits_expire_once_when_their_day_is_over(account_id, alice):
    assert expiry.expire(now=FIRST_MOMENT_AFTER) == 1
    assert expiry.expire(now=FIRST_MOMENT_AFTER) == 0

    transfer = Transfer.objects.get(kind=TransferKind.EXPIRE)
    assert (transfer.debit_id, transfer.credit_id) == (account_id, scheme_account(AccountKind.EXPIRED))
    assert (transfer.amount, statements.available(alice.pk, today=TODAY)) == (20, 0)
    assert list(audit.findings()) == []


def test_what_comes_back_later_expires_as_well(account_id, alice):
    expiry.expire(now=FIRST_MOMENT_AFTER)
    [expired] = Transfer.objects.filter(kind=TransferKind.EXPIRE)
    ledger.reverse(expired, now=FIRST_MOMENT_AFTER)
    assert statements.available(alice.pk, today=TODAY) == 20

    assert expiry.expire(now=FIRST_MOMENT_AFTER) == 1
    assert statements.available(alice.pk, today=TODAY) == 0
    assert list(audit.findings()) == []


def test_other_vintages_stay(account_id, alice, budget):
    later = available_accounts([alice.pk], date(2027, 12, 31))[alice.pk]
    posting = ledger.Posting(budget.slots.get(slot=0).pk, later, 5, TransferKind.AWARD, "award:2", NOW)
    ledger.post([posting], now=NOW)

    expiry.expire(now=FIRST_MOMENT_AFTER)

    assert statements.vintages(alice.pk, today=TODAY) == [statements.Vintage(date(2027, 12, 31), 5)]


def test_batch_expires_at_most_its_limit(budget, alice, bob):
    for number, citizen in enumerate([alice, bob]):
        account = available_accounts([citizen.pk], VINTAGE)[citizen.pk]
        posting = ledger.Posting(budget.slots.get(slot=0).pk, account, 1, TransferKind.AWARD, f"award:{number}", NOW)
        ledger.post([posting], now=NOW)

    assert [expiry.expire(now=FIRST_MOMENT_AFTER, limit=1) for _ in range(3)] == [1, 1, 0]


@pytest.mark.parametrize("limit", [1, 10])
def test_vintage_that_raises_is_logged_and_stops_no_other(budget, alice, bob, caplog, limit):
    """The transfer that would expire alice's credits stands for something else already."""
    slot = budget.slots.get(slot=0)
    accounts = available_accounts([alice.pk, bob.pk], VINTAGE)
    for number, citizen in enumerate([alice, bob]):
        posting = ledger.Posting(slot.pk, accounts[citizen.pk], 5, TransferKind.AWARD, f"award:{number}", NOW)
        ledger.post([posting], now=NOW)
    last = Transfer.objects.get(reference="award:0").pk
    taken = f"expire:{accounts[alice.pk]}:{last}"
    ledger.post(
        [ledger.Posting(scheme_account(AccountKind.ISSUANCE), slot.pk, 1, TransferKind.FUND, taken, NOW)], now=NOW
    )

    expired = [expiry.expire(now=FIRST_MOMENT_AFTER, limit=limit) for _round in range(2)]

    assert expired == [1, 0]
    assert [statements.available(citizen.pk, today=TODAY) for citizen in (alice, bob)] == [5, 0]
    assert f"credits.LedgerAccount {accounts[alice.pk]}" in caplog.text
