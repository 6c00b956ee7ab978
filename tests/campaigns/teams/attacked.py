"""An attacker who looks at a team as its members and everybody do, at many moments, and reckons with bounds.

Unknown are members' whole kilograms: of a month, what came in a stretch of time between two looks, and went in a later
one or never. They know the rules: of when a number is, in which steps it is told, and that it is of five or more.
"""

import random
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.test import Client
from django.urls import reverse

from campaigns.models import Heard, TeamMember, TeamMonth
from campaigns.teams import counting, months
from common.city_time import city_day
from tests.campaigns.teams.conftest import joined, school
from tests.city.intervals import Told, pinned
from tests.conftest import NOW

LOOKS = [
    datetime.fromisoformat(f"{moment}:00+08:00")
    for moment in (
        *("2026-11-25T12", "2026-11-30T23", "2026-12-06T12", "2026-12-08T01", "2026-12-10T12"),
        *("2026-12-31T23", "2027-01-08T01", "2027-01-20T12"),
    )
]
MONTHS = (date(2026, 11, 1), date(2026, 12, 1))
NEVER = len(LOOKS)
STEP = 50


class Cell(NamedTuple):
    """Kilograms of a member's month that came and went within stretches, by the number of the look at their end."""

    member: int
    month: date
    came: int
    gone: int

    def stands_at(self, look: int) -> bool:
        return self.came <= look < self.gone


class Seen(NamedTuple):
    """That a team was told at a look to have come to so many kilograms at least, and at most."""

    look: int
    month: date
    least: int
    most: int


class TeamInTime:
    """Members who save now and then, late as well, and have some of it taken back; chosen by nothing but the seed."""

    def __init__(self, seed: int, *, members: int) -> None:
        self.chance = random.Random(seed)
        self.team = school(now=NOW)
        self.members = [joined(self.team, f"成员{chr(65 + nth)}", now=NOW) for nth in range(members)]
        self.saved: dict[Cell, int] = {}
        self.shown: set[tuple[int, date]] = set()
        """Who stood among the first few, as they agreed to."""
        self.seen: set[Seen] = set()

    def live(self, at: Callable[[datetime], None], *, look: Callable[[int], None]) -> None:
        for nth, moment in enumerate(LOOKS):
            at(moment)
            self._go_on(nth)
            self.put(nth)
            look(nth)

    def put(self, nth: int) -> None:
        """What is counted by a look, and the job that tells it."""
        for member in self.members:
            for month in MONTHS:
                kilograms = self.of(member.pk, month, nth)
                TeamMonth.objects.filter(member=member, month=month).delete()
                if kilograms:
                    TeamMonth.objects.create(member=member, month=month, grams=kilograms * 1000, days=3)
        Heard.objects.update_or_create(reader=counting.READER, defaults={"until": LOOKS[nth]})
        months.tell_due(now=LOOKS[nth])

    def of(self, member: int, month: date, look: int) -> int:
        cells = (cell for cell in self.saved if cell.member == member and cell.month == month)
        return sum(self.saved[cell] for cell in cells if cell.stands_at(look))

    def look_as(self, member: TeamMember, nth: int) -> None:
        """Reads the pages of one who is in the team."""
        client = Client(headers={"accept-language": "zh-hans"})
        client.force_login(member.citizen)
        own = client.get(reverse("campaigns:team", args=[self.team.public_id])).content.decode()
        everybody = client.get(reverse("campaigns:teams")).content.decode()
        self.seen |= {Seen(nth, *one) for one in [*_told_inside(own), *_told_outside(everybody, str(self.team))]}
        month = city_day(LOOKS[nth]).replace(day=1)
        for one in self.members:
            if re.search(rf"\d · {one.nickname}\s", own):
                self.shown.add((one.pk, month))

    def _go_on(self, nth: int) -> None:
        for member in self.members:
            for month in (one for one in MONTHS if one <= city_day(LOOKS[nth])):
                if self.chance.random() < 0.5:
                    self.saved[Cell(member.pk, month, nth, NEVER)] = self.chance.randint(1, 40)
            self._take_back(member, nth)

    def _take_back(self, member: TeamMember, nth: int) -> None:
        standing = [one for one in self.saved if one.member == member.pk and one.came < nth < one.gone]
        if standing and self.chance.random() < 0.3:
            cell = self.chance.choice(standing)
            self.saved[cell._replace(gone=nth)] = self.saved.pop(cell)


def _told_inside(page: str) -> Iterator[tuple[date, int, int]]:
    for year, month, least in re.findall(r"(\d{4})年(\d+)月：至少减碳 ([\d,]+) 千克", page):
        yield _seen(year, month, least)
    for year, month in re.findall(r"(\d{4})年(\d+)月：减碳不足 50 千克", page):
        yield _seen(year, month, "0")


def _told_outside(page: str, name: str) -> Iterator[tuple[date, int, int]]:
    for year, month, rest in re.findall(r"(\d{4})年(\d+)月前几名团队(.*?)</ol>", page, re.DOTALL):
        for least in re.findall(rf"· {name}<.*?至少 ([\d,]+) 千克", rest, re.DOTALL):
            yield _seen(year, month, least)


def _seen(year: str, month: str, least: str) -> tuple[date, int, int]:
    kilograms = int(least.replace(",", ""))
    return date(int(year), int(month), 1), kilograms, kilograms + STEP - 1


def found_by_others(one: TeamInTime, target: TeamMember, *, step: int = STEP) -> list[object]:
    """What all other members find of one by what they saved themselves: a month, or what came or went of it."""
    everything = []
    for seen in one.seen:
        look = told_at(seen.month)
        known = sum(one.of(member.pk, seen.month, look) for member in one.members if member != target)
        most = seen.least + step - 1 - known
        everything.append(Told(_standing(target.pk, seen.month, look), max(seen.least - known, 0), most))
    months_of_own = [month for month in MONTHS if (target.pk, month) not in one.shown]
    groups = [group for month in months_of_own for group in _groups(target.pk, month)]
    real = [group for group in groups if any(one.saved.get(cell) for cell in group)]
    return pinned(everything, real) if everything else []


def found_by_anybody(one: TeamInTime) -> list[Seen]:
    """Numbers of fewer than five, however few they leave unknown."""
    return [seen for seen in one.seen if _people(one, seen.month) < 5]


def told_at(month: date) -> int:
    """The first look after a month was told."""
    return next(nth for nth, look in enumerate(LOOKS) if look >= months.told_moment(month))


def _people(one: TeamInTime, month: date) -> int:
    return sum(one.of(member.pk, month, told_at(month)) > 0 for member in one.members)


def _standing(member: int, month: date, look: int) -> frozenset[Cell]:
    return frozenset(cell for cell in _possible(member, month) if cell.stands_at(look))


def _groups(member: int, month: date) -> Iterator[frozenset[Cell]]:
    """What stands at a look, came in a stretch, or went in one."""
    for nth in range(NEVER):
        yield _standing(member, month, nth)
        yield frozenset(cell for cell in _possible(member, month) if cell.came == nth)
        yield frozenset(cell for cell in _possible(member, month) if cell.gone == nth)


def _possible(member: int, month: date) -> list[Cell]:
    return [Cell(member, month, came, gone) for came in range(NEVER) for gone in range(came + 1, NEVER + 1)]
