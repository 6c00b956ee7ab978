"""What acts earn after what their citizens did before: `reckon(cases, state) -> (results, state)`. Pure.

Whoever reckons brings the state: the scorer loads it from the tables, tests and rehearsals make their own. Acts come in
the order in which they were recorded; each earns what the best single counting is worth with it more than before.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import NamedTuple, Self

from activities.scoring.cases import Case
from activities.scoring.timetable import Near, Placed, Timetable, best_counting
from activities.scoring.usage import Usage
from activities.scoring.walked import (
    LESS_THAN_STEPS,
    Loss,
    Total,
    Walked,
    best_counting_beside,
    off,
    pedalled,
    ridden,
)
from activities.scoring.worth import NOTHING, UNUSED, Cut, Reckoning, Used, Worth, capped
from methodologies.base import Span
from scenarios.rules import Period


class Reach(NamedTuple):
    """What an act can change for later ones: its stretch of a lane, and what the caps of the scenarios in it leave."""

    citizen_id: int
    lane: str
    started_at: datetime
    ended_at: datetime
    scenario_ids: frozenset[int]
    days: frozenset[date] = frozenset()
    """On which its rides and the steps of the day change one another."""


class Result(NamedTuple):
    """What one act earns, and what other acts count with because of it."""

    case: Case
    reckoning: Reckoning
    recounted: tuple[Placed, ...] = ()
    """Acts, this one perhaps among them, that count with something else than they were paid, as they are now."""
    is_over: bool = False
    """Whether it does not count and never will."""
    totals: tuple[Total, ...] = ()
    """Totals of days, this act perhaps among them, whose days count with something else than before."""


@dataclass(frozen=True, slots=True)
class State:
    """What citizens were credited with: what their caps have left, and what their acts keep busy."""

    usage: Usage = field(default_factory=Usage)
    timetable: Timetable = field(default_factory=Timetable)
    walked: dict[int, dict[date, Walked]] = field(default_factory=lambda: defaultdict(dict))
    """Of each citizen the days whose steps are told, where rides take off of them."""

    def copy(self) -> Self:
        other = type(self)(self.usage.copy(), self.timetable.copy())
        other.walked.update({citizen_id: dict(days) for citizen_id, days in self.walked.items()})
        return other

    def near(self, act: Case) -> Near:
        """The act's stretch."""
        return self.timetable.near(act, self.walked.get(act.citizen_id, ()))

    def days_of(self, act: Case, near: Near) -> list[Walked]:
        """The days of its stretch whose steps are told."""
        own = self.walked.get(act.citizen_id, {})
        return [own[day] for day in sorted(near.days) if day in own]

    def walk(self, total: Total) -> None:
        """Adds a day's total, or says anew what is known of it."""
        days = self.walked[total.act.citizen_id]
        known = days.get(total.act.city_day)
        days[total.act.city_day] = known.put(total) if known else Walked((total,))

    def used_on(self, act: Case) -> Used:
        """What an act's day uses of the caps of its scenario."""
        return _used(act, self.usage)[Period.DAY]


class Counting(NamedTuple):
    """A counting of a stretch: what each of its acts counts with, and what they use of the caps."""

    charges: Mapping[int, Worth]
    usage: Usage
    cuts: Mapping[int, tuple[Cut, ...]]
    """What cut each of them."""
    walked: Mapping[date, Worth]
    """What the steps of its days count with."""

    @property
    def total(self) -> Worth:
        return _sum([*self.charges.values(), *self.walked.values()])


def reckon(cases: Iterable[Case], state: State) -> tuple[list[Result], State]:
    """What each act earns, and the state after them, as if all are paid; the given state stays as it is.

    A later act whose own `Reach` has no scenario with that of an earlier one in common, and lies at another time, earns
    the same whether that one is paid or not.
    """
    after = state.copy()
    return [_reckon(case, after) for case in cases], after


def reach_of(case: Case, state: State) -> Reach:
    """How far an act reaches among the others of the state, whether it is one of them or not."""
    acts = [case]
    if case.lane or case.is_beside_rides:
        near = state.near(case)
        acts += [other.act for other in near.stretch]
        acts += [day.any for day in state.days_of(case, near)]
    return Reach(
        case.citizen_id,
        case.lane,
        min(act.started_at for act in acts),
        max(act.busy_until for act in acts),
        frozenset({act.scenario_id for act in acts}),
        frozenset({act.city_day for act in acts if act.pedalled or act.is_beside_rides}),
    )


