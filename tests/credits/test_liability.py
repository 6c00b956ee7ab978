"""What was promised and how long budgets last: the sums at the desk are those of the ledger."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from credits import budgets, keeping
from credits.accounts import available_accounts
from credits.ledger import Posting, TransferKind, post
from credits.liability import Expiring, Price, liability, mean_price
from merchants.till.taking import capture
from merchants.till.undoing import undo
from seals import sealing
from tests.conftest import NOW, TODAY
from tests.merchants.conftest import (
    NEXT_VINTAGE,
    THIS_VINTAGE,
    cashier,
    code_of,
    give,
    make_merchant,
    make_offer,
    teahouse,
    till,
    voucher_of,
)

__all__ = ["cashier", "teahouse", "till"]


def test_liability_is_what_is_free_and_what_is_held_by_month(alice, bob):
    give(alice, 20, THIS_VINTAGE)
    give(alice, 80)
    give(bob, 5)
    voucher_of(alice, make_offer(make_merchant("茶舍"), price=30))

    found = liability(LATER)

    assert (found.outstanding, found.available, found.held) == (105, 75, 30)
    assert found.expiring == [
        Expiring(date(2026, 12, 1), 0, 20),
        Expiring(date(2027, 12, 1), 75, 10),
    ]


def test_liability_of_a_past_day_is_what_it_was_however_much_came_since(alice):
    """Kept days and open ones alike, and never what was posted later."""
    give(alice, 20, THIS_VINTAGE)
    tomorrow = NOW + timedelta(days=1)
    award(budgets.find("gifts"), alice, 3, tomorrow, 1)
    before = [liability(moment) for moment in (NOW, LATER, tomorrow + A_SECOND)]
    sealing.close(TODAY, now=tomorrow)
    assert keeping.keep() == 1

    assert [liability(moment) for moment in (NOW, LATER, tomorrow + A_SECOND)] == before
    assert [found.outstanding for found in before] == [0, 20, 23]


def test_price_is_the_mean_of_what_was_spent_and_not_undone(alice, teahouse, cashier, till):
    """30 credits for 8 yuan and 10 for 2: 4 credits a yuan. What is undone is owed no more."""
    give(alice, 100)
    cup = make_offer(teahouse, price=30, settlement_fen=800)
    cake = make_offer(teahouse, price=10, settlement_fen=200)
    vouchers = [voucher_of(alice, offer) for offer in (cup, cake, cake)]
    for place, voucher in enumerate(vouchers):
        capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key=str(place), now=NOW)
    undo(cashier=cashier, redemption=vouchers[2], key="undone", now=NOW)

    price = mean_price(LATER)

    assert price == Price(fen=1000, credits=40, since=TODAY - timedelta(days=90))
    assert (price.worth_fen(60), price.worth_fen(1), price.worth_fen(0)) == (1500, 25, 0)


def test_nobody_holds_anything_at_first(db):
    assert (liability(LATER).outstanding, liability(LATER).expiring) == (0, [])
    assert mean_price(LATER) is None


A_SECOND = timedelta(seconds=1)
LATER = NOW + A_SECOND


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
