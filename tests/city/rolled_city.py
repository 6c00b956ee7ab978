"""A small city whose acts are put straight into the tables, day by day, and which remembers each of them by itself."""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pgtrigger

from accounts.models import User
from activities.models import Activity, Assessment, Revocation, Status
from city.rollups import publishing, releasing, summing
from common.city_time import at_city_time, day_span
from scenarios import rulebook
from scenarios.models import RuleVersion, Scenario
from seals import sealing

ONE_DAY = timedelta(days=1)
CODES = ["walking", "metro", "bus", "bike-share", "quiz", "waste-sorting"]
EARNS = {"quiz": 2}
"""Scenarios of which each act earns these credits and no grams, as everybody knows."""


@dataclass(slots=True)
class Act:
    """What the city remembers of an act; `left` is what it keeps once it was taken back."""

    number: int
    day: date
    district: str
    scenario: str
    evidence: str
    citizen: int
    earned: tuple[int, int]
    scored_at: datetime
    revoked_at: datetime | None = None
    left: tuple[int, int] = (0, 0)

    def worth(self, until: datetime | None = None, taken_until: datetime | None = None) -> tuple[int, int]:
        """Grams and credits that it counts with, of what was scored and taken back before two moments, or until now."""
        if until is not None and self.scored_at >= until:
            return 0, 0
        is_gone = self.revoked_at is not None and (taken_until is None or self.revoked_at < taken_until)
        return self.left if is_gone else self.earned


