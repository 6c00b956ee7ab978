"""Tills at once on one voucher, beside its giving back and its end: never more than the whole, on real connections."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models import Sum

from credits.models import LedgerAccount
from merchants.mall.releasing import expire_due, give_back
from merchants.models import Redemption
from merchants.refusals import CodeNotValid, NotReleasable, TooManyTries, TooMuchOfTheBill
from merchants.till.taking import Taken, capture
from merchants.till.undoing import undo
from tests.at_once import at_once, in_turn_behind
from tests.conftest import NOW
from tests.merchants.conftest import available, code_of, give, make_member, make_offer, voucher_of
from tests.merchants.parts.conftest import FEN, PRICE, VALUE, a_bill
from tests.merchants.test_at_once import kinds
from tests.merchants.till.test_taking import owed_fen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _audited(capsys, catalogue):
    yield
    call_command("audit_ledger", only=["credits", "merchants"])
    assert capsys.readouterr().out.endswith("the ledger is sound\n")


def takes(voucher, teahouse, till, amounts, now=NOW):
    code = code_of(voucher, now)
    cashiers = [make_member(teahouse) for _ in amounts]
    return [
        lambda by=by, fen=fen: capture(
            user=by.user, shop=till.public_id, code=code, key=f"{by.pk}", now=now, amount_fen=fen
        )
        for by, fen in zip(cashiers, amounts, strict=True)
    ]


def taken_fen() -> int:
    return Redemption.objects.filter(status="redeemed").aggregate(sum=Sum("value_fen"))["sum"] or 0


def test_sixteen_tills_at_once_take_no_more_than_the_whole(voucher, teahouse, till, alice):
    outcomes = at_once(takes(voucher, teahouse, till, [333] * 16))

    assert kinds(outcomes) == {Taken: 6, TooMuchOfTheBill: 10}
    assert taken_fen() == 6 * 333
    assert owed_fen(teahouse) == FEN * 6 * 333 // VALUE


def test_tills_at_once_that_take_it_all_come_to_the_whole(voucher, teahouse, till):
    outcomes = at_once(takes(voucher, teahouse, till, [500] * 4))

    assert kinds(outcomes) == {Taken: 4}
    voucher.refresh_from_db()
    assert (voucher.status, voucher.taken_price, owed_fen(teahouse)) == ("used_up", PRICE, FEN)


@pytest.mark.parametrize("undone", [False, True])
def test_a_rest_that_comes_back_beside_a_redeeming_locks_neither_out(alice, teahouse, till, cashier, take, undone):
    give(alice, 1000)
    offer, tea = a_bill(teahouse, rest_stays=False), make_offer(teahouse)
    voucher = voucher_of(alice, offer)
    till_s = takes(voucher, teahouse, till, [500])
    if undone:
        part = take(voucher, 500)
        till_s = [lambda: undo(cashier=cashier, redemption=part, key="undo", now=NOW)]

    held = LedgerAccount.objects.filter(owner=alice, kind="held")
    outcomes = in_turn_behind(held, [*till_s, lambda: voucher_of(alice, tea)])

    assert kinds(outcomes) == ({Redemption: 2} if undone else {Taken: 1, Redemption: 1})


def test_a_part_beside_giving_back_and_running_out(voucher, teahouse, till, alice):
    last, end = voucher.expires_at - timedelta(seconds=1), voucher.expires_at
    outcomes = at_once(
        [
            *takes(voucher, teahouse, till, [333] * 6, last),
            *[lambda: give_back(citizen=alice, redemption=voucher, key="back", now=last)] * 2,
            *[lambda: expire_due(now=end, limit=10)] * 4,
        ]
    )

    assert set(kinds(outcomes)) <= {Taken, CodeNotValid, TooManyTries, Redemption, NotReleasable, int}
    voucher.refresh_from_db()
    parts = sum(part.price for part in Redemption.objects.filter(part_of=voucher))
    assert voucher.status in ("returned", "expired")
    assert available(alice) == 1000 - parts
    assert owed_fen(teahouse) == sum(part.settlement_fen for part in voucher.parts.all())


def test_undoing_beside_taking_keeps_the_sums(voucher, teahouse, till):
    first = capture(
        user=(by := make_member(teahouse)).user,
        shop=till.public_id,
        code=code_of(voucher),
        key="1",
        now=NOW,
        amount_fen=700,
    )
    part = Redemption.objects.get(public_id=first.public_id)
    at_once(
        [
            *takes(voucher, teahouse, till, [450] * 6),
            *[lambda: undo(cashier=by, redemption=part, key="undo", now=NOW)] * 4,
        ]
    )

    voucher.refresh_from_db()
    assert voucher.taken_fen == taken_fen()
    assert owed_fen(teahouse) == FEN * taken_fen() // VALUE
