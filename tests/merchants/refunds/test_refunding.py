"""What a till took is given back, days later: the credits, the fen, the piece, and a line of the next statement."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from city import audit as city_audit
from city import keeping
from credits import statements
from credits.liability import mean_price
from merchants import audit as merchants_audit
from merchants.mall.releasing import cancel, give_back
from merchants.models import Membership, Merchant, MerchantStatus, Redemption, Refund, Role, StockRelease
from merchants.refunds.foreseeing import foresee
from merchants.refunds.refunding import By, refund
from merchants.refusals import (
    LeftToTheDesk,
    MoreThanIsOwed,
    NotAllowed,
    NotRefundable,
    OtherThanForetold,
    OwnMerchant,
    OwnVoucher,
    TooLateToRefund,
    UndoneSince,
    VoucherOfSomebodyClose,
    WordsMissing,
)
from merchants.room.owed import page as owed_page
from merchants.room.trade import trade
from merchants.settlement import disputing
from merchants.till.taking import capture
from merchants.till.undoing import undo
from seals import sealing
from tests.conftest import make_citizen
from tests.inboxes import said_to
from tests.merchants.conftest import (
    THIS_VINTAGE,
    assert_books_are_sound,
    code_of,
    give,
    make_member,
    make_offer,
    voucher_of,
)
from tests.merchants.settlement.conftest import (
    DECEMBER,
    JUST_AFTER,
    MORNING,
    NEXT_MONTH,
    closed,
    confirmed,
    paid,
)
from tests.merchants.settlement.test_closing import fen_of, sums
from tests.merchants.till.test_taking import owed_fen

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(days=3)


def refunded(voucher: Redemption, by: By, now=LATER, words: str = "茶是凉的") -> Refund:
    """As who sends the page that they have seen."""
    return refund(redemption=voucher, by=by, words=words, foreseen=foresee(voucher, now=now).word, now=now)


def credits_of(citizen, now=LATER) -> int:
    return statements.available(citizen.pk, today=now.date())


@pytest.fixture
def cup(take) -> Redemption:
    return take(MORNING, fen=805, price=30)


@pytest.fixture
def as_owner(owner) -> By:
    return By(owner.user, owner)


@pytest.fixture
def as_desk(clerk) -> By:
    return By(clerk)


@pytest.mark.parametrize("who", ["as_owner", "as_desk"])
def test_a_refund_gives_credits_piece_and_fen_back(request, cashier, till, teahouse, alice, who):
    offer = make_offer(teahouse, stock=1, settlement_fen=805)
    give(alice, 100)
    voucher = voucher_of(alice, offer, MORNING)
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher, MORNING), key="1", now=MORNING)
    voucher.refresh_from_db()
    by = request.getfixturevalue(who)

    made = refunded(voucher, by)

    voucher.refresh_from_db()
    assert (voucher.status, voucher.captured_at, voucher.released_at) == ("refunded", None, LATER)
    assert (made.credits, made.expired, made.fen, made.taken_at) == (30, 0, 805, MORNING)
    assert (made.by, made.membership, made.words) == (by.user, by.membership, "茶是凉的")
    assert (credits_of(alice), owed_fen(teahouse)) == (100, 0)
    assert StockRelease.objects.get().taken == 0
    assert_books_are_sound()


def test_the_citizen_is_told_how_many_credits_came_back(cup, as_owner, alice):
    refunded(cup, as_owner)

    assert said_to(alice)[-1] == "“一杯绿茶”, which you had used, was refunded. 30 credits went back to you."
    assert said_to(alice, "zh-hans")[-1] == "您用过的“一杯绿茶”已退还。30 积分已退还给您。"


def test_what_returns_into_a_vintage_that_has_run_out_expires_and_is_told(cashier, till, teahouse, alice, as_desk):
    give(alice, 20, THIS_VINTAGE)
    give(alice, 80)
    voucher = voucher_of(alice, make_offer(teahouse), MORNING)
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher, MORNING), key="1", now=MORNING)
    voucher.refresh_from_db()
    assert foresee(voucher, now=NEXT_MONTH)[1:4] == (30, 20, 800)

    made = refunded(voucher, as_desk, NEXT_MONTH)

    assert (made.returned, made.expired, credits_of(alice, NEXT_MONTH)) == (10, 20, 80)
    assert said_to(alice)[-1] == (
        "“一杯绿茶”, which you had used, was refunded. 10 credits went back to you."
        " 20 more had run out meanwhile and expired."
    )
    assert_books_are_sound()


def test_a_vintage_that_runs_out_after_the_look_is_another_refund_than_the_one_seen(
    cashier, till, teahouse, alice, as_desk
):
    give(alice, 30, THIS_VINTAGE)
    voucher = voucher_of(alice, make_offer(teahouse), MORNING)
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher, MORNING), key="1", now=MORNING)
    voucher.refresh_from_db()
    seen = foresee(voucher, now=LATER).word

    with pytest.raises(OtherThanForetold):
        refund(redemption=voucher, by=as_desk, words="凉", foreseen=seen, now=NEXT_MONTH)

    assert not Refund.objects.exists()
    assert owed_fen(teahouse) == 800


def test_twice_is_once(cup, as_owner, as_desk, alice):
    seen = foresee(cup, now=LATER).word
    first = refund(redemption=cup, by=as_owner, words="凉", foreseen=seen, now=LATER)

    again = refund(redemption=cup, by=as_desk, words="又", foreseen=seen, now=LATER + timedelta(days=1))

    assert again == first
    assert (again.words, credits_of(alice), len(said_to(alice))) == ("凉", 10_000, 2)


# Which statement


def test_before_its_month_is_drawn_up_it_is_on_no_statement(take, cup, as_owner, teahouse):
    take(MORNING, fen=500)
    assert foresee(cup, now=LATER).statement is None
    refunded(cup, as_owner)

    assert fen_of(closed(teahouse)) == [500]
    assert_books_are_sound()


@pytest.mark.parametrize("state", ["closed", "confirmed", "paid"])
def test_after_that_it_is_a_line_of_the_next_statement_whatever_became_of_the_first(
    take, cup, as_owner, as_desk, owner, payer, teahouse, state
):
    take(MORNING, fen=500)
    november = closed(teahouse)
    if state == "confirmed":
        confirmed(november, owner)
    elif state == "paid":
        paid(november, owner, payer)
    assert foresee(cup, now=JUST_AFTER).statement == november

    refunded(cup, as_desk if state == "paid" else as_owner, JUST_AFTER)
    take(JUST_AFTER + timedelta(days=1), fen=1000)
    december = closed(teahouse, DECEMBER, NEXT_MONTH)

    november.refresh_from_db()
    assert (november.status, sums(november)) == (state, (2, 0, 60, 1305))
    assert (sums(december), fen_of(december)) == ((1, 1, 0, 195), [1000, -805])
    assert_books_are_sound()


def test_a_page_that_was_seen_before_the_month_was_drawn_up_refunds_nothing_after(cup, as_owner, teahouse):
    seen = foresee(cup, now=LATER).word
    closed(teahouse)

    with pytest.raises(OtherThanForetold):
        refund(redemption=cup, by=as_owner, words="凉", foreseen=seen, now=JUST_AFTER)

    assert owed_fen(teahouse) == 805


def test_a_line_that_is_corrected_after_the_look_is_another_refund(cup, as_desk, owner, payer, teahouse):
    november = closed(teahouse)
    line = november.lines.get()
    disputing.dispute(line=line, leader=owner, words="少了", now=JUST_AFTER)
    seen = foresee(cup, now=JUST_AFTER)
    disputing.answer(line=line, by=payer, words="补", corrected_fen=200, now=JUST_AFTER)

    with pytest.raises(OtherThanForetold):
        refund(redemption=cup, by=as_desk, words="凉", foreseen=seen.word, now=JUST_AFTER)

    assert (seen.corrected_fen, foresee(cup, now=JUST_AFTER).corrected_fen) == (0, 200)
    refunded(cup, as_desk, JUST_AFTER)
    assert_books_are_sound()


@pytest.mark.parametrize("corrected_fen", [200, -300, -805])
def test_a_correction_is_taken_back_along_with_what_it_corrected(
    cup, as_desk, owner, payer, take, teahouse, corrected_fen
):
    line = closed(teahouse).lines.get()
    disputing.dispute(line=line, leader=owner, words="不对", now=JUST_AFTER)
    disputing.answer(line=line, by=payer, words="改", corrected_fen=corrected_fen, now=JUST_AFTER)
    refunded(cup, as_desk, JUST_AFTER)
    take(JUST_AFTER + timedelta(days=1), fen=2000)

    december = closed(teahouse, DECEMBER, NEXT_MONTH)

    assert december.fen == 2000 - 805 - corrected_fen
    assert [(step.step, step.corrected_fen) for step in december.steps.order_by("pk")] == [
        ("withdrawn", -corrected_fen),
        ("closed", 0),
    ]
    november = line.statement
    november.refresh_from_db()
    assert november.fen + december.fen == owed_fen(teahouse) == 2000
    assert_books_are_sound()


def test_an_owner_gives_back_what_the_merchant_has_to_come_and_the_desk_more(
    cup, as_owner, as_desk, owner, payer, take, teahouse
):
    """Else an owner who has the month's money gives its credits back to friends, and nobody pays for them."""
    paid(closed(teahouse), owner, payer)
    with pytest.raises(MoreThanIsOwed) as refused:
        refunded(cup, as_owner, JUST_AFTER)
    assert "0.00" in refused.value.sentence
    assert not Refund.objects.exists()

    other = take(JUST_AFTER, fen=805)
    assert refunded(cup, as_owner, JUST_AFTER).fen == 805
    assert refunded(other, as_desk, JUST_AFTER + timedelta(hours=1)).fen == 805
    assert owed_fen(teahouse) == -805
    assert_books_are_sound()


