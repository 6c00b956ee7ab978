"""What a citizen's acts keep busy: nobody travels twice at the same time, nor reads a meter twice. Pure.

Two acts on one lane meet when they share a time; only one of them can count. Acts that meet one another, directly or
through others, are a stretch; so are the rides of a day whose steps are told, of which some were counted in riding.
A counting of a stretch is a choice of its acts of which no two meet.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, Self

from activities.scoring.cases import Case
from activities.scoring.worth import Used, Worth
from common.city_time import city_day
from methodologies.registry import pedalling

MOST_PASSED_OVER = 20
"""So many acts of a lane's day that do not count are kept in mind, the first recorded; later ones are over for good."""

Rank = tuple[int, int]


class Placed(NamedTuple):
    """An act on its lane, after it was reckoned."""

    act: Case
    credited: Worth
    """What it was paid."""
    charged: Used
    """What it counts with now, towards the caps of its rule."""

    @property
    def counts(self) -> bool:
        return self.charged.acts > 0


class Near(NamedTuple):
    """What is on a lane around an act."""

    stretch: list[Placed]
    """The acts, without itself, that it meets directly or through others."""
    apart: list[Placed]
    """Acts beyond reach that count."""
    days: Collection[date] = ()
    """The days of its rides whose steps are told."""


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
        act = placed.act
        self._lanes[act.citizen_id, act.lane][act.pk] = placed

    def find(self, act: Case) -> Placed:
        """The act as it counts now. Raises `KeyError` where it is not known, or over for good."""
        return self._lanes[act.citizen_id, act.lane][act.pk]

    def counted_meeting(self, act: Case) -> list[Placed]:
        """The counted acts that an act meets."""
        return [other for other in self._on_lane_of(act) if other.counts and other.act.meets(act)]

    def meeting(self, act: Case) -> list[Placed]:
        """All that an act meets, counted or not."""
        return [other for other in self._on_lane_of(act) if other.act.meets(act)]

    def meets_any(self, act: Case) -> bool:
        """Whether an act meets one that is known, counted or not."""
        return any(other.act.meets(act) for other in self._on_lane_of(act))

    def near(self, act: Case, walked: Collection[date] = ()) -> Near:
        """The act's stretch, followed as many days to both sides as an act of its timeline can last.

        Of `walked` days the citizen told the steps. The stretch of such a total is that of its day's rides.
        """
        line = pedalling() if act.is_beside_rides else act.timeline
        reach = timedelta(days=line.longest_days)
        first, last = act.city_day - reach, (act.city_day if act.is_beside_rides else city_day(act.busy_until)) + reach
        within: list[Placed] = []
        apart: list[Placed] = []
        for other in self._on_lane(act.citizen_id, line.name if act.is_beside_rides else act.lane):
            if first <= other.act.city_day <= last:
                within.append(other)
            elif other.counts:
                apart.append(other)
        stretch, days = _stretch(act, within, walked)
        return Near(stretch, apart, days)

    def has_room(self, act: Case) -> bool:
        """Whether an act that does not count now is kept in mind."""
        passed_over = [one for one in self._on_lane_of(act) if not one.counts and one.act.city_day == act.city_day]
        return len(passed_over) < MOST_PASSED_OVER

    def _on_lane_of(self, act: Case) -> Iterable[Placed]:
        return self._on_lane(act.citizen_id, act.lane)

    def _on_lane(self, citizen_id: int, name: str) -> Iterable[Placed]:
        lane = self._lanes.get((citizen_id, name))
        return lane.values() if lane else ()


def best_counting(acts: Iterable[Case], rank_of: Callable[[Case], Rank]) -> list[Case]:
    """The choice without acts that meet that has the highest rank in all; of equal ones, whose acts came first.

    The classic schedule of weighted intervals: acts by their end, each either left out or taken after the best choice
    of those that ended before it began.
    """
    ordered = sorted((act for act in acts if rank_of(act) > (0, 0)), key=lambda act: (act.busy_until, act.pk))
    ends = [act.busy_until for act in ordered]
    first_come = {act.pk: 1 << place for place, act in enumerate(sorted(ordered, key=lambda act: -act.pk))}
    totals = [(0, 0, 0)]
    """The best rank of the first so many acts; its third part prefers the acts recorded first."""
    before: list[int] = []
    for place, act in enumerate(ordered):
        before.append(bisect_right(ends, act.started_at, hi=place))
        credits, grams, came = totals[before[place]]
        more = rank_of(act)
        totals.append(max(totals[place], (credits + more[0], grams + more[1], came + first_come[act.pk])))
    chosen: list[Case] = []
    place = len(ordered)
    while place:
        if totals[place] == totals[place - 1]:
            place -= 1
        else:
            chosen.append(ordered[place - 1])
            place = before[place - 1]
    return chosen


def _stretch(act: Case, others: Iterable[Placed], walked: Collection[date]) -> tuple[list[Placed], Collection[date]]:
    """Those of the others that hang together with `act`, by shared times or a walked day, and these days."""
    placed = {other.act.pk: other for other in others}
    acts = {pk: other.act for pk, other in placed.items()}
    if act.is_beside_rides:
        together: list[Case] = []
        days = {act.city_day}
    else:
        acts[act.pk] = act
        together, days = [act], set()
    apart = _by_shared_times(acts.values())
    while True:
        days |= {one.city_day for one in together if one.pedalled and one.city_day in walked}
        reached = {one.pk for one in together}
        more = [
            group
            for group in apart
            if any(one.pk in reached or (one.pedalled and one.city_day in days) for one in group)
        ]
        if not more:
            return [placed[one.pk] for one in together if one.pk != act.pk], days
        together = list({one.pk: one for one in [*together, *(one for group in more for one in group)]}.values())
        apart = [group for group in apart if group not in more]


def _by_shared_times(acts: Iterable[Case]) -> list[Sequence[Case]]:
    """The acts in groups, each of which hangs together by shared times."""
    groups: list[list[Case]] = []
    end: datetime | None = None
    for one in sorted(acts, key=lambda one: (one.started_at, one.pk)):
        if end is None or one.started_at >= end:
            groups.append([])
            end = None
        groups[-1].append(one)
        end = one.busy_until if end is None else max(end, one.busy_until)
    return list(groups)
