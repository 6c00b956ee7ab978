"""An attacker who looks at a cause after every gift, gives to it themselves, and reads what it reports, with bounds.

Unknown to them are the credits of each gift. They know when one was made, that it is of somebody, and the rules: what
was given so far is told for five more givers, and a giver's part is of what all gave, told in steps.
"""

import random
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.test import Client
from django.urls import reverse

from accounts.models import User
from common import few
from common.city_time import city_day
from merchants.desk import reporting
from merchants.mall import gifts
from merchants.models import Cause, CauseReport, Offer, OfferKind
from tests.city.intervals import Told, pinned
from tests.conftest import NOW, make_citizen
from tests.merchants.conftest import give, make_offer, text, voucher_of

HOUR = timedelta(hours=1)
PRICES = (20, 50, 70, 110)
TREES = 100_000
"""So many that a part says much of what all gave."""


class Gift(NamedTuple):
    nth: int
    giver: int
    credits: int
    at: datetime


class CauseInTime:
    """Citizens who give now and then, some of them often; nobody is chosen but by the seed."""

    def __init__(self, seed: int, *, citizens: int, gifts: int) -> None:
        chance = random.Random(seed)
        self.cause = Cause.objects.create(name=text("龙泉山植树"), summary=text("种一棵树"))
        kind = {"kind": OfferKind.DONATION, "cause": self.cause, "settlement_fen": 0}
        self.offers = [make_offer(None, price=price, **kind) for price in PRICES]
        self.people = [make_citizen() for _each in range(citizens)]
        self.plan = [(chance.choice(self.people), chance.choice(self.offers)) for _each in range(gifts)]
        self.given: list[Gift] = []
        self.told: list[Told] = []
        self.told_to: dict[int, list[Told]] = {}

    def live(self, at: Callable[[datetime], None]) -> None:
        """A gift every three hours, a look after each, and a report of all days when they are over."""
        said = 0
        for nth, (giver, offer) in enumerate(self.plan):
            now = NOW + 3 * nth * HOUR
            at(now)
            self._give(nth, giver, offer, now)
            raised = self._look()
            if raised != said:
                self.told.append(Told(frozenset(range(nth + 1)), raised, raised))
                said = raised
        after = NOW + timedelta(days=len(self.plan))
        at(after)
        self._report(after)
        for giver in self.people:
            self.told_to[giver.pk] = list(self._part_of(giver))

    def found(self) -> list[object]:
        """What anybody finds, and each giver of the others: gifts of few of which the credits follow."""
        by_anybody = pinned(self.told, [run for run in self._runs() if self._givers(run) < 5]) if self.told else []
        return [*by_anybody, *(each for giver in self.people for each in self._found_by(giver))]

    def _found_by(self, giver: User) -> Iterator[object]:
        own = frozenset(gift.nth for gift in self.given if gift.giver == giver.pk)
        known = [Told(frozenset([gift.nth]), gift.credits, gift.credits) for gift in self.given if gift.nth in own]
        everything = [*self.told, *self.told_to[giver.pk], *known]
        few_others = [run - own for run in self._runs() if run - own and self._givers(run - own) < 4]
        if self.told or self.told_to[giver.pk]:
            yield from pinned(everything, few_others)
        of_few = (told for told in self.told_to[giver.pk] if self._givers(told.group) < 5)
        yield from of_few

    def _give(self, nth: int, giver: User, offer: Offer, now: datetime) -> None:
        give(giver, offer.price)
        voucher_of(giver, offer, now)
        self.given.append(Gift(nth, giver.pk, offer.price, now))

    def _look(self) -> int:
        address = reverse("merchants:offer", args=[self.offers[0].public_id])
        page = Client(headers={"accept-language": "zh-hans"}).get(address).content.decode()
        raised = re.search(r"已累计捐赠至少 ([\d,]+) 积分", page)
        return int(raised[1].replace(",", "")) if raised else 0

    def _report(self, now: datetime) -> None:
        report = CauseReport.objects.create(
            cause=self.cause,
            from_on=city_day(NOW),
            to_on=city_day(self.given[-1].at),
            text=text("种了香樟"),
            place=text("龙泉山"),
            done_on=city_day(now),
            quantity=TREES,
            written_by=make_citizen(),
        )
        reporting.publish(report=report, by=make_citizen(), seen=reporting.edition_of(report), now=now)

    def _part_of(self, giver: User) -> Iterator[Told]:
        """From the part that a giver reads: how much all gave."""
        done = gifts.done_between(giver.pk, city_day(NOW), city_day(self.given[-1].at))
        own = sum(gift.credits for gift in self.given if gift.giver == giver.pk)
        for tenths in (tenths for gift in done.gifts for _report, tenths in gift.reports if tenths is not None):
            step = few.CREDITS_A_STEP
            worth = TREES * 10 * own
            least, most = worth // (tenths + 1) + 1, worth // tenths
            steps = [told for told in range(step, most + 1, step) if told >= least] if step > 1 else [least, most]
            everything = frozenset(gift.nth for gift in self.given)
            yield Told(everything, min(steps) - step + 1, max(steps))

    def _runs(self) -> Iterator[frozenset[int]]:
        """Gifts one after the other."""
        count = len(self.given)
        return (frozenset(range(first, last)) for first in range(count) for last in range(first + 1, count + 1))

    def _givers(self, run: frozenset[int]) -> int:
        return len({self.given[nth].giver for nth in run})