def test_a_refunded_line_is_answered_without_a_correction_and_taken_off_once(
    cup, as_desk, owner, payer, take, teahouse
):
    november = closed(teahouse)
    line = november.lines.get()
    disputing.dispute(line=line, leader=owner, words="少了", now=JUST_AFTER)
    refunded(cup, as_desk, JUST_AFTER)
    with pytest.raises(UndoneSince):
        disputing.answer(line=line, by=payer, words="不对", corrected_fen=-805, now=JUST_AFTER)

    answered = disputing.answer(line=line, by=payer, words="已退还", corrected_fen=0, now=JUST_AFTER)

    assert (answered.status, answered.fen, owed_fen(teahouse)) == ("closed", 805, 0)
    take(JUST_AFTER + timedelta(days=1), fen=1000)
    assert closed(teahouse, DECEMBER, NEXT_MONTH).fen == 195
    assert_books_are_sound()


# Who, what, how long


def test_nobody_refunds_a_voucher_of_their_own(teahouse, cup, alice):
    with pytest.raises(OwnVoucher):
        refunded(cup, By(alice))
    # She became the owner after she had used it.
    boss = Membership.objects.create(
        merchant=teahouse, user=alice, role=Role.OWNER, invited_at=MORNING, accepted_at=MORNING
    )
    with pytest.raises(OwnVoucher):
        refunded(cup, By(alice, boss))
    assert not Refund.objects.exists()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.CASHIER])
