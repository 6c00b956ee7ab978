"""Many at once, on real connections: whatever meets whatever, the books are sound afterwards."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command

from activities.models import SHARDS, Activity, Status
from activities.scoring import scorer
from credits import budgets, expiry
from credits.models import LedgerAccount
from merchants.mall.redeeming import redeem
from merchants.mall.releasing import expire_due, give_back
from merchants.models import Redemption, RedemptionStatus, StockRelease
from merchants.refusals import AlreadyUsed, CodeNotValid, NotReleasable, SoldOut
from merchants.till.taking import Taken, capture
from merchants.till.undoing import undo
from tests.at_once import at_once
from tests.conftest import NOW, make_citizen, record, score_everything, walk
from tests.merchants.conftest import (
    FEN,
    PRICE,
    THIS_VINTAGE,
    available,
    code_of,
    give,
    make_member,
    make_offer,
    make_shop,
    voucher_of,
)
from tests.merchants.till.test_taking import owed_fen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _audited(capsys, catalogue):
    """After each of these tests the audit finds nothing; what citizens begin with was given for no act."""
    yield
    call_command("audit_ledger", only=["credits", "merchants"])
    assert capsys.readouterr().out.endswith("the ledger is sound\n")


def kinds(outcomes) -> Counter:
    return Counter(type(outcome) for outcome in outcomes)


def test_two_hundred_at_once_on_the_last_fifty_get_exactly_fifty(teahouse, till):
    offer = make_offer(teahouse, stock=30)
    StockRelease.objects.create(offer=offer, opens_at=NOW - timedelta(days=1), quantity=20)
    citizens = [make_citizen() for _ in range(200)]
    for citizen in citizens:
        give(citizen, PRICE)

    outcomes = at_once([lambda citizen=citizen: voucher_of(citizen, offer) for citizen in citizens])

    assert kinds(outcomes) == {Redemption: 50, SoldOut: 150}
    assert sorted(StockRelease.objects.values_list("taken", flat=True)) == [20, 30]
    assert sum(available(citizen) for citizen in citizens) == 150 * PRICE


def test_eight_at_once_on_the_last_two_tickets_get_two(ticket):
    citizens = [make_citizen() for _ in range(8)]
    for citizen in citizens:
        give(citizen, PRICE)

    outcomes = at_once([lambda citizen=citizen: voucher_of(citizen, ticket) for citizen in citizens])

    assert kinds(outcomes) == {Redemption: 2, SoldOut: 6}


def test_one_citizen_at_once_cannot_spend_credits_twice(rich_alice, tea):
    outcomes = at_once([lambda: voucher_of(rich_alice, tea)] * 12)

    assert kinds(outcomes)[Redemption] == 3
    assert available(rich_alice) == 10


def test_same_key_sent_twelve_times_at_once_redeems_once(rich_alice, tea):
    outcomes = at_once([lambda: redeem(citizen=rich_alice, offer=tea, price=PRICE, key="1", now=NOW)] * 12)

    assert len({redemption.pk for redemption in outcomes}) == 1
    assert available(rich_alice) == 70


def test_voucher_at_two_tills_at_once_is_captured_once(rich_alice, tea, teahouse, till):
    code, other = code_of(voucher_of(rich_alice, tea)), make_shop(teahouse, "锦里店")
    stands = [(make_member(teahouse), shop) for shop in (till, other) * 4]

    outcomes = at_once(
        [
            lambda by=by, shop=shop: capture(user=by.user, shop=shop.public_id, code=code, key="1", now=NOW)
            for by, shop in stands
        ]
    )

    assert kinds(outcomes) == {Taken: 1, AlreadyUsed: 7}
    assert owed_fen(teahouse) == FEN


def test_release_against_capture_ends_in_one_of_the_two(rich_alice, tea, teahouse, cashier, till):
    for number in range(3):
        voucher = voucher_of(rich_alice, tea)
        captured, released = at_once(
            [
                lambda v=voucher, n=number: capture(
                    user=cashier.user, shop=till.public_id, code=code_of(v), key=f"{n}", now=NOW
                ),
                lambda v=voucher: give_back(citizen=rich_alice, redemption=v, key="back", now=NOW),
            ]
        )
        voucher.refresh_from_db()
        if voucher.status == RedemptionStatus.REDEEMED:
            assert isinstance(released, NotReleasable)
        else:
            assert (voucher.status, type(captured)) == (RedemptionStatus.RETURNED, CodeNotValid)
    used = Redemption.objects.filter(status=RedemptionStatus.REDEEMED).count()
    assert (available(rich_alice), owed_fen(teahouse)) == (100 - used * PRICE, used * FEN)


def test_expiry_against_capture_ends_in_one_of_the_two(teahouse, till):
    """Half of the tills' clocks are a second before the end, the others' and the chore's are at it."""
    offer = make_offer(teahouse)
    citizens = [make_citizen() for _ in range(12)]
    for citizen in citizens:
        give(citizen, PRICE)
    vouchers = [voucher_of(citizen, offer) for citizen in citizens]
    end = vouchers[0].expires_at
    last = end - timedelta(seconds=1)

    def take(voucher, by):
        return capture(user=by.user, shop=till.public_id, code=code_of(voucher, last), key=voucher.public_id, now=last)

    cashiers = [make_member(teahouse) for _ in vouchers]
    works = [lambda v=voucher, by=by: take(v, by) for voucher, by in zip(vouchers, cashiers, strict=True)]
    at_once([*works, *[lambda: expire_due(now=end, limit=100)] * 6])

    statuses = Counter(Redemption.objects.values_list("status", flat=True))
    assert set(statuses) <= {RedemptionStatus.REDEEMED, RedemptionStatus.EXPIRED}
    assert statuses.total() == 12
    assert owed_fen(teahouse) == statuses[RedemptionStatus.REDEEMED] * FEN
    assert sum(map(available, citizens)) == statuses[RedemptionStatus.EXPIRED] * PRICE


