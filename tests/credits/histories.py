"""Random histories of the ledger: transfers of every kind that has a way, day by day, among a few accounts."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random

from django.db import IntegrityError, transaction

from credits import budgets, ledger
from credits.accounts import party_account, scheme_account
from credits.ledger import Posting
from credits.models import SHAPES, WAYS, AccountKind, LedgerAccount, Transfer, TransferKind, Way
from credits.refusals import InsufficientCredits
from tests.conftest import make_citizen

VINTAGES = (date(2026, 12, 31), date(2027, 12, 31))
PARTIES = ("first", "second")
BUDGETS = ("pot", "other-pot")
ASSETS = {kind: way.asset for way in WAYS for kind in (way.debit, way.credit)}
FUNDED = 4000


class History:
    """Some accounts of each kind, and what moves between them by chance."""

    def __init__(self, seed: int, begins_at: datetime) -> None:
        self.chance, self.number, self.seed = Random(seed), 0, seed
        for code in BUDGETS:
            budget = budgets.open_budget(code, {"zh-hans": code, "en": code})
            budgets.fund(budget, FUNDED, reference=f"fund:{code}:{seed}", now=begins_at)
        citizens = [make_citizen() for _ in range(2)]
        self.accounts = {kind: self._opened(kind, named, citizens) for kinds, named in SHAPES.items() for kind in kinds}

    def _opened(self, kind: AccountKind, named: set[str], citizens: Sequence) -> list[LedgerAccount]:
        rows = LedgerAccount.objects.filter(kind=kind)
        asset = ASSETS[kind]
        if "budget" in named:
            return list(rows.filter(budget__code__in=BUDGETS))
        if "party" in named:
            return [LedgerAccount.objects.get(pk=party_account(kind, party, asset)) for party in PARTIES]
        if not named:
            return [LedgerAccount.objects.get(pk=scheme_account(kind, asset))]
        vintages = VINTAGES if "expires_on" in named else (None,)
        return [
            LedgerAccount.objects.create(kind=kind, asset=asset, owner=citizen, expires_on=expires_on)
            for citizen in citizens
            for expires_on in vintages
        ]

    def day(self, begins_at: datetime, transfers: int) -> None:
        """So many are tried within a day; of what is not there nothing moves."""
        for _ in range(transfers):
            now = begins_at + timedelta(seconds=self.chance.randrange(86_400))
            with suppress(InsufficientCredits, IntegrityError), transaction.atomic():
                self._one(now)

    def _one(self, now: datetime) -> None:
        self.number += 1
        if self.chance.random() < 0.1:
            moved = Transfer.objects.exclude(kind__in=[TransferKind.REVERSAL, TransferKind.FUND])
            if earlier := list(moved.order_by("pk")):
                ledger.reverse(self.chance.choice(earlier), now=now)
            return
        way = self.chance.choice([way for way in WAYS if way.kind != TransferKind.FUND])
        debit = self.chance.choice(self.accounts[way.debit])
        credit = self.chance.choice([one for one in self.accounts[way.credit] if _go_together(way, debit, one)])
        amount = self.chance.randint(1, 20)
        reference = f"by-chance:{self.seed}:{self.number}"
        ledger.post_all([Posting(debit.pk, credit.pk, amount, way.kind, reference, now)], now=now)


def _go_together(way: Way, debit: LedgerAccount, credit: LedgerAccount) -> bool:
    if way.within_vintage:
        return (debit.owner_id, debit.expires_on) == (credit.owner_id, credit.expires_on)
    return not way.within_owner or debit.owner_id == credit.owner_id
