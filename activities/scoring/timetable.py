"""What a citizen's acts keep busy: nobody travels twice at the same time, nor reads a meter twice. Pure.

Two acts on one lane meet when they share a time; only one of them can count. Acts that meet one another, directly or
through others, are a stretch. A counting of a stretch is a choice of its acts of which no two meet.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple, Self

from activities.scoring.worth import Used, Worth
from common.city_time import city_day
from methodologies.base import Claim, Methodology, Span
from methodologies.registry import Timeline, timeline
from scenarios.rules import Rule

MOST_PASSED_OVER = 20
"""So many acts of a lane's day that do not count are kept in mind, the first recorded; later ones are over for good."""

Rank = tuple[int, int]


class Placed(NamedTuple):
    """An act on a lane, from when until when it keeps it busy."""

    pk: int
    """Acts are numbered as they were recorded."""
    citizen_id: int
    scenario_id: int
    lane: str
    started_at: datetime
    ended_at: datetime
    city_day: date
    rule: Rule
    own: Worth
    """What it is worth before any cap."""
    credited: Worth = Worth()
    """What it was paid."""
    charged: Used = Used()
    """What it counts with now, towards the caps of its rule."""

    @property
    def counts(self) -> bool:
        return self.charged.acts > 0

    def meets(self, other: "Placed") -> bool:
        return self.started_at < other.ended_at and other.started_at < self.ended_at

    @property
    def timeline(self) -> Timeline:
        found = timeline(self.rule.methodology)
        assert found is not None
        return found


class Near(NamedTuple):
    """What is on a lane around an act."""

    stretch: list[Placed]
    """The acts, without itself, that it meets directly or through others."""
    apart: list[Placed]
    """Acts beyond reach that count."""


class Timetable:
    """The acts of citizens on their lanes: those that count, and those passed over that may come to count."""

    def __init__(self) -> None:
        self._lanes: dict[tuple[int, str], dict[int, Placed]] = defaultdict(dict)

    def copy(self) -> Self:
        """One that can be kept up without a change to this one."""
        other = type(self)()
        other._lanes.update({key: dict(acts) for key, acts in self._lanes.items()})
        return other

    def put(self, placed: Placed) -> None:
        """Adds an act, or says anew what it counts with."""
        self._lanes[placed.citizen_id, placed.lane][placed.pk] = placed

    def take(self, placed: Placed) -> None:
        """Forgets an act."""
        del self._lanes[placed.citizen_id, placed.lane][placed.pk]

    def counted_meeting(self, act: Placed) -> list[Placed]:
        """The counted acts that an act meets."""
        return [other for other in self._on_lane(act) if other.counts and other.meets(act)]

    def near(self, act: Placed) -> Near:
        """The act's stretch, followed as many days to both sides as an act of its timeline can last."""
        reach = timedelta(days=act.timeline.longest_days)
        first, last = act.city_day - reach, city_day(act.ended_at) + reach
        within: list[Placed] = []
        apart: list[Placed] = []
        for other in self._on_lane(act):
            if first <= other.city_day <= last:
                within.append(other)
            elif other.counts:
                apart.append(other)
        return Near(_island(act, within), apart)

    def has_room(self, act: Placed) -> bool:
        """Whether an act that does not count now is kept in mind."""
        passed_over = [other for other in self._on_lane(act) if not other.counts and other.city_day == act.city_day]
        return len(passed_over) < MOST_PASSED_OVER

    def _on_lane(self, act: Placed) -> Iterable[Placed]:
        lane = self._lanes.get((act.citizen_id, act.lane))
        return lane.values() if lane else ()


def lane_of(method: Methodology, claim: Claim) -> str:
    """The lane of an act; empty where it keeps nothing busy. Moments that name different options are different acts."""
    found = timeline(method)
    if found is None:
        return ""
    if method.span is Span.PERIOD:
        return found.name
    chosen = [str(claim.values[choice.name]) for choice in method.choices if choice.name in claim]
    return ":".join([found.name, *chosen])


def end_on_lane(method: Methodology, started_at: datetime, ended_at: datetime) -> datetime:
    """Until when an act keeps its lane busy."""
    return started_at + timedelta(minutes=method.lasts_minutes) if method.span is Span.MOMENT else ended_at


def best_counting(acts: Iterable[Placed], rank_of: Callable[[Placed], Rank]) -> list[Placed]:
    """The choice without acts that meet that has the highest rank in all; of equal ones, whose acts came first.

    The classic schedule of weighted intervals: acts by their end, each either left out or taken after the best choice
    of those that ended before it began.
    """
    ordered = sorted((act for act in acts if rank_of(act) > (0, 0)), key=lambda act: (act.ended_at, act.pk))
    ends = [act.ended_at for act in ordered]
    first_come = {act.pk: 1 << place for place, act in enumerate(sorted(ordered, key=lambda act: -act.pk))}
    totals = [(0, 0, 0)]
    """The best rank of the first so many acts; its third part prefers the acts recorded first."""
    before: list[int] = []
    for place, act in enumerate(ordered):
        before.append(bisect_right(ends, act.started_at, hi=place))
        credits, grams, came = totals[before[place]]
        more = rank_of(act)
        totals.append(max(totals[place], (credits + more[0], grams + more[1], came + first_come[act.pk])))
    chosen: list[Placed] = []
    place = len(ordered)
    while place:
        if totals[place] == totals[place - 1]:
            place -= 1
        else:
            chosen.append(ordered[place - 1])
            place = before[place - 1]
    return chosen


def _island(act: Placed, others: Iterable[Placed]) -> list[Placed]:
    """Those of the acts that hang together with `act` by shared times."""
    island: list[Placed] = []
    holds_act, end = False, None
    for other in sorted([act, *others], key=lambda other: (other.started_at, other.pk)):
        if end is not None and other.started_at >= end:
            if holds_act:
                break
            island, end = [], None
        island.append(other)
        holds_act = holds_act or other.pk == act.pk
        end = other.ended_at if end is None else max(end, other.ended_at)
    return [other for other in island if other.pk != act.pk]
