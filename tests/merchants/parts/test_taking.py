"""A voucher pays bills part by part: what each takes, what is left, what becomes of the rest."""

from datetime import date, timedelta

import pytest

from credits import statements
from credits.liability import mean_price
from merchants.mall.redeeming import redeem
from merchants.mall.releasing import cancel, expire_due, give_back, overdue_credits
from merchants.models import Redemption, Refund, StockRelease
from merchants.refunds.foreseeing import foresee
from merchants.refunds.refunding import By, refund
from merchants.refusals import (
    AmountMissing,
    AmountNotAsked,
    KeyReused,
    LaterPartsRestOnIt,
    LimitReached,
    NotTheLatestPart,
    TooLateToUndo,
    TooMuchOfTheBill,
    UnknownVoucher,
)
from merchants.room.owed import page as owed_page
from merchants.room.trade import trade
from merchants.settlement import closing
from merchants.till.undoing import undo
from tests.conftest import NOW, TODAY
from tests.inboxes import said_to
from tests.merchants.conftest import (
    THIS_VINTAGE,
    assert_books_are_sound,
    available,
    give,
    keys,
    make_member,
    make_offer,
    voucher_of,
)
from tests.merchants.parts.conftest import FEN, PRICE, VALUE, a_bill
from tests.merchants.till.test_taking import owed_fen

pytestmark = pytest.mark.django_db


def stands(voucher: Redemption) -> tuple[str, int, int]:
    voucher.refresh_from_db()
    return voucher.status, voucher.left_fen, voucher.left


def undone(part: Redemption, cashier, now=NOW) -> Redemption:
    return undo(cashier=cashier, redemption=part, key=next(keys), now=now, taken_at=part.captured_at)


def refunded(part: Redemption, by: By, now) -> Refund:
    return refund(redemption=part, by=by, words="多收了", foreseen=foresee(part, now=now).word, now=now)


def test_a_part_takes_its_credits_and_the_rest_stays(voucher, take, teahouse, alice):
    part = take(voucher, 1250)

    assert (part.price, part.settlement_fen, part.value_fen, part.status) == (250, 1000, 1250, "redeemed")
    assert stands(voucher) == ("held", 750, 150)
    assert (owed_fen(teahouse), available(alice)) == (1000, 600)
    assert_books_are_sound()


def test_parts_sum_to_the_whole_and_the_voucher_is_used_up(voucher, take, teahouse, alice):
    parts = [take(voucher, fen) for fen in (333, 1, 666, 1000)]

    assert sum(part.price for part in parts) == PRICE
    assert owed_fen(teahouse) == FEN
    assert stands(voucher) == ("used_up", 0, 0)
    assert available(alice) == 600
    assert_books_are_sound()


def test_a_voucher_is_taken_whole_at_once_too(voucher, take, teahouse):
    part = take(voucher, VALUE)

    assert (part.price, part.settlement_fen) == (PRICE, FEN)
    assert stands(voucher) == ("used_up", 0, 0)
    assert_books_are_sound()


def test_more_credits_than_fen_and_fewer(alice, take, teahouse):
    give(alice, 5000)
    for price, value, settlement in ((1, 2000, 1999), (3, 2000, 0), (2001, 7, 5)):
        offer = a_bill(teahouse, price=price, value_fen=value, settlement_fen=settlement)
        voucher, before = voucher_of(alice, offer), owed_fen(teahouse)
        parts = [take(voucher, fen) for fen in (1, 2, value - 3)]
        assert sum(part.price for part in parts) == price
        assert owed_fen(teahouse) - before == settlement
    assert_books_are_sound()


@pytest.mark.parametrize("fen", [0, 2001, 10**9])
def test_more_than_is_left_is_refused_and_takes_nothing(voucher, take, fen, teahouse):
    with pytest.raises(TooMuchOfTheBill):
        take(voucher, fen)
    take(voucher, 1999)
    with pytest.raises(TooMuchOfTheBill):
        take(voucher, 2)
    assert stands(voucher)[:2] == ("held", 1)
    assert_books_are_sound()


def test_without_an_amount_nothing_is_taken_and_it_is_asked_for(voucher, take):
    with pytest.raises(AmountMissing) as asked:
        take(voucher, None)
    assert asked.value.facts == {"voucher": voucher.public_id, "left_fen": VALUE, "left": PRICE}
    assert stands(voucher) == ("held", VALUE, PRICE)


def test_a_whole_voucher_asks_for_no_amount(alice, take, teahouse):
    give(alice, 100)
    with pytest.raises(AmountNotAsked):
        take(voucher_of(alice, make_offer(teahouse)), 500)


def test_the_same_key_again_is_the_same_part_and_another_amount_is_refused(voucher, take):
    first = take(voucher, 500, key="1")
    assert take(voucher, 500, key="1") == first
    with pytest.raises(KeyReused):
        take(voucher, 501, key="1")
    assert stands(voucher)[1] == 1500


