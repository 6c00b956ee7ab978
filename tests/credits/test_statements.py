"""A statement by kind and by month: every line exact, and a balance only where it is right."""

from datetime import UTC, date, datetime, timedelta

import pytest

from credits import ledger, statements
from credits.accounts import available_accounts
from credits.models import TransferKind

OCTOBER = datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC)
"""The last second of October in Chengdu."""
NOVEMBER = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
EXPIRES = date(2027, 12, 31)


@pytest.fixture
def moved(budget, alice, bob):
    """Alice: +10 and +20 in October, +5 on the first of November, −20 later; bob: +7."""
    slot = budget.slots.first().pk
    accounts = available_accounts([alice.pk, bob.pk], EXPIRES)

    def award(owner, amount, reference, now):
        posting = ledger.Posting(
            debit_id=slot,
            credit_id=accounts[owner.pk],
            amount=amount,
            kind=TransferKind.AWARD,
            reference=reference,
            event_at=now,
        )
        return ledger.post([posting], now=now)[0]

    award(alice, 10, "award:1", OCTOBER)
    undone = award(alice, 20, "award:2", OCTOBER)
    award(bob, 7, "award:3", OCTOBER)
    award(alice, 5, "award:4", NOVEMBER)
    ledger.reverse(undone, now=LATER)


def lines(entries) -> list[tuple[int, int | None]]:
    return [(entry.change, entry.balance) for entry in entries]


def test_the_whole_statement_runs_from_the_balance_of_now_to_nothing(moved, alice):
    page = statements.page(alice.pk)

    assert lines(page.entries) == [(-20, 15), (5, 35), (20, 30), (10, 10)]
    assert page.older_than is None


def test_a_month_keeps_the_balance_after_each_movement(moved, alice):
    assert lines(statements.page(alice.pk, month=date(2026, 11, 1)).entries) == [(-20, 15), (5, 35)]
    assert lines(statements.page(alice.pk, month=date(2026, 10, 15)).entries) == [(20, 30), (10, 10)]
    assert lines(statements.page(alice.pk, month=date(2026, 9, 1)).entries) == []


def test_a_month_pages_by_key_with_the_right_balance(moved, alice):
    first = statements.page(alice.pk, month=date(2026, 10, 1), size=1)
    second = statements.page(alice.pk, month=date(2026, 10, 1), size=1, older_than=first.older_than)

    assert lines(first.entries) == [(20, 30)]
    assert lines(second.entries) == [(10, 10)]
    assert second.older_than is None


def test_one_kind_has_no_balance(moved, alice):
    awards = statements.page(alice.pk, kind=TransferKind.AWARD)
    reversals = statements.page(alice.pk, kind=TransferKind.REVERSAL)

    assert lines(awards.entries) == [(5, None), (20, None), (10, None)]
    assert lines(reversals.entries) == [(-20, None)]


def test_a_walk_gives_the_same_lines_earliest_first(moved, alice, monkeypatch):
    monkeypatch.setattr(statements, "CHUNK", 2)

    assert lines(statements.walk(alice.pk)) == [(10, 10), (20, 30), (5, 35), (-20, 15)]
    assert lines(statements.walk(alice.pk, month=date(2026, 11, 1))) == [(5, 35), (-20, 15)]
    assert lines(statements.walk(alice.pk, kind=TransferKind.AWARD)) == [(10, None), (20, None), (5, None)]


def test_an_entry_is_found_by_its_reference_by_its_owner_only(moved, alice, bob):
    entry = statements.entry_of(bob.pk, "award:3")

    assert entry is not None
    assert (entry.change, entry.posted_at, entry.expires_on) == (7, OCTOBER, EXPIRES)
    assert statements.entry_of(alice.pk, "award:3") is None
    assert statements.entry_of(alice.pk, "award:99") is None


def test_a_page_knows_the_owners_first_movement(moved, alice, desk):
    assert statements.page(alice.pk, size=1).first_posted_at == OCTOBER
    assert statements.page(desk.pk).first_posted_at is None


def test_a_page_knows_what_can_be_spent_and_asks_for_accounts_and_movements(moved, alice, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = statements.page(alice.pk, size=1)

    assert page.spendable_on(EXPIRES) == [statements.Vintage(EXPIRES, 15)]
    assert page.spendable_on(EXPIRES + timedelta(days=1)) == []
