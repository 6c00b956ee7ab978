"""A merchant confirms what its page showed, or disputes a line; the desk answers, corrects, and hands it back."""

import pytest

from common.desk_origins import origins_of
from credits import ledger, statements
from merchants.models import Statement, StatementLine, StatementStep
from merchants.refusals import (
    AlreadyInDispute,
    BelowZero,
    NothingToAnswer,
    NotYourTurn,
    OwnMerchant,
    SumChanged,
    WordsMissing,
)
from merchants.settlement import disputing
from tests.merchants.conftest import assert_books_are_sound
from tests.merchants.settlement.conftest import JUST_AFTER, MORNING, closed, confirmed, paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(take, teahouse):
    take(MORNING, fen=800)
    take(MORNING, fen=500)
    return closed(teahouse)


def disputed(line: StatementLine, owner, words: str = "这杯是 10 元"):
    return disputing.dispute(line=line, leader=owner, words=words, now=JUST_AFTER)


def answered(line: StatementLine, by, fen: int = 0, words: str = "已核对"):
    return disputing.answer(line=line, by=by, words=words, corrected_fen=fen, now=JUST_AFTER)


def test_what_the_merchant_confirms_is_the_sum_that_it_saw(statement, owner):
    with pytest.raises(SumChanged):
        disputing.confirm(statement=statement, owner=owner, fen=1299, now=JUST_AFTER)
    statement.refresh_from_db()
    assert statement.status == "closed"

    confirmed(statement, owner)

    statement.refresh_from_db()
    assert (statement.status, statement.steps.latest("pk").by) == ("confirmed", owner.user)
    assert_books_are_sound()


def test_a_disputed_line_is_answered_corrected_and_confirmed(statement, owner, clerk, payer, teahouse):
    dear, cheap = statement.lines.order_by("pk")
    assert disputed(dear, owner).status == "disputed"
    disputed(cheap, owner, "没有这张")
    with pytest.raises(NotYourTurn):
        confirmed(statement, owner)

    assert answered(dear, clerk, 200).status == "disputed"
    assert_books_are_sound()
    back = answered(cheap, clerk)

    assert (back.status, back.fen, statements.owed_to(teahouse.public_id)) == ("closed", 1500, 1500)
    assert paid(back, owner, payer).status == "paid"
    assert statements.owed_to(teahouse.public_id) == 0
    told = StatementStep.objects.order_by("pk").values_list("step", "words", "corrected_fen", "fen")
    assert list(told)[1:5] == [
        ("disputed", "这杯是 10 元", 0, 1300),
        ("disputed", "没有这张", 0, 1300),
        ("answered", "已核对", 200, 1500),
        ("answered", "已核对", 0, 1500),
    ]
    assert_books_are_sound()


def test_a_correction_can_take_something_off_but_no_more_than_there_is(statement, owner, clerk, teahouse):
    line = statement.lines.first()
    disputed(line, owner)
    with pytest.raises(BelowZero):
        answered(line, clerk, -1301)
    assert (statement.lines.count(), statements.owed_to(teahouse.public_id)) == (2, 1300)

    assert answered(line, clerk, -1300).fen == 0
    assert statements.owed_to(teahouse.public_id) == 0
    assert_books_are_sound()


def test_a_line_is_in_dispute_once_and_again_after_its_answer(statement, owner, clerk):
    line = statement.lines.first()
    disputed(line, owner)
    with pytest.raises(AlreadyInDispute):
        disputed(line, owner)
    answered(line, clerk)
    with pytest.raises(NotYourTurn):
        answered(line, clerk)

    assert disputed(line, owner).status == "disputed"
    with pytest.raises(NothingToAnswer):
        answered(statement.lines.last(), clerk)
    assert_books_are_sound()


def test_without_words_nothing_is_disputed_and_nothing_answered(statement, owner, clerk):
    line = statement.lines.first()
    with pytest.raises(WordsMissing):
        disputed(line, owner, "  ")
    disputed(line, owner)
    with pytest.raises(WordsMissing):
        answered(line, clerk, 100, " ")

    assert statement.steps.count() == 2


def test_what_is_confirmed_is_disputed_no_more(statement, owner):
    confirmed(statement, owner)

    with pytest.raises(NotYourTurn):
        disputed(statement.lines.first(), owner)


def test_nobody_answers_for_a_merchant_of_their_own(statement, owner, cashier):
    line = statement.lines.first()
    disputed(line, owner)

    with pytest.raises(OwnMerchant):
        answered(line, cashier.user, 100)

    assert statement.lines.count() == 2


def test_what_a_statement_moved_leads_back_to_it(statement, owner, clerk, payer):
    """Corrected, settled and cancelled: the books know all three by the statement."""
    line = statement.lines.first()
    disputed(line, owner)
    answered(line, clerk, fen=200)
    paid(Statement.objects.get(pk=statement.pk), owner, payer)
    moved = ledger.find_all("correct") + ledger.find_all("settle") + ledger.find_all("cancel")

    origins = origins_of([transfer.reference for transfer in moved])

    assert sorted(transfer.kind for transfer in moved) == ["cancel", "correct", "settle"]
    assert [origins[transfer.reference] for transfer in moved] == [statement] * 3