def test_a_manager_or_cashier_refunds_nothing(teahouse, cup, role):
    member = make_member(teahouse, role)
    with pytest.raises(NotAllowed):
        refunded(cup, By(member.user, member))


def test_an_owner_of_another_merchant_or_who_has_left_refunds_nothing(bookshop, owner, cup):
    stranger = make_member(bookshop, Role.OWNER)
    with pytest.raises(NotAllowed):
        refunded(cup, By(stranger.user, stranger))
    owner.ended_at = MORNING
    owner.save()
    with pytest.raises(NotAllowed):
        refunded(cup, By(owner.user, owner))
    assert not Refund.objects.exists()


def test_the_desk_refunds_nothing_of_a_merchant_of_its_own(teahouse, cup):
    with pytest.raises(OwnMerchant):
        refunded(cup, By(make_member(teahouse).user))


def test_the_desk_refunds_nothing_for_somebody_close_and_an_owner_does(bookshop, cup, alice, clerk, as_desk, owner):
    for person in (alice, clerk, owner.user):
        Membership.objects.create(
            merchant=bookshop, user=person, role=Role.CASHIER, invited_at=MORNING, accepted_at=MORNING
        )
    with pytest.raises(VoucherOfSomebodyClose):
        refunded(cup, as_desk)
    assert not Refund.objects.exists()

    assert refunded(cup, By(owner.user, owner)).credits == 30


def test_of_a_merchant_that_has_left_the_desk_alone_refunds(teahouse, cup, as_owner, as_desk):
    """Nothing is taken off a last statement: an owner would give away what the scheme has paid."""
    Merchant.objects.filter(pk=teahouse.pk).update(status=MerchantStatus.LEFT)
    cup.refresh_from_db()
    with pytest.raises(LeftToTheDesk):
        refunded(cup, as_owner)
    assert not Refund.objects.exists()

    assert refunded(cup, as_desk).fen == 805


@pytest.mark.parametrize("words", ["", "  "])
def test_without_a_reason_nothing_is_refunded(cup, as_owner, words):
    with pytest.raises(WordsMissing):
        refunded(cup, as_owner, words=words)
    assert not Refund.objects.exists()


