"""Random histories of two accounts, merged at a random moment, against a plain reckoner that knows no ledger.

The reckoner keeps one wallet and one debt for each account, in numbers alone, and was written from docs/ledger.md.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

import pytest

from accounts.models import Profile, User
from common.city_time import city_day
from credits import clawback, expiry, holds, ledger, statements
from credits.accounts import available_accounts
from credits.ledger import Posting, TransferKind
from credits.merging import forwarding
from credits.models import LedgerAccount
from credits.refusals import InsufficientCredits
from credits.vintages import expiry_of
from tests.conftest import NOW, make_citizen
from tests.credits.merging.conftest import found, merged
from tests.merchants.conftest import give

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("budget")]
DAYS = 800
"""Long enough for two vintages to run out."""
STEPS = 30


@dataclass
class Wallet:
    """One account, by numbers: credits by the day on which they expire, and what is owed."""

    credits: dict[date, int] = field(default_factory=dict)
    owed: int = 0

    def gain(self, amount: int, day: date) -> None:
        repaid = min(self.owed, amount)
        self.owed -= repaid
        self.credits[day] = self.credits.get(day, 0) + amount - repaid

    def pay(self, amount: int) -> int:
        """The earliest first; returns what is missing."""
        for day in sorted(self.credits):
            part = min(self.credits[day], amount)
            self.credits[day] -= part
            amount -= part
        return amount

    def expire(self, today: date) -> None:
        self.credits = {day: amount for day, amount in self.credits.items() if day >= today and amount}

    @property
    def whole(self) -> int:
        return sum(self.credits.values()) - self.owed


def poured(ended: Wallet, stays: Wallet) -> None:
    """All that one has, and owes, becomes the other's."""
    for day, amount in sorted(ended.credits.items()):
        stays.gain(amount, day)
    stays.owed += stays.pay(ended.owed)
    ended.credits, ended.owed = {}, 0


class Played:
    """Both books of one history: the portal's, and the reckoner's."""

    def __init__(self, seed: int, clerk: User) -> None:
        self.chance, self.clerk, self.keys = Random(seed), clerk, count()
        self.citizens = [make_citizen(), make_citizen()]
        self.wallets = [Wallet(), Wallet()]
        self.merged = False

    def step(self, now: datetime) -> None:
        whose = self.chance.randrange(2)
        deed = self.chance.choice([self.earn, self.earn, self.lose, self.spend])
        if deed == self.spend and self.merged:
            whose = 1  # The account that ended is closed: nobody spends with it.
        deed(whose, self.chance.randint(1, 60), now)
        expiry.expire(now=now)
        for wallet in self.wallets:
            wallet.expire(city_day(now))
        if self.merged:
            forwarding.forward(now=now)
            poured(*self.wallets)

    def merge(self, now: datetime) -> None:
        before = sum(wallet.whole for wallet in self.wallets)
        # Used lately, so that a code to the number proves it.
        Profile.objects.filter(user__in=self.citizens).update(last_used_on=city_day(now))
        merged(*self.citizens, self.clerk, now=now)
        poured(*self.wallets)
        self.merged = True
        assert sum(wallet.whole for wallet in self.wallets) == before

    def earn(self, whose: int, amount: int, now: datetime) -> None:
        """Out of a budget into the vintage of the day; a debt is repaid out of it, in the same batch."""
        citizen, day = self.citizens[whose], expiry_of(city_day(now))
        debt = clawback.debts_of([citizen.pk])
        account_id = available_accounts([citizen.pk], day)[citizen.pk]
        award = Posting(gifts(amount), account_id, amount, TransferKind.AWARD, f"gift:r{next(self.keys)}", now)
        ledger.post_all([award, *clawback.repaid([award], {account_id: citizen.pk}, debt, now=now)], now=now)
        self.wallets[whose].gain(amount, day)

    def lose(self, whose: int, amount: int, now: datetime) -> None:
        """What is taken back: from what there is, and owed for the rest."""
        reference = f"revoke:r{next(self.keys)}"
        ledger.post_all(clawback.taken_back(self.citizens[whose].pk, amount, reference=reference, now=now), now=now)
        self.wallets[whose].owed += self.wallets[whose].pay(amount)

    def spend(self, whose: int, amount: int, now: datetime) -> None:
        try:
            chosen = holds.portions(self.citizens[whose].pk, amount, today=city_day(now))
        except InsufficientCredits:
            assert sum(self.wallets[whose].credits.values()) < amount
            return
        gone = holds.donated("cause", chosen, reference=f"hold:r{next(self.keys)}", now=now)
        ledger.post_all(gone, now=now)
        assert self.wallets[whose].pay(amount) == 0

    def check(self, today: date) -> None:
        for citizen, wallet in zip(self.citizens, self.wallets, strict=True):
            vintages, owed = statements.vintages_and_debt(citizen.pk, today=today)
            told = {one.expires_on: one.credits for one in vintages}
            assert told == {day: amount for day, amount in wallet.credits.items() if amount}
            assert owed == wallet.owed


def gifts(amount: int) -> int:
    """A slot that has enough."""
    return LedgerAccount.objects.filter(kind="budget", budget__code="gifts", balance__gte=amount).first().pk


@pytest.mark.parametrize("seed", range(6))
def test_a_reckoner_of_its_own_finds_the_same(seed, clerk):
    give(make_citizen(), 100_000)  # Fills the budget of gifts.
    played = Played(seed, clerk)
    merges_at = played.chance.randrange(STEPS)
    moments = sorted(NOW + timedelta(hours=played.chance.randrange(DAYS * 24)) for _step in range(STEPS))

    for place, moment in enumerate(moments):
        if place == merges_at:
            played.merge(moment)
        played.step(moment)
        played.check(city_day(moment))

    told = [one for one in found() if "happened" not in one]
    assert told == []
    assert played.wallets[0] == Wallet()
