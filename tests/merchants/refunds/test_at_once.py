"""Refunds that meet undos, each other, and the drawing up of the month, on real connections."""

from collections import Counter

import pytest
from django.core.management import call_command

from credits import statements
from credits.models import LedgerAccount
from merchants.models import Redemption, Refund, Statement
from merchants.refunds.foreseeing import foresee
from merchants.refunds.refunding import By, refund
from merchants.refusals import NotRefundable, OtherThanForetold, TooLateToUndo
from merchants.settlement import closing
from merchants.till.undoing import undo
from tests.at_once import at_once, in_turn_behind
from tests.conftest import make_citizen
from tests.merchants.conftest import make_offer, voucher_of
from tests.merchants.settlement.conftest import DECEMBER, JUST_AFTER, LAST_MINUTES, NEXT_MONTH, NOVEMBER
from tests.merchants.till.test_taking import owed_fen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _audited(capsys, catalogue):
    yield
    call_command("audit_ledger", only=["credits", "merchants"])
    assert capsys.readouterr().out.endswith("the ledger is sound\n")


def kinds(outcomes) -> Counter:
    return Counter(type(outcome) for outcome in outcomes)


def seen(voucher: Redemption, now=JUST_AFTER) -> str:
    return foresee(voucher, now=now).word


def test_twelve_refunds_of_one_voucher_at_once_are_one(take, owner, alice):
    voucher = take(LAST_MINUTES)
    people, word = [By(owner.user, owner), *[By(make_citizen()) for _ in range(11)]], seen(voucher)

    outcomes = at_once(
        [lambda by=by: refund(redemption=voucher, by=by, words="凉", foreseen=word, now=JUST_AFTER) for by in people]
    )

    assert kinds(outcomes) == {Refund: 12}
    assert (Refund.objects.count(), statements.available(alice.pk, today=JUST_AFTER.date())) == (1, 10_000)


def test_a_refund_beside_a_redeeming_of_the_same_citizen_locks_neither_out(take, owner, alice, teahouse):
    voucher, tea = take(LAST_MINUTES), make_offer(teahouse)
    by, word = By(owner.user, owner), seen(voucher)

    outcomes = in_turn_behind(
        LedgerAccount.objects.filter(owner=alice, kind="held"),
        [
            lambda: refund(redemption=voucher, by=by, words="凉", foreseen=word, now=JUST_AFTER),
            lambda: voucher_of(alice, tea, JUST_AFTER),
        ],
    )

    assert kinds(outcomes) == {Refund: 1, Redemption: 1}


def test_a_refund_beside_an_undo_ends_in_one_of_the_two(take, owner, cashier, alice):
    vouchers = [take(LAST_MINUTES, price=1) for _ in range(8)]
    by = By(owner.user, owner)
    words = {voucher.pk: seen(voucher) for voucher in vouchers}

    def give(voucher):
        return refund(redemption=voucher, by=by, words="凉", foreseen=words[voucher.pk], now=JUST_AFTER)

    outcomes = at_once(
        [
            work
            for voucher in vouchers
            for work in (
                lambda v=voucher: give(v),
                lambda v=voucher: undo(cashier=cashier, redemption=v, key=v.public_id, now=JUST_AFTER),
            )
        ]
    )

    states = Counter(Redemption.objects.values_list("status", flat=True))
    assert set(states) <= {"refunded", "held"}
    assert kinds(outcomes) == Counter(
        {Refund: states["refunded"], TooLateToUndo: states["refunded"], Redemption: states["held"]}
    ) + Counter({NotRefundable: states["held"]})
    assert owed_fen(vouchers[0].merchant) == 0


def test_a_refund_beside_the_drawing_up_of_the_month_is_as_its_page_told_or_is_not(take, owner, teahouse, monkeypatch):
    monkeypatch.setattr(closing, "BATCH", 3)
    vouchers = [take(LAST_MINUTES, fen=100, price=1) for _ in range(12)]
    by, words = By(owner.user, owner), {voucher.pk: seen(voucher) for voucher in vouchers}

    def give(voucher):
        return refund(redemption=voucher, by=by, words="凉", foreseen=words[voucher.pk], now=JUST_AFTER)

    def close():
        return closing.close(merchant=teahouse, month=NOVEMBER, now=JUST_AFTER)

    outcomes = at_once([*[lambda v=voucher: give(v) for voucher in vouchers], *[close] * 3])
    take(NEXT_MONTH, fen=5000)
    closing.close(merchant=teahouse, month=DECEMBER, now=NEXT_MONTH)

    assert set(kinds(outcomes)) <= {Refund, OtherThanForetold, Statement, type(None)}
    given = Refund.objects.count()
    assert kinds(outcomes)[Refund] == given
    assert sum(statement.fen for statement in Statement.objects.filter(month=NOVEMBER)) == (12 - given) * 100
    assert owed_fen(teahouse) == (12 - given) * 100 + 5000
