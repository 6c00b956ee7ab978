"""A month is drawn up to the fen: what was taken and stands, less what was undone of an earlier statement."""

import multiprocessing
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections, transaction

from credits import statements
from merchants.models import LineKind, Merchant, MerchantStatus, Statement, StatementLine, StatementStatus
from merchants.refusals import MonthNotOver, NothingToSettle, OwnMerchant, SettledFinally, StillTaking
from merchants.settlement import closing
from merchants.till.taking import capture
from merchants.till.undoing import undo
from tests.at_once import at_once
from tests.merchants.conftest import assert_books_are_sound, code_of, make_member, voucher_of
from tests.merchants.settlement.conftest import (
    DECEMBER,
    JUST_AFTER,
    LAST_MINUTES,
    MONTHS_END,
    MORNING,
    NEXT_MONTH,
    NOVEMBER,
    closed,
    paid,
)
from tests.processes import wait_until

pytestmark = pytest.mark.django_db


def sums(statement: Statement) -> tuple[int, int, int, int]:
    return statement.taken, statement.undone, statement.credits, statement.fen


def fen_of(statement: Statement) -> list[int]:
    return list(statement.lines.order_by("pk").values_list("fen", flat=True))


def test_a_month_comes_to_the_fen_of_what_was_taken_and_stands(take, teahouse, cashier):
    take(MORNING, fen=805)
    take(MORNING + timedelta(days=1), fen=12_345, price=31)
    take(MORNING + timedelta(days=2), fen=0, price=7)
    undo(cashier=cashier, redemption=take(MORNING, fen=999), key="undo", now=MORNING)

    statement = closed(teahouse)

    assert sums(statement) == (3, 0, 68, 13_150)
    assert fen_of(statement) == [805, 12_345, 0]
    assert statement.fen == statements.owed_to(teahouse.public_id)
    assert_books_are_sound()


def test_the_month_ends_at_midnight_in_chengdu(take, teahouse):
    take(MONTHS_END - timedelta(seconds=1), fen=100)
    take(MONTHS_END, fen=200)

    assert closed(teahouse).fen == 100
    assert closed(teahouse, DECEMBER, NEXT_MONTH).fen == 200
    assert_books_are_sound()


def test_what_is_undone_after_the_closing_is_a_line_of_the_next_statement(take, teahouse, cashier):
    late = take(LAST_MINUTES, fen=800)
    take(MORNING, fen=500)
    november = closed(teahouse)
    undo(cashier=cashier, redemption=late, key="undo", now=JUST_AFTER)
    take(JUST_AFTER + timedelta(days=1), fen=1000)

    december = closed(teahouse, DECEMBER, NEXT_MONTH)

    november.refresh_from_db()
    assert (sums(november), sums(december)) == ((2, 0, 60, 1300), (1, 1, 0, 200))
    assert december.lines.get(kind=LineKind.UNDONE).happened_at == JUST_AFTER
    assert november.fen + december.fen == statements.owed_to(teahouse.public_id)
    assert_books_are_sound()


def test_what_is_undone_before_the_closing_is_on_no_statement(take, teahouse, cashier):
    undone = take(LAST_MINUTES, fen=800)
    take(MORNING, fen=500)
    undo(cashier=cashier, redemption=undone, key="undo", now=JUST_AFTER)

    assert sums(closed(teahouse, now=JUST_AFTER)) == (1, 0, 30, 500)


def test_a_voucher_that_is_taken_again_stands_on_both_statements(take, teahouse, cashier, till, alice):
    late = take(LAST_MINUTES, fen=800)
    closed(teahouse)
    undo(cashier=cashier, redemption=late, key="undo", now=JUST_AFTER)
    late.refresh_from_db()
    again = JUST_AFTER + timedelta(days=1)
    capture(user=cashier.user, shop=till.public_id, code=code_of(late, again), key="again", now=again)

    december = closed(teahouse, DECEMBER, NEXT_MONTH)

    assert sums(december) == (1, 1, 0, 0)
    assert list(december.lines.order_by("pk").values_list("kind", "nth")) == [("taken", 2), ("undone", 1)]
    assert_books_are_sound()


def test_a_statement_never_falls_below_zero_what_is_left_is_for_the_next(take, teahouse, cashier):
    late = take(LAST_MINUTES, fen=5000)
    closed(teahouse)
    undo(cashier=cashier, redemption=late, key="undo", now=JUST_AFTER)
    take(JUST_AFTER + timedelta(days=1), fen=1000)

    assert sums(closed(teahouse, DECEMBER, NEXT_MONTH)) == (1, 0, 30, 1000)

    take(NEXT_MONTH, fen=6000)
    january = closed(teahouse, date(2027, 1, 1), datetime(2027, 2, 2, tzinfo=UTC))
    assert sums(january) == (1, 1, 0, 1000)
    assert_books_are_sound()


