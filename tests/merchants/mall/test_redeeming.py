"""Redeeming: the earliest vintage pays, stock and limits hold, every step is done once and can be taken back."""

from datetime import timedelta

import pytest

from credits import ledger, statements
from credits.accounts import available_accounts, scheme_account
from credits.models import AccountKind, LedgerAccount, Transfer, TransferKind
from credits.refusals import InsufficientCredits
from merchants.desk.approval import suspend
from merchants.mall.redeeming import redeem
from merchants.mall.releasing import cancel, expire_due, give_back
from merchants.models import OfferStatus, Redemption, RedemptionStatus, RedemptionStep, StockRelease, TransitCode
from merchants.refusals import (
    KeyReused,
    LimitReached,
    NotAllowed,
    NotOnOffer,
    NotReleasable,
    SoldOut,
    UnknownVoucher,
)
from tests.conftest import NOW
from tests.merchants.conftest import (
    FEN,
    NEXT_VINTAGE,
    PRICE,
    THIS_VINTAGE,
    assert_books_are_sound,
    available,
    give,
    make_member,
    make_offer,
    voucher_of,
)


def balances(citizen, kind=AccountKind.AVAILABLE):
    accounts = LedgerAccount.objects.filter(owner=citizen, kind=kind)
    return dict(accounts.values_list("expires_on", "balance"))


def taken(offer) -> int:
    return StockRelease.objects.get(offer=offer).taken


def test_redeem_sets_the_earliest_vintage_aside_first(rich_alice, tea):
    voucher = redeem(citizen=rich_alice, offer=tea, price=PRICE, key="1", now=NOW)

    assert (voucher.status, voucher.price, voucher.settlement_fen) == (RedemptionStatus.HELD, PRICE, FEN)
    assert voucher.expires_at == NOW + timedelta(days=7)
    assert balances(rich_alice) == {THIS_VINTAGE: 0, NEXT_VINTAGE: 70}
    assert balances(rich_alice, AccountKind.HELD) == {THIS_VINTAGE: 20, NEXT_VINTAGE: 10}
    holds = Transfer.objects.filter(kind=TransferKind.HOLD).order_by("pk")
    assert [(hold.reference, hold.amount) for hold in holds] == [
        (f"hold:{voucher.pk}:0", 20),
        (f"hold:{voucher.pk}:1", 10),
    ]
    assert taken(tea) == 1
    assert_books_are_sound()


def test_same_key_redeems_once(rich_alice, tea):
    first = redeem(citizen=rich_alice, offer=tea, price=PRICE, key="1", now=NOW)
    again = redeem(citizen=rich_alice, offer=tea, price=PRICE, key="1", now=NOW + timedelta(hours=1))

    assert again.pk == first.pk
    assert (available(rich_alice), taken(tea)) == (70, 1)


def test_key_of_another_offer_is_refused_and_changes_nothing(rich_alice, tea, teahouse):
    redeem(citizen=rich_alice, offer=tea, price=PRICE, key="1", now=NOW)
    other = make_offer(teahouse)

    with pytest.raises(KeyReused):
        redeem(citizen=rich_alice, offer=other, price=PRICE, key="1", now=NOW)

    assert (available(rich_alice), Redemption.objects.count()) == (70, 1)


def test_redeem_refuses_more_than_the_balance_and_changes_nothing(alice, tea):
    give(alice, PRICE - 1)

    with pytest.raises(InsufficientCredits) as refused:
        voucher_of(alice, tea)

    assert refused.value.facts == {"balance": PRICE - 1, "needed": PRICE}
    assert (available(alice), taken(tea), Redemption.objects.count()) == (PRICE - 1, 0, 0)


def test_credits_whose_last_day_is_over_pay_nothing(rich_alice, teahouse):
    offer = make_offer(teahouse, price=90, ends_on=NEXT_VINTAGE)

    with pytest.raises(InsufficientCredits) as refused:
        voucher_of(rich_alice, offer, NOW + timedelta(days=60))

    assert refused.value.facts == {"balance": 80, "needed": 90}


