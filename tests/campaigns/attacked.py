"""An attacker who looks at a campaign at every moment and at its results, and reckons with exact bounds.

Unknown are the citizens who got a place in one stretch of time between two looks, and gave it up in a later one or
kept it: then they were not there, were there and got nothing, or got the bonus. The rules are known.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import NamedTuple

from django.test import Client

from accounts.models import User
from campaigns.models import Report
from campaigns.signups.joining import sign_up, withdraw
from tests.campaigns.conftest import FLAT, opened, text
from tests.city.intervals import Told, pinned
from tests.conftest import NOW, make_citizen

STRETCHES = 6
NEVER = STRETCHES
FATES = ("absent", "unpaid", "paid")
LOOKS = [NOW + timedelta(minutes=10 * nth) for nth in range(1, STRETCHES + 1)]
OVER = NOW + timedelta(days=2)
LEAST = 5


class Cell(NamedTuple):
    """Citizens by the stretches in which they got a place and gave it up; whoever kept it has a fate."""

    came_in: int
    went: int
    fate: str = ""

    def has_a_place_at(self, look: int) -> bool:
        return self.came_in <= look < self.went


POSSIBLE = [
    *(Cell(since, until) for since in range(STRETCHES) for until in range(since, STRETCHES)),
    *(Cell(since, NEVER, fate) for since in range(STRETCHES) for fate in FATES),
]


class CampaignInTime:
    """Citizens who sign up and withdraw as the seed says; there are places for all, or for a part of them."""

    def __init__(self, seed: int, *, author: User, opener: User, step: int = LEAST, fewest: int = LEAST) -> None:
        self.chance, self.step, self.fewest = random.Random(seed), step, fewest
        self.capacity = self.chance.choice([8, 20, 41])
        self.campaign = opened(author, opener, code=f"greenway-{seed}", capacity=self.capacity, **FLAT)
        self.often = self.chance.choice([1, 3, 8])
        self.since: dict[User, int] = {}
        self.behind: Counter[Cell] = Counter()
        self.told: list[Told] = []

    def live(self, at) -> None:
        for nth, look in enumerate(LOOKS):
            for minute in range(self.chance.randint(0, self.often)):
                now = look - timedelta(minutes=9 - minute)
                at(now)
                self._go_on(nth, now)
            at(look)
            self.told += self._room(nth)
        at(OVER)
        figures = self._end()
        Report.objects.create(
            campaign=self.campaign, nth=1, text=text("很好"), figures=figures, by=make_citizen(), published_at=OVER
        )

    def found(self) -> list[object]:
        """Groups of fewer than five that come to one number, whichever of the rules' cases is so."""
        results = list(self._results())
        few = [group for group in _groups() if 0 < sum(self.behind[cell] for cell in group) < LEAST]
        cases = [case for case in (self._pinned(more, few) for more in results) if case is not None]
        return [one for one in cases[0] if all(one in case for case in cases)]

    def _pinned(self, more: list[Told], few: list[frozenset]) -> list[object] | None:
        try:
            return list(pinned([*self.told, *more], few))
        except AssertionError:
            return None  # No campaign at all is as this case says.

    def _go_on(self, nth: int, now: datetime) -> None:
        """Somebody withdraws, or one or two sign up; nobody waits, as there are fewer than places."""
        if self.since and self.chance.random() < 0.25:
            citizen = self.chance.choice(sorted(self.since, key=lambda one: one.pk))
            withdraw(campaign=self.campaign, citizen=citizen, now=now)
            self.behind[Cell(self.since.pop(citizen), nth)] += 1
        for _each in range(min(self.chance.randint(1, 2), self.capacity - len(self.since))):
            citizen = make_citizen()
            sign_up(campaign=self.campaign, citizen=citizen, now=now)
            self.since[citizen] = nth

    def _end(self) -> dict[str, int]:
        fates: Counter[str] = Counter()
        for since in self.since.values():
            fate = self.chance.choices(FATES, weights=[2, 1, 6])[0]
            self.behind[Cell(since, NEVER, fate)] += 1
            fates[fate] += 1
        came = fates["unpaid"] + fates["paid"]
        credits = fates["paid"] * FLAT["flat_credits"]
        return {"joined": len(self.since), "came": came, "credits": credits, "paid": fates["paid"]}

    def _page(self) -> str:
        address = f"/campaigns/{self.campaign.code}/"
        page: str = Client(headers={"accept-language": "zh-hans"}).get(address).content.decode()
        return page

    def _room(self, nth: int) -> Iterator[Told]:
        page, most = self._page(), self.capacity
        taken = frozenset(cell for cell in POSSIBLE if cell.has_a_place_at(nth))
        if "名额已满" in page:
            yield Told(taken, most, most)
        elif about := re.search(r"剩余名额约([\d,]+)个", page):
            least = most - int(about[1])
            yield Told(taken, least, self._below(least))
        elif f"名额{most}个" in page:
            yield Told(taken, 0, self._below(0))

    def _below(self, least: int) -> int:
        """The most that are in where so many are told, and not all: the last step reaches up to the last place."""
        return self.capacity - 1 if least + self.step > self.capacity - LEAST else least + self.step - 1

    def _results(self) -> Iterator[list[Told]]:
        """What the results tell, in each of the cases that the rules of what is hidden leave open."""
        page = self._page()
        joined, came, credits = (_number(page, label) for label in ("人获得名额", "人到场", "积分奖励"))
        of = {fate: frozenset(cell for cell in POSSIBLE if cell.fate == fate) for fate in FATES}
        stayed, there = frozenset().union(*of.values()), of["unpaid"] | of["paid"]
        known = [Told(stayed, 0, self.fewest - 1) if joined is None else Told(stayed, joined, joined + LEAST - 1)]
        known += [] if came is None else [Told(there, came, came + LEAST - 1)]
        if credits is not None:
            paid = credits // FLAT["flat_credits"]
            known.append(Told(of["paid"], paid, paid))
        nobody_or_five = ((0, 0), (self.fewest, None))
        absent = nobody_or_five if came is not None else ((0, None),)
        unpaid = nobody_or_five if credits is not None else ((0, None),)
        for of_absent, of_unpaid in product(absent, unpaid):
            yield [*known, Told(of["absent"], *of_absent), Told(of["unpaid"], *of_unpaid)]


def _number(page: str, label: str) -> int | None:
    found = re.search(rf"<dt>{label}</dt>\s*<dd[^>]*>\s*([\d,]+)", page)
    return int(found[1].replace(",", "")) if found else None


def _groups() -> Iterator[frozenset]:
    """Who has a place at a look, got or gave one up within some stretches, and who kept it, by what became of them."""
    for nth in range(STRETCHES):
        yield frozenset(cell for cell in POSSIBLE if cell.has_a_place_at(nth))
        for last in range(nth, STRETCHES):
            yield frozenset(cell for cell in POSSIBLE if nth <= cell.came_in <= last)
            yield frozenset(cell for cell in POSSIBLE if nth <= cell.went <= last)
    for fates in (*((fate,) for fate in FATES), ("unpaid", "paid"), FATES):
        yield frozenset(cell for cell in POSSIBLE if cell.fate in fates)