def test_tickets_that_need_no_till_are_on_the_statement_too(ticket, rich_alice):
    voucher = voucher_of(rich_alice, ticket)

    statement = closed(ticket.merchant)

    assert sums(statement) == (1, 0, voucher.price, voucher.settlement_fen)
    assert_books_are_sound()


def test_closing_twice_changes_nothing(take, teahouse):
    take(MORNING)
    first = closed(teahouse)

    again = closed(teahouse, now=NEXT_MONTH)

    assert (again.pk, sums(again)) == (first.pk, sums(first))
    assert (first.lines.count(), first.steps.count()) == (1, 1)


def test_a_month_in_which_nothing_was_taken_has_no_statement(teahouse, take):
    take(MONTHS_END)

    assert closing.close(merchant=teahouse, month=NOVEMBER, now=JUST_AFTER) is None
    assert not Statement.objects.exists()


def test_a_month_that_is_not_over_is_not_closed(take, teahouse):
    take(MORNING)

    with pytest.raises(MonthNotOver):
        closing.close(merchant=teahouse, month=NOVEMBER, now=MONTHS_END - timedelta(seconds=1))

    assert not Statement.objects.exists()


def test_nobody_draws_up_a_statement_of_a_merchant_of_their_own(take, teahouse, cashier):
    take(MORNING)

    with pytest.raises(OwnMerchant):
        closing.close(merchant=teahouse, month=NOVEMBER, now=JUST_AFTER, by=cashier.user)

    assert not Statement.objects.exists()


# By the clock


def test_the_clock_closes_every_month_that_is_over_an_hour_after_its_end(take, teahouse):
    take(datetime(2026, 11, 23, 4, tzinfo=UTC), fen=100)
    take(MONTHS_END, fen=200)

    assert closing.close_due(now=MONTHS_END + timedelta(minutes=59), limit=10) == 0
    assert closing.close_due(now=MONTHS_END + timedelta(hours=1), limit=10) == 1
    assert closing.close_due(now=MONTHS_END + timedelta(hours=1), limit=10) == 0
    assert closing.close_due(now=NEXT_MONTH, limit=10) == 1
    assert list(Statement.objects.order_by("pk").values_list("month", "fen")) == [(NOVEMBER, 100), (DECEMBER, 200)]


def test_what_was_missed_for_months_is_closed_month_by_month(take, teahouse):
    take(MORNING, fen=100)
    take(MONTHS_END, fen=200)

    assert [closing.close_due(now=NEXT_MONTH, limit=1) for _run in range(3)] == [1, 1, 0]
    assert list(Statement.objects.order_by("pk").values_list("month", flat=True)) == [NOVEMBER, DECEMBER]


def test_a_run_that_was_cut_off_is_finished_by_the_next_and_nothing_is_on_twice(take, teahouse, monkeypatch):
    monkeypatch.setattr(closing, "BATCH", 2)
    for place in range(5):
        take(MORNING + timedelta(minutes=place), fen=100 + place)
    begun = closing._opened(teahouse, NOVEMBER, MONTHS_END, is_final=False, by=None)
    assert closing._went_on(begun.pk, teahouse, None, JUST_AFTER).status == StatementStatus.OPEN
    assert (StatementLine.objects.count(), list(Statement.objects.shown())) == (2, [])

    assert closing.close_due(now=NEXT_MONTH, limit=10) == 1

    begun.refresh_from_db()
    assert (begun.status, sums(begun), fen_of(begun)) == ("closed", (5, 0, 150, 510), [100, 101, 102, 103, 104])
    assert_books_are_sound()


# A merchant that leaves


def test_a_merchant_that_leaves_is_settled_to_the_last_fen(take, teahouse, till, cashier, owner, payer):
    take(MORNING, fen=300)
    till.is_open = False
    till.save()

    final = closing.close_finally(merchant=teahouse, now=MORNING + timedelta(days=1), by=None)

    assert (final.is_final, sums(final)) == (True, (1, 0, 30, 300))
    paid(final, owner, payer, MORNING + timedelta(days=2))
    assert statements.owed_to(teahouse.public_id) == 0
    assert closing.close_due(now=NEXT_MONTH, limit=10) == 0
    assert_books_are_sound()


def test_what_a_merchant_took_after_it_came_back_is_on_the_month_s_own_statement(take, teahouse, till):
    take(MORNING, fen=300)
    teahouse.status = MerchantStatus.SUSPENDED
    teahouse.save()
    closing.close_finally(merchant=teahouse, now=MORNING + timedelta(hours=1), by=None)
    teahouse.status = MerchantStatus.APPROVED
    teahouse.save()
    take(MORNING + timedelta(days=1), fen=400)

    assert closing.close_due(now=NEXT_MONTH, limit=10) == 1
    assert list(Statement.objects.order_by("pk").values_list("is_final", "fen")) == [(True, 300), (False, 400)]
    assert_books_are_sound()