def test_what_is_sold_out_is_refused_and_costs_nothing(rich_alice, bob, teahouse):
    last = make_offer(teahouse, stock=1)
    give(bob, PRICE)
    voucher_of(bob, last)

    with pytest.raises(SoldOut):
        voucher_of(rich_alice, last)

    assert (available(rich_alice), taken(last), Redemption.objects.count()) == (100, 1, 1)
    assert_books_are_sound()


def test_stock_is_there_only_from_its_moment_on(rich_alice, teahouse):
    offer = make_offer(teahouse, stock=0)
    StockRelease.objects.create(offer=offer, opens_at=NOW + timedelta(hours=2), quantity=5)

    with pytest.raises(SoldOut):
        voucher_of(rich_alice, offer)
    assert voucher_of(rich_alice, offer, NOW + timedelta(hours=2)).status == RedemptionStatus.HELD


@pytest.mark.parametrize(
    "change",
    [
        {"status": OfferStatus.DRAFT},
        {"status": OfferStatus.WITHDRAWN},
        {"starts_on": NOW.date() + timedelta(days=1)},
        {"starts_on": NOW.date() - timedelta(days=9), "ends_on": NOW.date() - timedelta(days=1)},
    ],
)
def test_offer_that_is_not_on_show_is_refused(rich_alice, teahouse, change):
    with pytest.raises(NotOnOffer):
        voucher_of(rich_alice, make_offer(teahouse, **change))

    assert available(rich_alice) == 100


def test_offer_of_a_suspended_merchant_is_refused(rich_alice, tea, teahouse):
    suspend(merchant=teahouse, by=None, now=NOW)

    with pytest.raises(NotOnOffer):
        voucher_of(rich_alice, tea)


def test_limit_per_person_and_days_counts_what_was_not_given_back(rich_alice, bob, teahouse):
    offer = make_offer(teahouse, price=1, limit_count=2, limit_days=7)
    first = voucher_of(rich_alice, offer)
    voucher_of(rich_alice, offer)

    with pytest.raises(LimitReached) as refused:
        voucher_of(rich_alice, offer, NOW + timedelta(days=6))
    assert refused.value.facts == {"limit_count": 2, "limit_days": 7}
    give(bob, 1)
    voucher_of(bob, offer)
    give_back(citizen=rich_alice, redemption=first, key="back", now=NOW)
    voucher_of(rich_alice, offer)
    voucher_of(rich_alice, offer, NOW + timedelta(days=7))


def test_voucher_never_outlives_its_offer(rich_alice, teahouse):
    offer = make_offer(teahouse, ends_on=NOW.date())

    assert voucher_of(rich_alice, offer).expires_at.isoformat() == "2026-11-24T00:00:00+08:00"


def test_give_back_returns_each_vintage_and_the_piece(rich_alice, tea):
    voucher = voucher_of(rich_alice, tea)

    returned = give_back(citizen=rich_alice, redemption=voucher, key="back", now=NOW)
    again = give_back(citizen=rich_alice, redemption=voucher, key="back", now=NOW)

    assert returned.status == again.status == RedemptionStatus.RETURNED
    assert balances(rich_alice) == {THIS_VINTAGE: 20, NEXT_VINTAGE: 80}
    assert taken(tea) == 0
    assert RedemptionStep.objects.filter(step="released").count() == 1
    assert_books_are_sound()


def test_what_returns_into_an_expired_vintage_expires_at_once(rich_alice, teahouse):
    offer = make_offer(teahouse, ends_on=NEXT_VINTAGE, voucher_days=90)
    voucher = voucher_of(rich_alice, offer)

    give_back(citizen=rich_alice, redemption=voucher, key="back", now=NOW + timedelta(days=60), expiring=20)

    assert balances(rich_alice) == {THIS_VINTAGE: 0, NEXT_VINTAGE: 80}
    entries = statements.page(rich_alice.pk).entries
    assert [(entry.kind, entry.change) for entry in entries[:3]] == [
        (TransferKind.RELEASE, 10),
        (TransferKind.EXPIRE, -20),
        (TransferKind.RELEASE, 20),
    ]
    assert_books_are_sound()