def _reckon(case: Case, state: State) -> Result:
    if case.rule.methodology.span is Span.DAY:
        return _reckon_steps(case, state) if case.is_beside_rides else _reckon_day(case, state)
    met = state.timetable.counted_meeting(case) if case.lane else []
    is_of_steps = case.pedalled and case.city_day in state.walked.get(case.citizen_id, ())
    return _recount(case, met, state) if met or is_of_steps else _count_beside(case, state)


def _reckon_day(case: Case, state: State) -> Result:
    """The larger total of a day takes the place of what the day was credited with; it is no further act."""
    used = _used(case, state.usage)
    before = used[Period.DAY]
    worth, cuts = capped(case.own, case.rule, {period: each.minus(before) for period, each in used.items()})
    earned = worth
    if before.acts:
        earned = worth.beyond(before.worth)
        cuts = (*cuts, _counted_before(worth, earned))
    _count(case, Used(earned.grams, earned.credits, 1 if earned.counts and not before.acts else 0), state.usage)
    return Result(case, _reckoning(case, earned, cuts))


def _count_beside(case: Case, state: State) -> Result:
    """An act that meets nothing that counts."""
    worth, cuts = capped(case.own, case.rule, _used(case, state.usage))
    used = Used.by(worth)
    _count(case, used, state.usage)
    if not case.lane:
        return Result(case, _reckoning(case, worth, cuts))
    earned = _not_paid_before(case, worth, state)
    if earned != worth:
        cuts = (*cuts, _counted_before(worth, earned))
    is_over = not worth.counts and not _is_kept_in_mind(case, state.timetable)
    placed = Placed(case, earned, used)
    if not is_over:
        state.timetable.put(placed)
    return Result(case, _reckoning(case, earned, cuts), (placed,) if earned != worth else (), is_over)


def _reckon_steps(case: Case, state: State) -> Result:
    """A day's total of steps, of which the rides of the day take off what they made a phone count."""
    near = state.near(case)
    if not near.stretch:
        result = _reckon_day(case, state)
        state.walk(Total(case, Worth(result.reckoning.grams, result.reckoning.credits)))
        return result
    state.walk(Total(case, NOTHING))
    days = state.days_of(case, near)
    counting, holds = best_or_holding(near, days, state.usage), holding(near, days, state)
    if counting.total.rank <= holds.rank:
        worth, cuts = _beside_rides(case, state, state.usage)
        return Result(case, _reckoning(case, NOTHING, (*cuts, _counted_before(worth, NOTHING))))
    recounted = hold(counting, near.stretch, state.timetable)
    worth, cuts = _beside_rides(case, state, counting.usage)
    earned = counting.total.beyond(paid_for(near, days)).at_most(worth)
    totals = hold_days(counting, days, state, Total(case, earned), earned)
    state.usage.merge(counting.usage)
    if earned != worth:
        cuts = (*cuts, _counted_before(worth, earned))
    return Result(case, _reckoning(case, earned, cuts), recounted, totals=totals)


def _beside_rides(case: Case, state: State, usage: Usage) -> tuple[Worth, tuple[Cut, ...]]:
    """What a day's total is worth beside the rides that count that day, and what cut it."""
    rides = [one.act for one in state.near(case).stretch if one.counts and one.act.city_day == case.city_day]
    minutes, used = pedalled(rides), _used(case, usage)
    own = off(case, minutes)
    worth, cuts = capped(own, case.rule, {period: each.minus(used[Period.DAY]) for period, each in used.items()})
    return worth, cuts if own == case.own else (ridden(case, minutes), *cuts)


def _not_paid_before(case: Case, worth: Worth, state: State) -> Worth:
    """What an act beside those that count earns: no grams that its stretch was paid for acts that count no more."""
    if not state.timetable.meets_any(case):
        return worth
    near = state.near(case)
    days = state.days_of(case, near)
    paid, counting = paid_for(near, days), holding(near, days, state)
    return Worth(min(worth.grams, max(counting.grams + worth.grams - paid.grams, 0)), worth.credits)