def test_ninety_days_after_its_use_is_too_late(cup, as_desk, settings):
    with pytest.raises(TooLateToRefund):
        refunded(cup, as_desk, MORNING + timedelta(days=90))
    refunded(cup, as_desk, MORNING + timedelta(days=90, seconds=-1))


def test_how_long_is_a_setting(cup, as_desk, settings):
    settings.REFUND_DAYS = 2
    with pytest.raises(TooLateToRefund):
        refunded(cup, as_desk, MORNING + timedelta(days=2))


def test_what_no_till_took_is_not_refunded(alice, owner, cashier, cup, ticket, donation, teahouse):
    undo(cashier=cashier, redemption=cup, key="undo", now=MORNING)
    cup.refresh_from_db()
    given_back = voucher_of(alice, make_offer(teahouse), MORNING)
    cancelled = voucher_of(alice, make_offer(teahouse), MORNING)
    give_back(citizen=alice, redemption=given_back, key="1", now=MORNING)
    cancel(manager=owner, redemption=cancelled, key="1", now=MORNING)
    gift, ride = voucher_of(alice, donation, MORNING), voucher_of(alice, ticket, MORNING)
    desk = By(make_citizen())
    for voucher in (cup, given_back, cancelled, gift, ride):
        voucher.refresh_from_db()
        with pytest.raises(NotRefundable):
            refunded(voucher, desk)
    assert not Refund.objects.exists()


def test_what_was_refunded_can_be_redeemed_again_where_one_may_have_one(cashier, till, teahouse, alice, as_owner):
    give(alice, 100)
    offer = make_offer(teahouse, limit_count=1)
    voucher = voucher_of(alice, offer, MORNING)
    capture(user=cashier.user, shop=till.public_id, code=code_of(voucher, MORNING), key="1", now=MORNING)
    voucher.refresh_from_db()
    refunded(voucher, as_owner)

    assert voucher_of(alice, offer, LATER).status == "held"


# Whoever adds up


def test_sums_of_the_merchant_count_it_no_more(take, cup, as_owner, teahouse):
    take(MORNING, fen=500)
    refunded(cup, as_owner)

    november = trade(teahouse, datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
    days = {day.day: (day.captures, day.undone, day.fen) for day in owed_page(teahouse, before=DECEMBER).days}

    assert (november.sums.taken, november.sums.fen, november.undone) == (1, 500, 1)
    assert days == {date(2026, 11, 27): (0, 1, 0), date(2026, 11, 24): (1, 0, 500)}
    assert mean_price(LATER + timedelta(seconds=1)).worth_fen(1000) == 500 * 1000 // 30


@pytest.mark.parametrize("is_kept_first", [True, False])
def test_a_day_of_the_city_that_is_over_stays_as_it_was(take, cup, as_owner, is_kept_first, monkeypatch):
    monkeypatch.setattr(sealing, "over_until", lambda: datetime(2026, 11, 24, 16, tzinfo=UTC))
    if is_kept_first:
        keeping.keep()
    refunded(cup, as_owner)
    keeping.keep()

    assert list(city_audit.findings()) == []


# For ever


def test_a_refund_is_never_changed_nor_removed(cup, as_owner):
    refunded(cup, as_owner)
    for statement in ("UPDATE merchants_refund SET words = 'x'", "DELETE FROM merchants_refund"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


LIES = {
    "other credits": "UPDATE merchants_refund SET credits = credits + 1",
    "other fen": "UPDATE merchants_refund SET fen = fen - 1",
    "gone": "DELETE FROM merchants_refund",
    "by its citizen": "UPDATE merchants_refund SET by_id = redemption.citizen_id"
    " FROM merchants_redemption AS redemption WHERE redemption.id = redemption_id",
    "of another use": "UPDATE merchants_refund SET taken_at = taken_at + interval '1 s'",
    "in nobody's name": "UPDATE merchants_redemptionstep SET actor_id = actor_id - 1 WHERE step = 'undone'",
}


@pytest.mark.parametrize("lie", LIES)
def test_the_audit_finds_what_was_changed_past_the_database_s_guards(cup, as_desk, lie):
    refunded(cup, as_desk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(LIES[lie])
        cursor.execute("SET LOCAL session_replication_role = origin")

    rule = "step_of_somebody_else" if lie == "in nobody's name" else "refund_is_not_its_voucher"
    assert rule in {finding.code for finding in merchants_audit.findings()}