def test_the_earliest_vintage_pays_first(alice, teahouse, take, voucher):
    give(alice, 100, THIS_VINTAGE)
    mixed = voucher_of(alice, a_bill(teahouse))
    # 100 of this year and 300 of the next were set aside; the part takes 250.
    take(mixed, 1250)
    mixed.refresh_from_db()

    assert overdue_credits(mixed, today=THIS_VINTAGE + timedelta(days=1)) == 0
    back = expire_due(now=mixed.expires_at, limit=10)
    assert back == 2
    assert_books_are_sound()


def test_of_what_is_left_the_vintage_that_has_run_out_expires(alice, teahouse, take):
    give(alice, 300, THIS_VINTAGE)
    give(alice, 100)
    voucher = voucher_of(alice, a_bill(teahouse))
    take(voucher, 1250)
    voucher.refresh_from_db()
    later = NOW + timedelta(days=45)

    assert overdue_credits(voucher, today=later.date()) == 50
    give_back(citizen=alice, redemption=voucher, key="1", now=later, expiring=50)
    assert statements.available(alice.pk, today=later.date()) == 100
    assert stands(voucher)[0] == "returned"
    assert_books_are_sound()


# What becomes of the rest


def test_the_rest_comes_back_at_once_where_the_offer_says_so(alice, teahouse, take):
    give(alice, PRICE)
    voucher = voucher_of(alice, a_bill(teahouse, rest_stays=False))
    take(voucher, 1250)

    assert stands(voucher) == ("used_up", 750, 150)
    assert (available(alice), voucher.released_at) == (150, NOW)
    assert_books_are_sound()


def test_the_rest_runs_out_with_the_voucher(voucher, take, alice):
    take(voucher, 1250)
    expire_due(now=voucher.expires_at, limit=10)

    assert stands(voucher)[0] == "expired"
    assert available(alice) == 750
    assert said_to(alice)[-1] == "Your voucher “一杯绿茶” has run out. 150 credits went back to you."
    assert_books_are_sound()


def test_the_citizen_and_the_merchant_give_the_rest_back(voucher, take, alice, manager, off_a_bill):
    other = voucher_of(alice, off_a_bill)
    for one in (voucher, other):
        take(one, 1250)
        one.refresh_from_db()
    give_back(citizen=alice, redemption=voucher, key="1", now=NOW)
    cancel(manager=manager, redemption=other, key="1", now=NOW)

    assert available(alice) == 1000 - 2 * 250
    assert_books_are_sound()


def test_a_piece_of_which_something_was_taken_does_not_come_back(alice, teahouse, take):
    give(alice, 1000)
    offer = a_bill(teahouse, limit_count=1, is_limited=True)
    StockRelease.objects.create(offer=offer, opens_at=NOW, quantity=5)
    voucher = voucher_of(alice, offer)
    take(voucher, 1)
    voucher.refresh_from_db()
    give_back(citizen=alice, redemption=voucher, key="1", now=NOW)

    assert StockRelease.objects.get().taken == 1
    with pytest.raises(LimitReached):
        redeem(citizen=alice, offer=offer, price=PRICE, key="again", now=NOW)
    assert_books_are_sound()


# Undoing


def test_the_latest_part_is_undone_and_on_the_voucher_again(voucher, take, cashier, teahouse, alice):
    take(voucher, 500)
    part = take(voucher, 750)
    undone(part, cashier)

    part.refresh_from_db()
    assert (part.status, part.captured_at, part.released_at) == ("undone", None, None)
    assert stands(voucher) == ("held", 1500, 300)
    assert (owed_fen(teahouse), available(alice)) == (400, 600)
    again = take(voucher, 1500)
    assert (again.price, owed_fen(teahouse)) == (300, FEN)
    assert_books_are_sound()


def test_what_used_the_voucher_up_is_undone_and_it_can_be_used_again(voucher, take, cashier):
    part = take(voucher, VALUE)
    undone(part, cashier)

    assert stands(voucher) == ("held", VALUE, PRICE)
    take(voucher, 1)
    assert_books_are_sound()


def test_an_earlier_part_is_not_undone(voucher, take, cashier):
    first = take(voucher, 500)
    take(voucher, 500)

    with pytest.raises(NotTheLatestPart):
        undone(first, cashier)
    assert stands(voucher)[1] == 1000
    assert_books_are_sound()


def test_after_ten_minutes_no_part_is_undone(voucher, take, cashier):
    with pytest.raises(TooLateToUndo):
        undone(take(voucher, 500), cashier, NOW + timedelta(minutes=10))


@pytest.mark.parametrize("rest", ["at once", "given back"])
def test_where_the_voucher_is_over_the_citizen_gets_the_credits(alice, teahouse, take, cashier, rest):
    give(alice, PRICE)
    voucher = voucher_of(alice, a_bill(teahouse, rest_stays=rest != "at once"))
    part = take(voucher, 1250)
    voucher.refresh_from_db()
    if rest == "given back":
        give_back(citizen=alice, redemption=voucher, key="1", now=NOW)
    undone(part, cashier)

    assert (available(alice), owed_fen(teahouse)) == (PRICE, 0)
    assert said_to(alice)[-1] == ("12.50 yuan that were taken of “一杯绿茶” were undone: 250 credits went back to you.")
    assert_books_are_sound()


# Refunds