def test_a_final_statement_that_was_cut_off_is_finished_by_the_clock(take, teahouse, till, monkeypatch):
    monkeypatch.setattr(closing, "BATCH", 1)
    for fen in (300, 400):
        take(MORNING, fen=fen)
    begun = closing._opened(teahouse, NOVEMBER, JUST_AFTER - timedelta(days=1), is_final=True, by=None)
    closing._went_on(begun.pk, teahouse, None, JUST_AFTER)

    assert closing.close_due(now=JUST_AFTER, limit=10) == 1

    begun.refresh_from_db()
    assert (begun.status, begun.is_final, sums(begun)) == ("closed", True, (2, 0, 60, 700))
    assert closing.close_due(now=NEXT_MONTH, limit=10) == 0
    assert_books_are_sound()


def test_a_merchant_is_settled_finally_once_a_month(take, teahouse, till):
    take(MORNING, fen=300)
    till.is_open = False
    till.save()
    closing.close_finally(merchant=teahouse, now=MORNING + timedelta(hours=1), by=None)

    with pytest.raises(SettledFinally):
        closing.close_finally(merchant=teahouse, now=MORNING + timedelta(hours=2), by=None)

    assert Statement.objects.count() == 1


def test_a_merchant_that_takes_vouchers_is_not_settled_finally(take, teahouse):
    take(MORNING)

    with pytest.raises(StillTaking):
        closing.close_finally(merchant=teahouse, now=JUST_AFTER, by=None)

    assert not Statement.objects.exists()


def test_a_merchant_that_took_nothing_has_no_final_statement(teahouse, till):
    till.is_open = False
    till.save()

    with pytest.raises(NothingToSettle):
        closing.close_finally(merchant=teahouse, now=JUST_AFTER, by=None)


# At once


@pytest.mark.django_db(transaction=True)
def test_closed_by_many_at_once_nothing_is_on_twice(take, teahouse, monkeypatch):
    monkeypatch.setattr(closing, "BATCH", 2)
    for place in range(5):
        take(MORNING + timedelta(minutes=place), fen=100)

    outcomes = at_once([lambda: closed(teahouse) for _ in range(6)])

    assert {(each.pk, each.fen) for each in outcomes} == {(outcomes[0].pk, 500)}
    assert (StatementLine.objects.count(), outcomes[0].steps.count()) == (5, 1)
    assert_books_are_sound()


@pytest.mark.django_db(transaction=True)
def test_closing_while_tills_undo_loses_nothing(take, teahouse, till, monkeypatch):
    monkeypatch.setattr(closing, "BATCH", 1)
    taken = [take(LAST_MINUTES, fen=100) for _ in range(6)]
    cashiers = [make_member(teahouse) for _ in taken]
    undoes = [
        lambda voucher=voucher, by=by: undo(cashier=by, redemption=voucher, key="undo", now=JUST_AFTER)
        for voucher, by in zip(taken, cashiers, strict=True)
    ]

    at_once([lambda: closing.close(merchant=teahouse, month=NOVEMBER, now=JUST_AFTER), *undoes])

    november = Statement.objects.first()
    take(JUST_AFTER + timedelta(days=1), fen=1000, price=500)
    december = closed(teahouse, DECEMBER, NEXT_MONTH)
    assert (november.fen if november else 0) + december.fen == statements.owed_to(teahouse.public_id) == 1000
    assert_books_are_sound()


# Killed


def draw_up_slowly(merchant: Merchant) -> None:
    """In a process of its own, a line at a time."""
    connections.close_all()
    closing.BATCH = 1
    closing.close(merchant=merchant, month=NOVEMBER, now=JUST_AFTER)


@pytest.mark.django_db(transaction=True)
def test_killed_amid_the_closing_the_next_run_finishes_and_nothing_is_on_twice(take, teahouse):
    for place in range(40):
        take(MORNING + timedelta(minutes=place), fen=100 + place)
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=draw_up_slowly, args=[teahouse])
    process.start()
    wait_until(lambda: StatementLine.objects.count() > 2, "some lines are there")
    with transaction.atomic():
        # It waits for its turn here, so it is killed between two lines.
        Merchant.objects.select_for_update().get(pk=teahouse.pk)
        process.kill()
        process.join()
    cut_off = Statement.objects.get()
    assert (cut_off.status, 2 < cut_off.lines.count() < 40) == ("open", True)

    assert closing.close_due(now=NEXT_MONTH, limit=10) == 1

    cut_off.refresh_from_db()
    assert (cut_off.status, sums(cut_off)) == ("closed", (40, 0, 1200, 4780))
    assert fen_of(cut_off) == [100 + place for place in range(40)]
    assert cut_off.fen == statements.owed_to(teahouse.public_id)
    assert_books_are_sound()
