"""A confirmed statement is paid once, by another than who drew it up, and settled in the ledger to the fen."""

import pytest
from django.db import DatabaseError, connection, transaction

from credits import ledger, statements
from merchants import audit
from merchants.models import Statement, StatementStep
from merchants.refusals import (
    NeedsAnother,
    NotYourTurn,
    OwnMerchant,
    ReferenceMissing,
    SameReference,
    SumChanged,
)
from merchants.settlement import closing, disputing, paying
from tests.at_once import at_once
from tests.merchants.conftest import assert_books_are_sound
from tests.merchants.settlement.conftest import JUST_AFTER, MORNING, NOVEMBER, closed, confirmed, paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(take, teahouse):
    take(MORNING, fen=800, price=31)
    take(MORNING, fen=500)
    return closed(teahouse)


def pay(statement: Statement, by, reference: str = "ICBC-1", fen: int = 1300) -> Statement:
    return paying.pay(statement=statement, by=by, bank_reference=reference, fen=fen, now=JUST_AFTER)


def test_paying_settles_the_fen_and_cancels_the_credits(statement, owner, payer, teahouse):
    assert paid(statement, owner, payer).status == "paid"

    settle, cancel = (ledger.find(reference) for reference in (f"settle:{statement.pk}", f"cancel:{statement.pk}"))
    assert [(each.debit.kind, each.credit.kind, each.amount) for each in (settle, cancel)] == [
        ("receivable", "paid", 1300),
        ("redeemed", "cancelled", 61),
    ]
    assert statements.owed_to(teahouse.public_id) == 0
    assert paying.reference_of(statement) == "ICBC-1"
    assert_books_are_sound()


def test_nothing_is_paid_before_it_is_confirmed_and_nothing_twice(statement, owner, payer, teahouse):
    with pytest.raises(NotYourTurn):
        pay(statement, payer)
    assert statements.owed_to(teahouse.public_id) == 1300
    paid(statement, owner, payer)

    with pytest.raises(NotYourTurn):
        pay(statement, payer, "ICBC-2")

    assert paying.reference_of(statement) == "ICBC-1"
    assert_books_are_sound()


def test_a_payment_names_the_sum_that_was_seen_and_the_bank_s_reference(statement, owner, payer, teahouse):
    confirmed(statement, owner)
    with pytest.raises(SumChanged):
        pay(statement, payer, fen=1299)
    with pytest.raises(ReferenceMissing):
        pay(statement, payer, " ")

    statement.refresh_from_db()
    assert (statement.status, statements.owed_to(teahouse.public_id)) == ("confirmed", 1300)


def test_who_answered_or_drew_it_up_does_not_pay(take, teahouse, owner, clerk, payer):
    take(MORNING, fen=1300)
    statement = closing.close(merchant=teahouse, month=NOVEMBER, now=JUST_AFTER, by=payer)
    line = statement.lines.get()
    disputing.dispute(line=line, leader=owner, words="少了", now=JUST_AFTER)
    disputing.answer(line=line, by=clerk, words="没有少", corrected_fen=0, now=JUST_AFTER)
    confirmed(statement, owner)

    for one in (clerk, payer):
        with pytest.raises(NeedsAnother):
            pay(statement, one)

    assert statements.owed_to(teahouse.public_id) == 1300
    assert_books_are_sound()


def test_nobody_pays_a_merchant_of_their_own(statement, owner, cashier):
    confirmed(statement, owner)

    with pytest.raises(OwnMerchant):
        pay(statement, cashier.user)


def test_a_wrong_bank_reference_is_followed_by_the_right_one_and_stays(statement, owner, payer):
    paid(statement, owner, payer)
    with pytest.raises(SameReference):
        paying.correct_reference(statement=statement, by=payer, bank_reference="ICBC-1", words="", now=JUST_AFTER)

    paying.correct_reference(statement=statement, by=payer, bank_reference="ICBC-2", words="抄错", now=JUST_AFTER)

    assert paying.reference_of(statement) == "ICBC-2"
    steps = StatementStep.objects.exclude(bank_reference="").order_by("pk")
    assert list(steps.values_list("step", "bank_reference")) == [("paid", "ICBC-1"), ("referenced", "ICBC-2")]
    assert_books_are_sound()


def test_a_statement_over_nothing_needs_no_reference(take, teahouse, owner, payer):
    take(MORNING, fen=0, price=9)
    statement = confirmed(closed(teahouse), owner)

    assert pay(statement, payer, "", 0).status == "paid"
    assert ledger.find(f"settle:{statement.pk}") is None
    assert ledger.find(f"cancel:{statement.pk}").amount == 9
    assert_books_are_sound()


@pytest.mark.django_db(transaction=True)
def test_paid_by_many_at_once_it_is_paid_once(statement, owner, payer, teahouse):
    confirmed(statement, owner)

    outcomes = at_once([lambda: pay(statement, payer) for _ in range(6)])

    assert sorted(type(each).__name__ for each in outcomes) == [*["NotYourTurn"] * 5, "Statement"]
    assert statements.owed_to(teahouse.public_id) == 0
    assert_books_are_sound()


# What the database keeps, and what the audit finds


@pytest.mark.parametrize("table", ["merchants_statementline", "merchants_statementstep", "merchants_statement"])
def test_what_is_settled_is_never_changed(statement, owner, payer, table):
    paid(statement, owner, payer)

    for deed in (f"UPDATE {table} SET fen = fen + 1", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)


LIES = {
    "statement_is_not_its_lines": "UPDATE merchants_statement SET fen = fen + 1",
    "line_is_not_its_capture": "UPDATE merchants_statementline SET fen = fen + 1",
    "capture_on_no_statement": "DELETE FROM merchants_statementline WHERE fen = 500",
    "statement_is_not_its_transfers": "UPDATE credits_transfer SET amount = amount + 1 WHERE kind = 'settle'",
    "correction_is_not_its_answer": "UPDATE merchants_statementstep SET corrected_fen = 1 WHERE step = 'confirmed'",
    "correction_without_its_answer": "UPDATE credits_transfer SET kind = 'correct' WHERE kind = 'settle'",
    "statement_is_not_its_steps": "UPDATE merchants_statementstep SET fen = 1 WHERE step = 'paid'",
    "statement_paid_by_one": "UPDATE merchants_statementstep SET by_id = NULL WHERE step = 'paid'",
}


@pytest.mark.parametrize("code", LIES)
def test_the_audit_finds_what_was_changed_past_the_database_s_guards(statement, owner, payer, code):
    paid(statement, owner, payer)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(LIES[code])
        cursor.execute("SET LOCAL session_replication_role = origin")

    assert code in {finding.code for finding in audit.findings()}