class RolledCity:
    """Nobody is chosen but by the seed."""

    def __init__(self, seed: int, *, citizens: int, first_day: date, districts: Iterable[str]) -> None:
        self.chance = random.Random(seed)
        self.day = first_day
        users = User.objects.bulk_create([User(password="!") for _citizen in range(citizens + 1)])
        self.citizens, self.officer = [user.pk for user in users[1:]], users[0].pk
        self.districts = [*districts]
        self.homes = {citizen: self.chance.choice(self.districts) for citizen in self.citizens}
        codes = [code for code in CODES if Scenario.objects.filter(code=code).exists()]
        self.scenarios = {code: Scenario.objects.get(code=code) for code in codes}
        self.versions = {code: RuleVersion.objects.filter(scenario=self.scenarios[code]).first() for code in codes}
        self.takes = {code: sorted(rulebook.rule_of(self.versions[code].pk).windows) for code in codes}
        """How acts may be proven by the rules, as everybody knows."""
        self.begins: dict[str, date] = {}
        self.earns = {code: credits for code, credits in EARNS.items() if code in codes}
        self.latest = 40
        """After how many days an act may come."""
        self.acts: list[Act] = []

    def begin(self, code: str, day: date) -> None:
        """As though the scenario’s first rule had come into force on that day."""
        with pgtrigger.ignore():
            RuleVersion.objects.filter(scenario=self.scenarios[code]).exclude(pk=self.versions[code].pk).delete()
            RuleVersion.objects.filter(pk=self.versions[code].pk).update(effective_from=day)
        rulebook.forget()
        self.begins[code] = day

    def live(self, days: int, *, acts_a_day: int, late: float = 0.1, taken_back: float = 0.05) -> None:
        """Days pass, each with acts of its own and of days before, and acts of any day that are taken back."""
        for _day in range(days):
            for hour in (9, 18):
                now = day_span(self.day)[0] + timedelta(hours=hour)
                self.do(now, self.chance.randint(0, acts_a_day), late)
                self.take_back(now + timedelta(hours=1), taken_back)
                summing.keep()
                publishing.publish_today(now + timedelta(hours=2))
            self.midnight()

    def midnight(self) -> None:
        """The day is closed, and the jobs of the night are done."""
        night = at_city_time(self.day + ONE_DAY, sealing.SEALED_AT)
        # PostgreSQL's own workers write, too.
        assert sealing.wait_until_settled(sealing.close(self.day, now=night), patience_s=60)
        self.day += ONE_DAY
        self.work(night)

    def work(self, now: datetime) -> None:
        """What the hourly job does."""
        summing.keep()
        publishing.publish()
        releasing.release(now)

    def do(self, now: datetime, count: int, late: float = 0.0) -> list[Act]:
        """Scores acts of some citizens, most of them of today."""
        return self.score([self._some_act(now, late) for _act in range(count)])

    def score(self, acts: list[Act]) -> list[Act]:
        rows = Activity.objects.bulk_create(self._row(act) for act in acts)
        for act, row in zip(acts, rows, strict=True):
            act.number = row.pk
        Assessment.objects.bulk_create(
            Assessment(
                activity_id=act.number,
                version=self.versions[act.scenario],
                grams=act.earned[0],
                credits=act.earned[1],
                facts={},
                assessed_at=act.scored_at,
            )
            for act in acts
        )
        self.acts += acts
        return acts

    def take_back(self, now: datetime, share: float) -> None:
        """Some of the acts that still count, most of them in full."""
        chosen = [act for act in self.acts if act.revoked_at is None and self.chance.random() < share / 10]
        self.revoke(chosen, now, in_full=self.chance.random() < 0.8)

    def revoke(self, acts: list[Act], now: datetime, *, in_full: bool = True) -> None:
        for act in acts:
            act.revoked_at = now
            act.left = (0, 0) if in_full else (act.earned[0] // 2, act.earned[1] // 2)
        Revocation.objects.bulk_create(
            Revocation(
                activity_id=act.number,
                reason="mistaken",
                by_id=self.officer,
                grams=act.earned[0] - act.left[0],
                credits=act.earned[1] - act.left[1],
                revoked_at=now,
            )
            for act in acts
        )

    def sums(self) -> dict[tuple[date, str, str], tuple[int, int, int, int]]:
        """By day, district and scenario, added up act by act: acts, grams, credits, citizens."""
        found: dict[tuple[date, str, str], list[Act]] = defaultdict(list)
        for act in self.acts:
            if any(act.worth()):
                found[act.day, act.district, act.scenario].append(act)
        return {where: added_up(acts) for where, acts in found.items()}

    def _some_act(self, now: datetime, late: float) -> Act:
        citizen = self.chance.choice(self.citizens)
        day = self.day - ONE_DAY * (self.chance.randint(1, self.latest) if self.chance.random() < late else 0)
        begun = [code for code in self.scenarios if day >= self.begins.get(code, day)]
        code = self.chance.choice([code for place, code in enumerate(begun) for _time in range(1, 2 + place)])
        district = self.homes[citizen] if self.chance.random() < 0.9 else self.chance.choice(self.districts)
        grams = self.chance.randint(0, 400)
        earned = (0, self.earns[code]) if code in self.earns else (grams, grams // 10 + self.chance.randint(0, 3))
        moment = now + timedelta(seconds=self.chance.randint(0, 3599))
        return Act(0, day, district, code, self.chance.choice(self.takes[code]), citizen, earned, moment)

    def may_be(self, day: date, scenario: str, evidence: str) -> bool:
        """Whether the rules take such an act; scenarios begin as `begins` says."""
        return evidence in self.takes[scenario] and day >= self.begins.get(scenario, day)

    def _row(self, act: Act) -> Activity:
        began = day_span(act.day)[0] + timedelta(hours=8)
        return Activity(
            citizen_id=act.citizen,
            scenario=self.scenarios[act.scenario],
            channel="form",
            evidence=act.evidence,
            district=act.district,
            started_at=began,
            ended_at=began,
            city_day=act.day,
            values={},
            status=Status.SCORED,
            status_at=act.scored_at,
            recorded_at=act.scored_at,
        )


def added_up(acts: Iterable[Act]) -> tuple[int, int, int, int]:
    """Acts, grams, credits and citizens of those that count."""
    counted = [(act, *act.worth()) for act in acts if any(act.worth())]
    grams, credits = sum(g for _act, g, _c in counted), sum(c for _act, _g, c in counted)
    return len(counted), grams, credits, len({act.citizen for act, *_worth in counted})
