"""What acts occupy and when two of them meet, by “Never twice” of docs/scoring.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from activities.second_opinion.acts import Act

CITY = timezone(timedelta(hours=8))
"""The clocks of Chengdu, which have known no summer time since 1992."""
DAY_TOTALS = frozenset({"walking", "check-in", "quiz"})
"""Methodologies whose claim is the total of a day."""

_OCCUPIES = {
    "bike-share": "traveller",
    "ebike-share": "traveller",
    "metro": "traveller",
    "bus": "traveller",
    "ev-driving": "traveller",
    "idle-car": "fuel car",
    "electricity-saving": "electricity meter",
    "water-saving": "water meter",
    "gas-saving": "gas meter",
}
_COVERS = {"idle-car": "traveller"}
_LASTS = {"clean-plate": timedelta(minutes=60), "venue-action": timedelta(minutes=60)}
"""For how long an act of a moment takes place on its timeline; the terms of a generic methodology say it themselves."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where acts can meet. `days` is how far to both sides a stretch is followed on it."""

    name: str
    days: int


_ROAD = Timeline("journeys and idle cars", 3)
_METERS: Mapping[str, Timeline] = {
    method: Timeline(thing, 100) for method, thing in _OCCUPIES.items() if thing.endswith("meter")
}


PEDALLED = frozenset({"bike-share"})
"""Methodologies of rides in which a phone counts steps."""


def minutes_of(act: Act) -> int:
    """The whole minutes of a ride in which a phone counted steps."""
    return (act.ended_at - act.started_at) // timedelta(minutes=1) if act.method in PEDALLED else 0


def rides_count_as_steps(act: Act) -> bool:
    """Whether it is a total of steps by a version that takes the rides of the day off."""
    return "steps_per_riding_minute" in act.rule


def timeline_of(act: Act) -> Timeline | None:
    """`None` for an act that meets nothing. With moments each set of options is a timeline of its own."""
    if _lasts(act):
        return Timeline(f"{act.scenario} {act.claim.get('action', '')}", 1)
    if act.method in _METERS:
        return _METERS[act.method]
    return _ROAD if act.method in _OCCUPIES else None


def group_of(act: Act, *, with_rides: bool = False) -> str:
    """Acts of different groups neither meet nor share a cap, nor are some the rides of the others' steps."""
    timeline = _ROAD if with_rides and act.method == "walking" else timeline_of(act)
    return act.scenario if timeline is None or _lasts(act) else timeline.name


def meet(one: Act, other: Act) -> bool:
    """Whether two acts occupy the same, or one covers what the other occupies, at a time that they share."""
    return _at_the_same(one, other) and _share_a_time(one, other)


def _at_the_same(one: Act, other: Act) -> bool:
    if _lasts(one) or _lasts(other):
        return timeline_of(one) == timeline_of(other)
    here, there = _OCCUPIES.get(one.method), _OCCUPIES.get(other.method)
    if here is None or there is None:
        return False
    return here == there or _COVERS.get(one.method) == there or _COVERS.get(other.method) == here


def _share_a_time(one: Act, other: Act) -> bool:
    """One that ends when the other begins shares none with it."""
    return one.started_at < end_of(other) and other.started_at < end_of(one)


def end_of(act: Act) -> datetime:
    return act.ended_at + _lasts(act)


def _lasts(act: Act) -> timedelta:
    """How long after its moment it still takes place; nothing for what is no moment, or each of which is its own."""
    minutes = act.rule.get("terms", {}).get("lasts_minutes", 0)
    return _LASTS.get(act.method) or timedelta(minutes=minutes)


def reach_of(act: Act) -> timedelta:
    """How far to both sides of an act its stretch is followed; that of steps is that of their day's rides."""
    timeline = timeline_of(act) or _ROAD
    return timedelta(days=timeline.days)


def last_day_of(act: Act) -> date:
    """The city day on which it ended."""
    return end_of(act).astimezone(CITY).date()
