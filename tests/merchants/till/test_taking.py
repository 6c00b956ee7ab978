"""The till: a code is good for its moment and its merchant, used once, and can be undone for ten minutes."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from credits.models import AccountKind, LedgerAccount, Transfer
from merchants.desk.approval import suspend
from merchants.mall.releasing import expire_due, give_back
from merchants.models import Redemption, RedemptionStatus, RedemptionStep, WrongCode
from merchants.refusals import (
    AlreadyUsed,
    CodeNotValid,
    KeyReused,
    NotAtThisShop,
    NotToday,
    TooLateToUndo,
    TooManyTries,
    UnknownShop,
    UnknownVoucher,
)
from merchants.till.taking import capture
from merchants.till.undoing import undo
from merchants.till.work import works_at
from tests.conftest import NOW
from tests.merchants.conftest import (
    FEN,
    PRICE,
    assert_books_are_sound,
    available,
    code_of,
    keys,
    make_member,
    make_offer,
    make_shop,
    voucher_of,
)


@pytest.fixture
def voucher(rich_alice, tea) -> Redemption:
    return voucher_of(rich_alice, tea)


@pytest.fixture
def take(cashier, till):
    """Captures at the tea shop's till."""

    def take(code: str, *, key: str = "", shop=till, by=cashier, now=NOW) -> Redemption:
        taken = capture(user=by.user, shop=shop.public_id, code=code, key=key or next(keys), now=now)
        return Redemption.objects.get(public_id=taken.public_id)

    return take


def owed_fen(merchant) -> int:
    account = LedgerAccount.objects.filter(kind=AccountKind.RECEIVABLE, party=merchant.public_id).first()
    received = Transfer.objects.filter(credit=account).values_list("amount", flat=True)
    paid_back = Transfer.objects.filter(debit=account).values_list("amount", flat=True)
    return sum(received) - sum(paid_back)


def test_capture_spends_the_credits_and_owes_the_merchant_the_price_of_the_hold(voucher, take, tea, teahouse, till):
    tea.settlement_fen, tea.price = 9_999, 1
    tea.save()

    used = take(code_of(voucher))

    assert (used.status, used.captured_at, used.shop) == (RedemptionStatus.REDEEMED, NOW, till)
    assert sum(LedgerAccount.objects.filter(kind=AccountKind.HELD).values_list("balance", flat=True)) == 0
    spent = Transfer.objects.filter(kind="capture", asset="credit").values_list("amount", flat=True)
    assert sorted(spent) == [10, 20]
    assert owed_fen(teahouse) == FEN
    assert_books_are_sound()


def test_same_key_captures_once_and_another_is_told_when_and_where(voucher, take, teahouse):
    code = code_of(voucher)
    first, again = take(code, key="1"), take(code, key="1")

    assert again.pk == first.pk
    with pytest.raises(AlreadyUsed) as refused:
        take(code, now=NOW + timedelta(hours=3))
    assert (refused.value.facts["captured_at"], refused.value.facts["shop"]) == (NOW, "春熙路店")
    with pytest.raises(KeyReused):
        take("123456123456", key="1")
    assert (owed_fen(teahouse), RedemptionStep.objects.filter(step="captured").count()) == (FEN, 1)
    assert_books_are_sound()


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_code_is_good_for_its_half_minute_and_those_beside_it(voucher, take, seconds):
    assert take(code_of(voucher, NOW + timedelta(seconds=seconds))).status == RedemptionStatus.REDEEMED


@pytest.mark.parametrize("seconds", [-60, 60, 3600])
def test_picture_of_a_code_is_worth_nothing_a_minute_later(voucher, take, seconds):
    with pytest.raises(CodeNotValid):
        take(code_of(voucher, NOW + timedelta(seconds=seconds)))

    voucher.refresh_from_db()
    assert voucher.status == RedemptionStatus.HELD


def test_code_may_be_typed_in_groups_and_in_full_width(voucher, take):
    digits = code_of(voucher)
    full_width = digits.translate({ord("0") + number: chr(0xFF10 + number) for number in range(10)})

    assert take(f"{full_width[:4]} {full_width[4:8]}-{full_width[8:]}").pk == voucher.pk


def test_unknown_expired_returned_and_foreign_codes_are_answered_alike(rich_alice, tea, take, bookshop, cashier, till):
    returned, foreign = voucher_of(rich_alice, tea), voucher_of(rich_alice, make_offer(bookshop))
    give_back(citizen=rich_alice, redemption=returned, key="back", now=NOW)
    expired = voucher_of(rich_alice, tea)
    later = expired.expires_at
    answers = []
    for code, now in [
        ("000000000000", NOW),
        ("tea", NOW),
        (code_of(returned), NOW),
        (code_of(foreign), NOW),
        (code_of(expired, later), later),
    ]:
        with pytest.raises(CodeNotValid) as refused:
            take(code, now=now)
        answers.append((str(refused.value), refused.value.facts))

    assert len(set(map(str, answers))) == 1
    assert owed_fen(bookshop) == 0
    assert_books_are_sound()


