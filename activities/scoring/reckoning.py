"""What acts earn after what their citizens did before: `reckon(cases, state) -> (results, state)`. Pure.

Whoever reckons brings the state: the scorer loads it from the tables, tests and rehearsals make their own. Acts come in
the order in which they were recorded; each earns what the best single counting is worth with it more than before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Self

from activities.scoring.cases import Case
from activities.scoring.timetable import Near, Placed, Timetable, best_counting
from activities.scoring.usage import Usage
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


class Result(NamedTuple):
    """What one act earns, and what other acts count with because of it."""

    case: Case
    reckoning: Reckoning
    recounted: tuple[Placed, ...] = ()
    """Acts, this one perhaps among them, that count with something else than they were paid, as they are now."""
    is_over: bool = False
    """Whether it does not count and never will."""


@dataclass(frozen=True, slots=True)
class State:
    """What citizens were credited with: what their caps have left, and what their acts keep busy."""

    usage: Usage = field(default_factory=Usage)
    timetable: Timetable = field(default_factory=Timetable)

    def copy(self) -> Self:
        return type(self)(self.usage.copy(), self.timetable.copy())


class Counting(NamedTuple):
    """A counting of a stretch: what each of its acts counts with, and what they use of the caps."""

    charges: Mapping[int, Worth]
    usage: Usage
    cuts: Mapping[int, tuple[Cut, ...]]
    """What cut each of them."""

    @property
    def total(self) -> Worth:
        return _sum(self.charges.values())


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
    if case.lane:
        acts += [other.act for other in state.timetable.near(case).stretch]
    return Reach(
        case.citizen_id,
        case.lane,
        min(act.started_at for act in acts),
        max(act.busy_until for act in acts),
        frozenset({act.scenario_id for act in acts}),
    )


def _reckon(case: Case, state: State) -> Result:
    if case.rule.methodology.span is Span.DAY:
        return _reckon_day(case, state)
    met = state.timetable.counted_meeting(case) if case.lane else None
    return _recount(case, met, state) if met else _count_beside(case, state)


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
    earned = _not_paid_before(case, worth, state.timetable)
    if earned != worth:
        cuts = (*cuts, _counted_before(worth, earned))
    is_over = not worth.counts and not _is_kept_in_mind(case, state.timetable)
    placed = Placed(case, earned, used)
    if not is_over:
        state.timetable.put(placed)
    return Result(case, _reckoning(case, earned, cuts), (placed,) if earned != worth else (), is_over)


def _not_paid_before(case: Case, worth: Worth, timetable: Timetable) -> Worth:
    """What an act beside those that count earns: no grams that its stretch was paid for acts that count no more."""
    if not timetable.meets_any(case):
        return worth
    stretch = timetable.near(case).stretch
    paid, counting = _sum(other.credited for other in stretch), _sum(other.charged.worth for other in stretch)
    return Worth(min(worth.grams, max(counting.grams + worth.grams - paid.grams, 0)), worth.credits)


def _recount(case: Case, met: list[Placed], state: State) -> Result:
    """An act that meets acts that count: they and it are counted anew, if the stretch is worth more so."""
    near = state.timetable.near(case)
    counting = _count_with(case, near, state.usage)
    own = counting.charges[case.pk]
    holds = _sum(other.charged.worth for other in near.stretch)
    if not own.counts or counting.total.rank <= holds.rank:
        return _pass_over(case, met, counting, state)
    credited = _sum(other.credited for other in near.stretch)
    earned = counting.total.beyond(credited).at_most(own)
    state.usage.merge(counting.usage)
    recounted = hold(counting, [*near.stretch, Placed(case, earned, Used.by(earned))], state.timetable)
    cuts = counting.cuts[case.pk]
    if earned != own:
        cuts = (*cuts, _counted_before(own, earned))
    return Result(case, _reckoning(case, earned, cuts), recounted)


def hold(counting: Counting, stretch: list[Placed], timetable: Timetable) -> tuple[Placed, ...]:
    """The counting holds from now on; returns the acts that count with something else than before."""
    changed = []
    for other in stretch:
        now = other._replace(charged=Used.by(counting.charges.get(other.act.pk, NOTHING)))
        timetable.put(now)
        if now != other:
            changed.append(now)
    return tuple(changed)


def _count_with(act: Case, near: Near, usage: Usage) -> Counting:
    """The best counting of a stretch that holds `act`, under the caps that all other counted acts leave."""
    beside = [one for one in _free_to_count(near) if not one.meets(act)]
    return _count_best(beside, [act], _without_charges(near.stretch, usage))


def count_without(placed: Placed, near: Near, usage: Usage) -> Counting:
    """The best counting of an act's stretch once the act itself is gone: never worse than what holds without it.

    The choice looks at each act as if it alone counted, so where acts share a cap it may be the worse one.
    """
    best = _count_best(_free_to_count(near), [], _without_charges([*near.stretch, placed], usage))
    holding = {other.act.pk: other.charged.worth for other in near.stretch if other.counts}
    if best.total.rank >= _sum(holding.values()).rank:
        return best
    return Counting(holding, _without_charges([placed], usage), {})


def _count_best(acts: Iterable[Case], certain: list[Case], free: Usage) -> Counting:
    """The best choice among acts, beside those that are certain.

    It is chosen by what each act would count with if it alone did; then one after the other, as they were recorded,
    takes what the caps leave.
    """
    ranks = {one.pk: capped(one.own, one.rule, _used(one, free))[0].rank for one in acts}
    chosen = best_counting(acts, lambda one: ranks[one.pk])
    charges: dict[int, Worth] = {}
    cuts: dict[int, tuple[Cut, ...]] = {}
    for one in sorted([*chosen, *certain], key=lambda one: one.pk):
        charges[one.pk], cuts[one.pk] = capped(one.own, one.rule, _used(one, free))
        _count(one, Used.by(charges[one.pk]), free)
    return Counting(charges, free, cuts)


def _free_to_count(near: Near) -> list[Case]:
    """The acts of a stretch that meet nothing that counts beyond it."""
    acts = [other.act for other in near.stretch]
    return [one for one in acts if not any(one.meets(far.act) for far in near.apart)]


def _without_charges(acts: Iterable[Placed], usage: Usage) -> Usage:
    free = usage.branch()
    for other in acts:
        _count(other.act, UNUSED.minus(other.charged), free)
    return free


def _pass_over(case: Case, met: list[Placed], counting: Counting, state: State) -> Result:
    """An act by which its stretch is worth no more: it earns nothing, but may come to count with a later one."""
    covers = any(case.rule.methodology.occupies in other.act.rule.methodology.covers for other in met)
    # A cap that leaves nothing is the nearer reason.
    capped_away = () if counting.charges[case.pk].counts else counting.cuts[case.pk]
    cuts = capped_away or (Cut("covered" if covers else "overlaps", 0, 0),)
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
