"""A merchant that says nothing of its statement is told again, and the desk sees it; silence is never a yes."""

from datetime import timedelta

import pytest

from accounts.inbox import words
from accounts.models import Notice
from merchants.models import Role, StatementStatus
from merchants.refusals import NeedsAnother, NotYourTurn, OwnMerchant, StillTheirTurn, SumChanged, WordsMissing
from merchants.settlement import closing, disputing, paying, reminding
from tests.merchants.conftest import assert_books_are_sound, make_member
from tests.merchants.settlement.conftest import (
    DECEMBER,
    JUST_AFTER,
    MORNING,
    NEXT_MONTH,
    closed,
    confirmed,
    paid,
)

pytestmark = pytest.mark.django_db
DAY, MOMENT = timedelta(days=1), timedelta(seconds=1)


def remind(after: timedelta, limit: int = 100) -> int:
    return reminding.remind(now=JUST_AFTER + after, limit=limit)


def told() -> list[tuple[int, str]]:
    return list(Notice.objects.filter(code__startswith="statement_").order_by("pk").values_list("citizen_id", "code"))


@pytest.fixture
def statement(take, teahouse, owner):
    take(MORNING, fen=800)
    return closed(teahouse)


def test_owners_are_told_at_once_after_three_days_and_after_ten_once_each(statement, owner, teahouse):
    make_member(teahouse, Role.MANAGER)
    moments = [timedelta(0), DAY, 3 * DAY - MOMENT, 3 * DAY, 9 * DAY, 10 * DAY, 11 * DAY, 100 * DAY]

    assert [remind(after) for after in moments] == [1, 0, 0, 1, 0, 1, 0, 0]

    assert told() == [(owner.user_id, code) for code in ("statement_waits", *["statement_still_waits"] * 2)]
    statement.refresh_from_db()
    assert statement.status == StatementStatus.CLOSED


def test_what_it_says_is_the_merchant_the_month_and_the_sum(statement):
    remind(timedelta(0))

    [notice] = Notice.objects.filter(code=reminding.WAITS)
    said = words.words_for(notice.code).sentence(notice.facts)
    assert ("蜀风茶舍" in said, "8.00" in said, notice.path) == (True, True, statement.get_absolute_url())


def test_who_comes_late_is_told_the_last_alone(statement):
    assert remind(30 * DAY) == 1

    assert [code for _citizen, code in told()] == [reminding.STILL_WAITS]


@pytest.mark.parametrize("answer", [confirmed, paid])
def test_whoever_has_confirmed_is_told_no_more(statement, owner, payer, answer):
    answer(*{confirmed: (statement, owner), paid: (statement, owner, payer)}[answer])

    assert [remind(after) for after in (timedelta(0), 3 * DAY, 10 * DAY)] == [0, 0, 0]


def test_while_the_desk_has_yet_to_answer_nobody_is_told_and_after_it_anew(statement, owner, clerk):
    line = statement.lines.get()
    remind(timedelta(0))
    disputing.dispute(line=line, leader=owner, words="金额不对", now=JUST_AFTER)

    assert [remind(after) for after in (3 * DAY, 10 * DAY)] == [0, 0]

    disputing.answer(line=line, by=clerk, words="已核对", corrected_fen=0, now=JUST_AFTER + 11 * DAY)
    assert [remind(after) for after in (11 * DAY, 12 * DAY, 14 * DAY, 21 * DAY)] == [1, 0, 1, 1]


def test_every_owner_is_told_and_one_who_came_later_is_told_what_is_due_then(statement, owner, teahouse):
    second = make_member(teahouse, Role.OWNER)
    remind(timedelta(0))
    third = make_member(teahouse, Role.OWNER)

    assert remind(DAY) == 1

    assert {citizen for citizen, _code in told()} == {owner.user_id, second.user_id, third.user_id}
    assert len(told()) == 3


def test_a_run_that_is_full_leaves_the_rest_to_the_next(statement, take, teahouse, owner):
    take(JUST_AFTER + DAY, fen=100)
    closing.close(merchant=teahouse, month=DECEMBER, now=NEXT_MONTH)
    later = NEXT_MONTH - JUST_AFTER

    assert [remind(later, limit=1), remind(later, limit=1), remind(later, limit=1)] == [1, 1, 0]


def test_those_that_have_waited_ten_days_are_late(statement, owner):
    assert list(reminding.late(JUST_AFTER + 10 * DAY - MOMENT)) == []
    assert list(reminding.late(JUST_AFTER + 10 * DAY)) == [statement]

    confirmed(statement, owner, JUST_AFTER + 10 * DAY)
    assert list(reminding.late(JUST_AFTER + 20 * DAY)) == []


# Confirmed by the desk, on paper

STAMPED = "盖章件 2026-017 号，12 月 11 日收到"


def on_paper(statement, by, after: timedelta = 10 * DAY, **changed):
    said = {"words": STAMPED, "fen": 800, **changed}
    return disputing.confirm_on_paper(statement=statement, by=by, now=JUST_AFTER + after, **said)


def test_what_has_waited_long_is_confirmed_by_a_stamped_paper_and_paid_by_another(statement, clerk, payer):
    stands = on_paper(statement, clerk)

    step = stands.steps.get(step="confirmed")
    assert (stands.status, step.by, step.words, step.fen) == ("confirmed", clerk, STAMPED, 800)
    named = {"statement": stands, "bank_reference": "ICBC-1", "fen": 800, "now": JUST_AFTER + 11 * DAY}
    with pytest.raises(NeedsAnother):
        paying.pay(by=clerk, **named)
    assert paying.pay(by=payer, **named).status == "paid"
    assert_books_are_sound()


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"after": 10 * DAY - MOMENT}, StillTheirTurn),
        ({"fen": 801}, SumChanged),
        ({"words": "  "}, WordsMissing),
    ],
)
def test_before_ten_days_over_another_sum_or_without_words_nothing_is_confirmed(statement, clerk, changed, refusal):
    with pytest.raises(refusal):
        on_paper(statement, clerk, **changed)

    statement.refresh_from_db()
    assert (statement.status, statement.steps.count()) == ("closed", 1)


def test_nobody_confirms_at_the_desk_for_a_merchant_of_their_own(statement, owner):
    with pytest.raises(OwnMerchant):
        on_paper(statement, owner.user)


def test_what_the_owner_has_confirmed_the_desk_does_not(statement, owner, clerk):
    confirmed(statement, owner)

    with pytest.raises(NotYourTurn):
        on_paper(statement, clerk)