def test_overdue_vouchers_are_given_back_by_the_clock(rich_alice, tea):
    voucher = voucher_of(rich_alice, tea)

    assert expire_due(now=voucher.expires_at - timedelta(seconds=1), limit=10) == 0
    assert expire_due(now=voucher.expires_at, limit=10) == 1
    assert expire_due(now=voucher.expires_at, limit=10) == 0

    voucher.refresh_from_db()
    assert (voucher.status, available(rich_alice), taken(tea)) == (RedemptionStatus.EXPIRED, 100, 0)
    with pytest.raises(NotReleasable):
        give_back(citizen=rich_alice, redemption=voucher, key="back", now=voucher.expires_at)
    assert_books_are_sound()


def spoil_the_reference(voucher: Redemption) -> None:
    """Its release was posted before, as something else."""
    account_id = available_accounts([voucher.citizen_id], NEXT_VINTAGE)[voucher.citizen_id]
    expired = scheme_account(AccountKind.EXPIRED)
    posting = ledger.Posting(account_id, expired, 1, TransferKind.EXPIRE, f"release:{voucher.pk}:0", NOW)
    ledger.post([posting], now=NOW)


def spoil_the_stock(voucher: Redemption) -> None:
    """Its piece was put back before."""
    StockRelease.objects.filter(pk=voucher.release_id).update(taken=0)


@pytest.mark.parametrize("spoil", [spoil_the_reference, spoil_the_stock])
@pytest.mark.parametrize("limit", [1, 10])
def test_voucher_that_raises_is_logged_and_stops_no_other(rich_alice, teahouse, caplog, spoil, limit):
    bad = voucher_of(rich_alice, make_offer(teahouse, stock=1))
    good = [voucher_of(rich_alice, make_offer(teahouse, stock=1), NOW + timedelta(minutes=n)) for n in (1, 2)]
    spoil(bad)
    late, before = good[-1].expires_at, available(rich_alice)

    expired = [expire_due(now=late, limit=limit) for _round in range(3)]

    assert sum(expired) == 2
    statuses = [Redemption.objects.get(pk=voucher.pk).status for voucher in (bad, *good)]
    assert statuses == [RedemptionStatus.HELD, RedemptionStatus.EXPIRED, RedemptionStatus.EXPIRED]
    assert available(rich_alice) == before + 2 * PRICE
    assert f"merchants.Redemption {bad.pk}" in caplog.text


def test_merchant_may_cancel_its_own_vouchers_but_a_cashier_may_not(rich_alice, tea, manager, cashier, bookshop):
    voucher = voucher_of(rich_alice, tea)

    with pytest.raises(UnknownVoucher):
        cancel(manager=make_member(bookshop, "manager"), redemption=voucher, key="1", now=NOW)
    with pytest.raises(NotAllowed):
        cancel(manager=cashier, redemption=voucher, key="1", now=NOW)
    assert available(rich_alice) == 70

    assert cancel(manager=manager, redemption=voucher, key="1", now=NOW).status == RedemptionStatus.CANCELLED
    assert available(rich_alice) == 100
    assert_books_are_sound()


def test_ticket_is_spent_at_once_and_each_gets_a_code_of_its_own(rich_alice, ticket):
    first, second = voucher_of(rich_alice, ticket), voucher_of(rich_alice, ticket)

    assert (first.status, first.ticket.code, second.ticket.code) == ("redeemed", "METRO-1", "METRO-2")
    with pytest.raises(SoldOut):
        voucher_of(rich_alice, ticket)
    with pytest.raises(NotReleasable):
        give_back(citizen=rich_alice, redemption=first, key="back", now=NOW)
    assert (available(rich_alice), TransitCode.objects.filter(redemption=None).count()) == (40, 0)
    assert_books_are_sound()


def test_donation_goes_to_its_cause_and_stays_there(rich_alice, donation, cause):
    given = voucher_of(rich_alice, donation)

    account = LedgerAccount.objects.get(kind=AccountKind.CAUSE)
    assert account.party == cause.public_id
    donated = Transfer.objects.filter(kind=TransferKind.DONATE, credit=account)
    assert sorted(donated.values_list("amount", flat=True)) == [10, 20]
    with pytest.raises(NotReleasable):
        give_back(citizen=rich_alice, redemption=given, key="back", now=NOW)
    assert available(rich_alice) == 70
    assert_books_are_sound()