def test_vintages_expire_while_vouchers_return_into_them(teahouse):
    offer = make_offer(teahouse, price=10, ends_on=THIS_VINTAGE + timedelta(days=90), voucher_days=90)
    citizens = [make_citizen() for _ in range(12)]
    for citizen in citizens:
        give(citizen, 25, THIS_VINTAGE)
    vouchers = [voucher_of(citizen, offer) for citizen in citizens]
    later = NOW + timedelta(days=60)

    at_once(
        [
            *[
                lambda v=voucher, c=citizen: give_back(citizen=c, redemption=v, key="back", now=later, expiring=10)
                for voucher, citizen in zip(vouchers, citizens, strict=True)
            ],
            *[lambda: expiry.expire(now=later)] * 6,
        ]
    )
    expiry.expire(now=later)

    assert set(map(available, citizens)) == {0}
    assert set(LedgerAccount.objects.filter(kind="held").values_list("balance", flat=True)) == {0}


def test_five_hundred_captures_on_one_merchant_at_once_owe_five_hundred_prices(teahouse, till):
    offer = make_offer(teahouse, price=1, stock=500)
    citizens = [make_citizen() for _ in range(25)]
    for citizen in citizens:
        give(citizen, 20)
    vouchers = [voucher_of(citizen, offer) for citizen in citizens for _ in range(20)]
    cashiers = [make_member(teahouse) for _ in range(20)]

    outcomes = at_once(
        [
            lambda v=voucher, by=cashiers[place % 20]: capture(
                user=by.user, shop=till.public_id, code=code_of(v), key=v.public_id, now=NOW
            )
            for place, voucher in enumerate(vouchers)
        ]
    )

    assert kinds(outcomes) == {Taken: 500}
    assert owed_fen(teahouse) == 500 * FEN


def test_captures_and_undos_at_once_leave_what_was_last(teahouse, till):
    offer = make_offer(teahouse, price=1)
    citizens = [make_citizen() for _ in range(12)]
    for citizen in citizens:
        give(citizen, 1)
    vouchers, cashier = [voucher_of(citizen, offer) for citizen in citizens], make_member(teahouse)
    for voucher in vouchers:
        capture(user=cashier.user, shop=till.public_id, code=code_of(voucher), key=voucher.public_id, now=NOW)

    def undo_it(voucher):
        return undo(cashier=cashier, redemption=voucher, key=voucher.public_id, now=NOW)

    outcomes = at_once([lambda v=voucher: undo_it(v) for voucher in vouchers * 2])

    assert kinds(outcomes) == {Redemption: 24}
    assert Redemption.objects.held().count() == 12
    assert owed_fen(teahouse) == 0


def test_budget_exhausted_amid_batches_while_citizens_redeem(teahouse, till):
    small = budgets.open_budget("citizens", {"zh-hans": "小", "en": "Small"})
    budgets.fund(small, 400, reference="fund:small", now=NOW)
    offer = make_offer(teahouse, price=10, stock=10)
    citizens = [make_citizen() for _ in range(30)]
    for citizen in citizens:
        record(citizen, walk(8000))

    at_once(
        [
            *[lambda shard=shard: scorer.score_batch(shard, now=NOW) for shard in range(SHARDS)],
            *[lambda citizen=citizen: voucher_of(citizen, offer) for citizen in citizens],
        ]
    )
    # Who was busy redeeming was left for later.
    score_everything()
    outcomes = at_once([lambda citizen=citizen: voucher_of(citizen, offer) for citizen in citizens])

    paid = Activity.objects.filter(status=Status.SCORED).count()
    waiting = Activity.objects.filter(status=Status.WAITING).count()
    # An award of 16 comes whole out of one of eight slots of 50 credits: three to each.
    assert (paid, waiting) == (24, 6)
    assert budgets.remaining("citizens") == 400 - 24 * 16
    assert Redemption.objects.count() == 10
    assert kinds(outcomes)[SoldOut] > 0
    assert sum(map(available, citizens)) == 24 * 16 - 10 * 10