def _recount(case: Case, met: list[Placed], state: State) -> Result:
    """An act that meets acts that count: they and it are counted anew, if the stretch is worth more so."""
    near = state.near(case)
    days = state.days_of(case, near)
    counting = _count_with(case, near, days, state.usage)
    own = counting.charges[case.pk]
    if not own.counts or counting.total.rank <= holding(near, days, state).rank:
        return _pass_over(case, met, counting, state)
    earned = counting.total.beyond(paid_for(near, days)).at_most(own)
    totals = hold_days(counting, days, state)
    state.usage.merge(counting.usage)
    recounted = hold(counting, [*near.stretch, Placed(case, earned, Used.by(earned))], state.timetable)
    cuts = counting.cuts[case.pk]
    if earned != own:
        cuts = (*cuts, *_ridden_of(case, days), _counted_before(own, earned))
    return Result(case, _reckoning(case, earned, cuts), recounted, totals=totals)


def _ridden_of(case: Case, days: Iterable[Walked]) -> tuple[Cut, ...]:
    """Of the steps that were told of a ride's day, those of the ride."""
    if not case.pedalled:
        return ()
    told = [total.act for day in days for total in day.totals if total.act.city_day == case.city_day]
    return tuple(ridden(act, case.pedalled) for act in told if act.own.counts)[:1]


def holding(near: Near, days: Iterable[Walked], state: State) -> Worth:
    """What a stretch counts with now."""
    steps = [state.used_on(day.any).worth for day in days]
    return _sum([*(other.charged.worth for other in near.stretch), *steps])


def paid_for(near: Near, days: Iterable[Walked]) -> Worth:
    """What the acts of a stretch were paid."""
    return _sum([*(other.credited for other in near.stretch), *(day.kept for day in days)])


def hold_days(
    counting: Counting, days: Iterable[Walked], state: State, changed: Total | None = None, paid: Worth = NOTHING
) -> tuple[Total, ...]:
    """The counting of these days holds from now on; returns the totals whose `besides` changed.

    Only together the totals of a day count with something. What that is besides their pay stands with the one that
    changes it, whether it was `paid` for that or taken back; where a journey changes it, with the first.
    """
    moved = []
    for day in days:
        total, pay = day.first, NOTHING
        if changed and changed.act.city_day == day.any.city_day:
            total, pay = changed, paid
            state.walk(total)
        before, after = state.used_on(day.any).worth.plus(pay), counting.walked[day.any.city_day]
        if after != before:
            besides = total.besides.plus(Used(after.grams - before.grams, after.credits - before.credits))
            moved.append(total._replace(besides=besides))
            state.walk(moved[-1])
    return tuple(moved)


def hold(counting: Counting, stretch: list[Placed], timetable: Timetable) -> tuple[Placed, ...]:
    """The counting holds from now on; returns the acts that count with something else than before."""
    changed = []
    for other in stretch:
        now = other._replace(charged=Used.by(counting.charges.get(other.act.pk, NOTHING)))
        timetable.put(now)
        if now != other:
            changed.append(now)
    return tuple(changed)


def _count_with(act: Case, near: Near, days: Sequence[Walked], usage: Usage) -> Counting:
    """The best counting of a stretch that holds `act`, under the caps that all other counted acts leave."""
    beside = [one for one in _free_to_count(near) if not one.meets(act)]
    return _count_best(beside, [act], days, _without_charges(near.stretch, days, usage))


def best_or_holding(near: Near, days: Sequence[Walked], usage: Usage, gone: Sequence[Placed] = ()) -> Counting:
    """The best counting of a stretch, without what is gone of it: never worse than what holds.

    The choice looks at each act as if it alone counted, so where acts share a cap it may be the worse one.
    """
    best = _count_best(_free_to_count(near), [], days, _without_charges([*near.stretch, *gone], days, usage))
    held = {other.act.pk: other.charged.worth for other in near.stretch if other.counts}
    free = _without_charges(gone, days, usage)
    holding = Counting(held, free, {}, _walk([one.act for one in near.stretch if one.counts], days, free))
    return best if best.total.rank >= holding.total.rank else holding


