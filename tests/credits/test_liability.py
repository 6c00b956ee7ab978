"""What was promised and how long budgets last: the sums at the desk are those of the ledger."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from credits import budgets
from credits.accounts import available_accounts
from credits.ledger import Posting, TransferKind, post
from credits.liability import Expiring, liability
from tests.conftest import NOW
from tests.merchants.conftest import NEXT_VINTAGE, THIS_VINTAGE, give, make_merchant, make_offer, voucher_of


def test_liability_is_what_is_free_and_what_is_held_by_month(alice, bob):
    give(alice, 20, THIS_VINTAGE)
    give(alice, 80)
    give(bob, 5)
    voucher_of(alice, make_offer(make_merchant("茶舍"), price=30))

    found = liability()

    assert (found.outstanding, found.available, found.held) == (105, 75, 30)
    assert found.expiring == [
        Expiring(date(2026, 12, 1), 0, 20),
        Expiring(date(2027, 12, 1), 75, 10),
    ]


def test_nobody_holds_anything_at_first(db):
    assert (liability().outstanding, liability().expiring) == (0, [])


def award(budget, citizen, amount, when, number):
    account_id = available_accounts([citizen.pk], NEXT_VINTAGE)[citizen.pk]
    slot = budget.slots.filter(balance__gte=amount).first()
    post([Posting(slot.pk, account_id, amount, TransferKind.AWARD, f"award:{number}", when)], now=when)


@pytest.mark.parametrize(("days_ago", "expected"), [(1, date(2026, 12, 21)), (14, None)])
def test_budget_lasts_as_long_as_the_last_two_weeks_say(alice, days_ago, expected):
    """500 of 1,500 credits went in 14 days: the other 1,000 last 28."""
    budget = budgets.open_budget("small", {"zh-hans": "小", "en": "Small"})
    budgets.fund(budget, 1500, reference="fund:small", now=NOW)
    for number in range(5):
        award(budget, alice, 100, NOW - timedelta(days=days_ago), number)

    assert budgets.runs_out_on("small", now=NOW) == expected


def test_desk_shows_what_citizens_hold_and_how_long_budgets_last(client, desk, budget, alice):
    award(budget, alice, 100, timezone.now(), 1)
    client.force_login(desk)

    page = client.get("/admin/credits/budget/liability/")

    assert page.context["liability"].outstanding == 100
    assert client.get("/admin/credits/budget/").status_code == 200
