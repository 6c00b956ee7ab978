"""The ledger at random: whatever is funded, earned, held, spent, undone, given back or expired, it adds up."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from accounts.models import User
from common.city_time import city_day
from credits import audit as credits_audit
from credits import budgets, expiry, ledger, statements
from credits.accounts import available_accounts
from credits.models import AccountKind, LedgerAccount, Transfer
from credits.refusals import InsufficientCredits
from merchants import audit as merchants_audit
from merchants.mall.releasing import expire_due, give_back
from merchants.models import Redemption, RedemptionStatus
from merchants.refusals import CodeNotValid, NotReleasable, TooLateToUndo
from merchants.till.taking import Taken, capture
from merchants.till.undoing import UNDO_WITHIN, undo
from tests.conftest import NOW, make_citizen
from tests.merchants.conftest import (
    NEXT_VINTAGE,
    THIS_VINTAGE,
    code_of,
    keys,
    make_member,
    make_merchant,
    make_offer,
    make_shop,
    voucher_of,
)

FAR = date(2028, 6, 30)
CITIZENS = 2


@dataclass
class Held:
    """What the machine expects of one voucher."""

    citizen: int
    expires_at: datetime
    portions: Counter[date]
    fen: int
    status: str = "held"
    captured_at: datetime | None = None


class LedgerMachine(RuleBasedStateMachine):
    """The machine keeps books of its own, as simple as can be, and compares."""

    vouchers = Bundle("vouchers")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOW
        self.budget = budgets.open_budget("machine", {"zh-hans": "试", "en": "Trial"})
        self.citizens: list[User] = [make_citizen() for _ in range(CITIZENS)]
        merchant = make_merchant("茶舍")
        self.shop, self.cashier = make_shop(merchant, "店"), make_member(merchant)
        self.offers = [
            make_offer(merchant, price=price, settlement_fen=price * 10, ends_on=FAR, voucher_days=40)
            for price in (1, 7, 20)
        ]
        self.issued = 0
        self.in_budget = 0
        self.wallets: list[Counter[date]] = [Counter() for _ in range(CITIZENS)]
        self.gone: Counter[str] = Counter()
        self.held: dict[int, Held] = {}
        self.fund(400)
        for who in range(CITIZENS):
            self.award(who, 25, late=False)
            self.award(who, 25, late=True)

    def teardown(self) -> None:
        found = [*credits_audit.findings(), *merchants_audit.findings()]
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        assert found == []

    @rule(amount=st.integers(8, 200))
    def fund(self, amount: int) -> None:
        reference = f"fund:{next(keys)}"
        for _time in range(2):
            budgets.fund(self.budget, amount, reference=reference, now=self.now)
        self.issued += amount
        self.in_budget += amount

    @rule(who=st.integers(0, CITIZENS - 1), amount=st.integers(1, 25), late=st.booleans())
    def award(self, who: int, amount: int, late: bool) -> None:
        vintage = NEXT_VINTAGE if late or city_day(self.now) > THIS_VINTAGE else THIS_VINTAGE
        slot_id = budgets.lock_slots("machine", amount).take(amount)
        if slot_id is None:
            return
        account_id = available_accounts([self.citizens[who].pk], vintage)[self.citizens[who].pk]
        posting = ledger.Posting(
            slot_id, account_id, amount, ledger.TransferKind.AWARD, f"award:{next(keys)}", self.now
        )
        ledger.post([posting], now=self.now)
        self.in_budget -= amount
        self.wallets[who][vintage] += amount

    @rule(target=vouchers, who=st.integers(0, CITIZENS - 1), which=st.integers(0, 2))
    def hold(self, who: int, which: int) -> Any:
        offer, wallet = self.offers[which], self.wallets[who]
        spendable = {day: amount for day, amount in wallet.items() if day >= city_day(self.now)}
        if sum(spendable.values()) < offer.price:
            with pytest.raises(InsufficientCredits):
                voucher_of(self.citizens[who], offer, self.now)
            return multiple()
        voucher = voucher_of(self.citizens[who], offer, self.now)
        due, portions = offer.price, Counter[date]()
        for day in sorted(spendable):
            portions[day] = min(spendable[day], due)
            due -= portions[day]
        wallet.subtract(portions)
        self.held[voucher.pk] = Held(who, voucher.expires_at, portions, offer.settlement_fen)
        return voucher.pk

    @rule(voucher=vouchers)
    def capture(self, voucher: int) -> None:
        expected, row = self.held[voucher], Redemption.objects.get(pk=voucher)

        def take() -> Taken:
            code, key = code_of(row, self.now), next(keys)
            return capture(user=self.cashier.user, shop=self.shop.public_id, code=code, key=key, now=self.now)

        if expected.status == "held" and self.now < expected.expires_at:
            take()
            expected.status, expected.captured_at = "redeemed", self.now
        elif expected.status != "redeemed":
            with pytest.raises(CodeNotValid):
                take()
            self.cashier = make_member(self.shop.merchant)

    @rule(voucher=vouchers)
    def undo(self, voucher: int) -> None:
        expected, row = self.held[voucher], Redemption.objects.get(pk=voucher)
        is_fresh = expected.captured_at is not None and self.now < expected.captured_at + UNDO_WITHIN
        if is_fresh:
            undo(cashier=self.cashier, redemption=row, key=next(keys), now=self.now, taken_at=expected.captured_at)
            expected.status, expected.captured_at = "held", None
        else:
            with pytest.raises(TooLateToUndo):
                undo(cashier=self.cashier, redemption=row, key=next(keys), now=self.now)

    @rule(voucher=vouchers)
    def release(self, voucher: int) -> None:
        expected, row = self.held[voucher], Redemption.objects.get(pk=voucher)
        citizen = self.citizens[expected.citizen]
        if expected.status == "held":
            key, today = next(keys), city_day(self.now)
            expiring = sum(amount for day, amount in expected.portions.items() if day < today)
            for _time in range(2):
                give_back(citizen=citizen, redemption=row, key=key, now=self.now, expiring=expiring)
            self.take_back(expected, "returned")
        elif expected.status != "returned":
            with pytest.raises(NotReleasable):
                give_back(citizen=citizen, redemption=row, key=next(keys), now=self.now)

    @rule(hours=st.sampled_from([0.1, 1, 24, 24 * 15, 24 * 41]))
    def wait(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def expire_vouchers(self) -> None:
        due = [held for held in self.held.values() if held.status == "held" and held.expires_at <= self.now]

        assert expire_due(now=self.now, limit=1000) == len(due)

        for expected in due:
            self.take_back(expected, "expired")

    @rule()
    def expire_vintages(self) -> None:
        expiry.expire(now=self.now)
        for wallet in self.wallets:
            for day in wallet:
                if day < city_day(self.now):
                    self.gone["expired"] += wallet[day]
                    wallet[day] = 0

    def take_back(self, expected: Held, status: str) -> None:
        expected.status = status
        for day, amount in expected.portions.items():
            if day < city_day(self.now):
                self.gone["expired"] += amount
            else:
                self.wallets[expected.citizen][day] += amount

    @invariant()
    def every_vintage_is_what_it_should_be(self) -> None:
        for who, citizen in enumerate(self.citizens):
            accounts = LedgerAccount.objects.filter(owner=citizen)
            available = accounts.filter(kind=AccountKind.AVAILABLE).values_list("expires_on", "balance")
            held = accounts.filter(kind=AccountKind.HELD).values_list("expires_on", "balance")
            expected_held = Counter[date]()
            for voucher in self.held.values():
                if voucher.citizen == who and voucher.status == "held":
                    expected_held.update(voucher.portions)
            assert +Counter(dict(available)) == +self.wallets[who]
            assert +Counter(dict(held)) == +expected_held
            today = city_day(self.now)
            spendable = sum(amount for day, amount in self.wallets[who].items() if day >= today)
            assert statements.available(citizen.pk, today=today) == spendable

    @invariant()
    def every_credit_is_somewhere(self) -> None:
        held = sum(voucher.portions.total() for voucher in self.held.values() if voucher.status == "held")
        spent = sum(voucher.portions.total() for voucher in self.held.values() if voucher.status == "redeemed")
        available = sum(wallet.total() for wallet in self.wallets)

        assert budgets.remaining("machine") == self.in_budget
        assert self.in_budget + available + held + spent + self.gone["expired"] == self.issued
        assert derived(AccountKind.REDEEMED) == spent
        assert derived(AccountKind.EXPIRED) == self.gone["expired"]
        assert derived(AccountKind.ISSUANCE) == -self.issued

    @invariant()
    def merchant_is_owed_what_was_taken(self) -> None:
        taken = [voucher.fen for voucher in self.held.values() if voucher.status == "redeemed"]
        assert derived(AccountKind.RECEIVABLE) == sum(taken) == -derived(AccountKind.PAYABLE)
        assert Redemption.objects.filter(status=RedemptionStatus.REDEEMED).count() == len(taken)


def derived(kind: AccountKind) -> int:
    """The balance of accounts that keep none."""
    received = Transfer.objects.filter(credit__kind=kind).values_list("amount", flat=True)
    given = Transfer.objects.filter(debit__kind=kind).values_list("amount", flat=True)
    return sum(received) - sum(given)


@pytest.mark.slow
@pytest.mark.django_db
def test_books_add_up_whatever_happens():
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