def test_merchant_takes_only_its_own_vouchers_and_works_only_at_its_own_shops(voucher, take, bookshop, till, cashier):
    stranger, their_shop = make_member(bookshop), make_shop(bookshop, "浣花店")

    with pytest.raises(CodeNotValid):
        take(code_of(voucher), by=stranger, shop=their_shop)
    with pytest.raises(UnknownShop):
        take(code_of(voucher), by=stranger, shop=till)
    with pytest.raises(UnknownShop):
        works_at(stranger.user, till.public_id)
    assert works_at(cashier.user, till.public_id) == (till, cashier)
    used = take(code_of(voucher))
    with pytest.raises(UnknownVoucher):
        undo(cashier=stranger, redemption=used, key="1", now=NOW)
    used.refresh_from_db()
    assert used.status == RedemptionStatus.REDEEMED


def test_suspended_merchant_takes_nothing_and_its_citizens_get_their_credits_back(voucher, take, teahouse, rich_alice):
    suspend(merchant=teahouse, by=None, now=NOW)

    with pytest.raises(UnknownShop):
        take(code_of(voucher))
    give_back(citizen=rich_alice, redemption=voucher, key="back", now=NOW)
    assert available(rich_alice) == 100


def test_voucher_is_taken_on_its_weekdays_and_at_its_shops_only(rich_alice, teahouse, till, take):
    other = make_shop(teahouse, "宽窄巷子店")
    offer = make_offer(teahouse, weekdays=[1, 2])
    offer.shops.set([other])
    voucher = voucher_of(rich_alice, offer)
    wednesday = NOW + timedelta(days=2)

    with pytest.raises(NotToday):
        take(code_of(voucher, wednesday), shop=other, now=wednesday)
    with pytest.raises(NotAtThisShop):
        take(code_of(voucher))
    assert take(code_of(voucher), shop=other).status == RedemptionStatus.REDEEMED


def test_cashier_with_ten_wrong_codes_waits_ten_minutes(voucher, take):
    for number in range(10):
        with pytest.raises(CodeNotValid):
            take(f"{number:06}000000")

    with pytest.raises(TooManyTries):
        take(code_of(voucher))
    assert WrongCode.objects.count() == 10
    later = NOW + timedelta(minutes=10)
    assert take(code_of(voucher, later), now=later).status == RedemptionStatus.REDEEMED


def test_five_wrong_second_halves_close_a_number_for_every_cashier(voucher, take, teahouse):
    wrong = f"{(int(code_of(voucher)[6:]) + 500_000) % 1_000_000:06}"
    for _ in range(5):
        with pytest.raises(CodeNotValid):
            take(voucher.number + wrong)

    with pytest.raises(TooManyTries):
        take(code_of(voucher), by=make_member(teahouse))


def test_undo_gives_the_citizen_the_voucher_again_and_it_can_be_captured_again(voucher, take, cashier, teahouse):
    used = take(code_of(voucher))

    undone = undo(cashier=cashier, redemption=used, key="1", now=NOW + timedelta(minutes=9))
    undo(cashier=cashier, redemption=used, key="1", now=NOW + timedelta(hours=9))

    assert (undone.status, owed_fen(teahouse)) == (RedemptionStatus.HELD, 0)
    assert_books_are_sound()
    later = NOW + timedelta(minutes=10)
    assert take(code_of(undone, later), now=later).captures == 2
    assert owed_fen(teahouse) == FEN
    assert_books_are_sound()


def test_key_of_a_capture_that_was_undone_does_not_capture_again(voucher, take, cashier, teahouse):
    code = code_of(voucher)
    undo(cashier=cashier, redemption=take(code, key="1"), key="1", now=NOW)

    take(code, key="1")

    assert owed_fen(teahouse) == 0
    voucher.refresh_from_db()
    assert voucher.status == RedemptionStatus.HELD


def test_undo_after_ten_minutes_is_refused_and_changes_nothing(voucher, take, cashier, teahouse):
    used = take(code_of(voucher))

    with pytest.raises(TooLateToUndo):
        undo(cashier=cashier, redemption=used, key="1", now=NOW + timedelta(minutes=10))

    used.refresh_from_db()
    assert (used.status, owed_fen(teahouse)) == (RedemptionStatus.REDEEMED, FEN)


def test_ticket_cannot_be_undone(rich_alice, ticket):
    sold = voucher_of(rich_alice, ticket)

    with pytest.raises(TooLateToUndo):
        undo(cashier=make_member(ticket.merchant), redemption=sold, key="1", now=NOW)


def test_undone_voucher_gets_another_number_when_its_own_was_given_out(voucher, take, cashier, rich_alice, tea):
    used = take(code_of(voucher))
    other = voucher_of(rich_alice, tea)
    Redemption.objects.filter(pk=other.pk).update(number=used.number)

    undone = undo(cashier=cashier, redemption=used, key="1", now=NOW)

    assert undone.number != used.number
    assert undone.status == RedemptionStatus.HELD


def test_undone_voucher_that_is_overdue_goes_back_to_its_citizen(voucher, take, cashier, rich_alice):
    last = voucher.expires_at - timedelta(minutes=1)
    used = take(code_of(voucher, last), now=last)
    undo(cashier=cashier, redemption=used, key="1", now=last + timedelta(minutes=5))

    assert expire_due(now=last + timedelta(minutes=5), limit=10) == 1
    assert available(rich_alice) == 100 == 70 + PRICE
    assert_books_are_sound()


def test_database_itself_refuses_to_rewrite_the_steps(voucher):
    for statement in (RedemptionStep.objects.all().delete, lambda: RedemptionStep.objects.update(key="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            statement()