def test_a_part_is_refunded_later_and_the_rest_stays_as_it_is(voucher, take, owner, teahouse, alice):
    first, second = take(voucher, 333), take(voucher, 334)
    later = NOW + timedelta(days=3)
    refunded(first, By(owner.user, owner), later)

    assert stands(voucher)[:2] == ("held", VALUE - 667)
    assert available(alice) == 600 + first.price
    third = take(voucher, VALUE - 667, later)
    assert owed_fen(teahouse) == FEN - first.settlement_fen
    assert first.price + second.price + third.price == PRICE
    assert_books_are_sound()


def test_no_part_is_refunded_so_that_the_others_have_cost_nothing(alice, teahouse, take, owner):
    """Ten credits for five yuan, by a fen and 49 in turn: the fen cost a credit each, the 49 nothing."""
    give(alice, 1000)
    voucher = voucher_of(alice, a_bill(teahouse, price=10, value_fen=500, settlement_fen=400))
    by = By(owner.user, owner)
    parts = [take(voucher, fen) for fen in (1, 49, 1, 49)]
    assert [part.price for part in parts] == [1, 0, 1, 0]

    refunded(parts[0], by, NOW)
    with pytest.raises(LaterPartsRestOnIt):
        refunded(parts[2], by, NOW)
    for part in (parts[3], parts[1], parts[2]):
        refunded(part, by, NOW)

    assert (available(alice), owed_fen(teahouse)) == (992, 0)
    assert_books_are_sound()


def test_what_cost_the_only_credit_is_not_refunded_while_the_rest_can_be_used(alice, teahouse, take, owner):
    give(alice, 1000)
    voucher = voucher_of(alice, a_bill(teahouse, price=1))
    first, by = take(voucher, 1), By(owner.user, owner)
    with pytest.raises(LaterPartsRestOnIt):
        refunded(first, by, NOW)

    give_back(citizen=alice, redemption=voucher, key="back", now=NOW)
    refunded(first, by, NOW)

    assert available(alice) == 1000
    assert_books_are_sound()


def test_a_refunded_part_of_a_vintage_that_has_run_out_expires(alice, teahouse, take, owner):
    give(alice, 300, THIS_VINTAGE)
    give(alice, 100)
    voucher = voucher_of(alice, a_bill(teahouse))
    first, second = take(voucher, 1250), take(voucher, 500)
    later = NOW + timedelta(days=45)

    made = [refunded(part, By(owner.user, owner), later) for part in (first, second)]

    assert [(one.credits, one.expired) for one in made] == [(250, 250), (100, 50)]
    assert statements.available(alice.pk, today=later.date()) == 50
    assert_books_are_sound()


# Whoever adds up


def test_statements_have_a_line_for_each_part(voucher, take, cashier, teahouse, owner):
    parts = [take(voucher, fen) for fen in (333, 334)]
    undone(take(voucher, 100), cashier)
    month = closing.close(merchant=teahouse, month=date(2026, 11, 1), now=NOW + timedelta(days=30))
    assert [line.redemption for line in month.lines.order_by("pk")] == parts
    assert (month.taken, month.fen, month.credits) == (
        2,
        sum(part.settlement_fen for part in parts),
        sum(part.price for part in parts),
    )
    refunded(parts[0], By(owner.user, owner), month.until)
    take(voucher, 500, month.until + timedelta(days=1))
    december = closing.close(merchant=teahouse, month=date(2026, 12, 1), now=NOW + timedelta(days=60))
    assert (december.taken, december.undone) == (1, 1)
    assert_books_are_sound()


def test_sums_count_each_part_once_and_the_voucher_not(voucher, take, cashier, teahouse):
    parts = [take(voucher, fen) for fen in (333, 334)]
    undone(take(voucher, 100), cashier)
    fen, credits = (sum(getattr(part, name) for part in parts) for name in ("settlement_fen", "price"))

    day = trade(teahouse, NOW - timedelta(days=1), NOW + timedelta(days=1))
    assert (day.sums.taken, day.sums.fen, day.sums.credits, day.redeemed, day.undone) == (2, fen, credits, 1, 1)
    [owed] = owed_page(teahouse, before=TODAY + timedelta(days=1)).days
    assert (owed.captures, owed.undone, owed.fen) == (2, 1, fen)
    assert mean_price(NOW + timedelta(days=1)).worth_fen(1000) == fen * 1000 // credits


def test_the_citizen_is_told_of_each_part(voucher, take, cashier, alice):
    undone(take(voucher, 1250), cashier)
    take(voucher, VALUE)

    assert said_to(alice) == [
        "12.50 yuan of your voucher “一杯绿茶” were taken off a bill at 春熙路店. 7.50 yuan are left on it.",
        "12.50 yuan that were taken of “一杯绿茶” were undone: they are on the voucher again.",
        "20.00 yuan of your voucher “一杯绿茶” were taken off a bill at 春熙路店.",
    ]


def test_a_member_of_another_merchant_undoes_no_part(voucher, take, bookshop):
    part = take(voucher, 500)
    with pytest.raises(UnknownVoucher):
        undone(part, make_member(bookshop))
    assert stands(voucher)[1] == 1500