def _count_best(acts: Iterable[Case], certain: list[Case], days: Sequence[Walked], free: Usage) -> Counting:
    """The best choice among acts, beside those that are certain.

    It is chosen by what each act would count with if it alone did; then one after the other, as they were recorded,
    takes what the caps leave.
    """
    ranks = {one.pk: capped(one.own, one.rule, _used(one, free))[0].rank for one in acts}
    if days:
        chosen = best_counting_beside(acts, lambda one: ranks[one.pk], _losses(days, certain, free))
    else:
        chosen = best_counting(acts, lambda one: ranks[one.pk])
    charges: dict[int, Worth] = {}
    cuts: dict[int, tuple[Cut, ...]] = {}
    for one in sorted([*chosen, *certain], key=lambda one: one.pk):
        charges[one.pk], cuts[one.pk] = capped(one.own, one.rule, _used(one, free))
        _count(one, Used.by(charges[one.pk]), free)
    counted = [one for one in [*chosen, *certain] if charges[one.pk].counts]
    return Counting(charges, free, cuts, _walk(counted, days, free))


def _walk(rides: Iterable[Case], days: Iterable[Walked], free: Usage) -> dict[date, Worth]:
    """What the steps of the days count with beside these rides; they take it of the caps."""
    worths: dict[date, Worth] = {}
    for day in days:
        minutes = pedalled(one for one in rides if one.city_day == day.any.city_day)
        worth = worths[day.any.city_day] = day.worth(minutes, _used(day.any, free))
        _count(day.any, Used.by(worth), free)
    return worths


def _losses(days: Iterable[Walked], certain: list[Case], free: Usage) -> dict[date, Loss]:
    """What further minutes of rides take of each day's steps."""
    return {
        day.any.city_day: _loss(day, pedalled(one for one in certain if one.city_day == day.any.city_day), free)
        for day in days
    }


def _loss(day: Walked, certain: int, free: Usage) -> Loss:
    used = _used(day.any, free)
    whole = day.worth(certain, used)

    @cache
    def loss(minutes: int) -> tuple[int, int]:
        return whole.beyond(day.worth(certain + minutes, used)).rank

    return loss


def _free_to_count(near: Near) -> list[Case]:
    """The acts of a stretch that meet nothing that counts beyond it."""
    acts = [other.act for other in near.stretch]
    return [one for one in acts if not any(one.meets(far.act) for far in near.apart)]


def _without_charges(acts: Iterable[Placed], days: Iterable[Walked], usage: Usage) -> Usage:
    free = usage.branch()
    for other in acts:
        _count(other.act, UNUSED.minus(other.charged), free)
    for day in days:
        _count(day.any, UNUSED.minus(_used(day.any, usage)[Period.DAY]), free)
    return free


def _pass_over(case: Case, met: list[Placed], counting: Counting, state: State) -> Result:
    """An act by which its stretch is worth no more: it earns nothing, but may come to count with a later one."""
    covers = any(case.rule.methodology.occupies in other.act.rule.methodology.covers for other in met)
    # A cap that leaves nothing is the nearer reason.
    capped_away = () if counting.charges[case.pk].counts else counting.cuts[case.pk]
    instead = "covered" if covers else "overlaps" if met else LESS_THAN_STEPS
    cuts = capped_away or (Cut(instead, 0, 0),)
    is_kept = _is_kept_in_mind(case, state.timetable)
    if is_kept:
        state.timetable.put(Placed(case, NOTHING, UNUSED))
    return Result(case, _reckoning(case, NOTHING, cuts), is_over=not is_kept)


def _is_kept_in_mind(case: Case, timetable: Timetable) -> bool:
    return case.own.counts and timetable.has_room(case)


def _used(act: Case, usage: Usage) -> Mapping[Period, Used]:
    return usage.before(act.citizen_id, act.scenario_id, act.city_day, act.rule)


def _count(act: Case, used: Used, usage: Usage) -> None:
    usage.count(act.citizen_id, act.scenario_id, act.city_day, used)


def _reckoning(case: Case, earned: Worth, cuts: tuple[Cut, ...]) -> Reckoning:
    return Reckoning(case.quantified, earned.grams, earned.credits, cuts)


def _counted_before(worth: Worth, earned: Worth) -> Cut:
    """What of an act's worth was credited before."""
    return Cut("counted_before", worth.grams - earned.grams, worth.credits - earned.credits)


def _sum(worths: Iterable[Worth]) -> Worth:
    total = NOTHING
    for worth in worths:
        total = total.plus(worth)
    return total
