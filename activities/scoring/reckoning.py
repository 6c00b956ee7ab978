"""What acts earn after what their citizens did before: `reckon(cases, state) -> (results, state)`. Pure.

Whoever reckons brings the state: the scorer loads it from the tables, tests and rehearsals make their own. Acts come in
the order in which they were recorded; each earns what the best single counting is worth with it more than before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, Self

from activities.scoring.timetable import Near, Placed, Timetable, best_counting, end_on_lane, lane_of
from activities.scoring.usage import Usage
from activities.scoring.worth import NOTHING, Cut, Reckoning, Used, Worth, capped, own_worth
from methodologies.base import Claim, Span
from scenarios.rules import Evidence, Period, Rule


class Case(NamedTuple):
    """An act to reckon, read and counted by its methodology."""

    pk: int
    """Acts are numbered as they were recorded."""
    citizen_id: int
    scenario_id: int
    started_at: datetime
    ended_at: datetime
    city_day: date
    rule: Rule
    quantified: Decimal
    """What the methodology counts, in grams, exactly."""
    own: Worth
    """What the act is worth before any cap."""
    lane: str
    """What it keeps busy; empty for nothing."""
    busy_until: datetime
    """Until when it keeps it busy."""


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


class _Counting(NamedTuple):
    """A counting of a stretch: what each of its acts counts with, and what they use of the caps."""

    charges: Mapping[int, Worth]
    usage: Usage
    cuts: tuple[Cut, ...]
    """What cut the act that it is made for."""

    @property
    def total(self) -> Worth:
        return _sum(self.charges.values())


def case_of(
    pk: int,
    citizen_id: int,
    scenario_id: int,
    evidence: Evidence,
    started_at: datetime,
    ended_at: datetime,
    city_day: date,
    claim: Claim,
    rule: Rule,
) -> Case:
    """The case of an act. Raises whatever its methodology raises for a claim that it cannot count."""
    method = rule.methodology
    quantified = method.quantify(claim, rule.factor_values)
    own = own_worth(quantified, claim, rule, evidence)
    busy_until = end_on_lane(method, started_at, ended_at)
    lane = lane_of(method, claim)
    return Case(pk, citizen_id, scenario_id, started_at, ended_at, city_day, rule, quantified, own, lane, busy_until)


def reckon(cases: Iterable[Case], state: State) -> tuple[list[Result], State]:
    """What each act earns, and the state after them, as if all are paid; the given state stays as it is.

    A later act outside of the `Reach` of an earlier one earns the same whether that one is paid or not.
    """
    after = state.copy()
    return [_reckon(case, after) for case in cases], after


def reach_of(case: Case, state: State) -> Reach:
    """How far an act reaches among the others of the state, whether it is one of them or not."""
    acts = [_place(case)]
    if case.lane:
        acts += state.timetable.near(acts[0]).stretch
    return Reach(
        case.citizen_id,
        case.lane,
        min(act.started_at for act in acts),
        max(act.ended_at for act in acts),
        frozenset({act.scenario_id for act in acts}),
    )


def _reckon(case: Case, state: State) -> Result:
    if case.rule.methodology.span is Span.DAY:
        return _reckon_day(case, state)
    if not case.lane:
        worth, cuts = capped(case.own, case.rule, _used(case, state.usage))
        _count(case, Used.by(worth), state.usage)
        return Result(case, _reckoning(case, worth, cuts))
    placed = _place(case)
    met = state.timetable.counted_meeting(placed)
    return _recount(case, placed, met, state) if met else _count_beside(case, placed, state)


def _reckon_day(case: Case, state: State) -> Result:
    """The larger total of a day takes the place of what the day was credited with; it is no further act."""
    before = state.usage.on(case.citizen_id, case.scenario_id, case.city_day)
    rest = state.usage.branch()
    _count(case, Used().minus(before), rest)
    worth, cuts = capped(case.own, case.rule, _used(case, rest))
    earned = worth.beyond(before.worth)
    if before.acts:
        cuts = (*cuts, _counted_before(worth, earned))
    _count(case, Used(*earned, Used.by(earned).acts if not before.acts else 0), state.usage)
    return Result(case, _reckoning(case, earned, cuts))


def _count_beside(case: Case, placed: Placed, state: State) -> Result:
    """An act that meets nothing that counts."""
    worth, cuts = capped(case.own, case.rule, _used(case, state.usage))
    _count(case, Used.by(worth), state.usage)
    placed = placed._replace(credited=worth, charged=Used.by(worth))
    is_over = not worth.counts and not _is_kept_in_mind(placed, state.timetable)
    if not is_over:
        state.timetable.put(placed)
    return Result(case, _reckoning(case, worth, cuts), is_over=is_over)


def _recount(case: Case, placed: Placed, met: list[Placed], state: State) -> Result:
    """An act that meets acts that count: they and it are counted anew, if the stretch is worth more so."""
    near = state.timetable.near(placed)
    now = _sum(other.charged.worth for other in near.stretch)
    counting = _count_with(placed, near, state.usage)
    own = counting.charges.get(placed.pk, NOTHING)
    if not own.counts or counting.total.rank <= now.rank:
        return _pass_over(case, placed, met, counting, state)
    credited = _sum(other.credited for other in near.stretch)
    earned = counting.total.beyond(credited).at_most(own)
    state.usage.merge(counting.usage)
    placed = placed._replace(credited=earned)
    changed = []
    for other in [*near.stretch, placed]:
        charged = Used.by(counting.charges.get(other.pk, NOTHING))
        if charged != other.charged or other.pk == placed.pk:
            changed.append(other._replace(charged=charged))
            state.timetable.put(changed[-1])
    cuts = counting.cuts if earned == own else (*counting.cuts, _counted_before(own, earned))
    recounted = tuple(other for other in changed if other.pk != placed.pk or Used.by(earned) != other.charged)
    return Result(case, _reckoning(case, earned, cuts), recounted)


def _count_with(act: Placed, near: Near, usage: Usage) -> _Counting:
    """The best counting of a stretch that holds `act`, under the caps that all other counted acts leave.

    It is chosen by what each act would count with if it alone of the stretch did; then one after the other, as they
    were recorded, takes what the caps leave.
    """
    free = usage.branch()
    for other in near.stretch:
        free.add(other.citizen_id, other.scenario_id, other.city_day, Used().minus(other.charged))

    def alone(one: Placed) -> Worth:
        return capped(one.own, one.rule, _used(one, free))[0]

    beside = [one for one in near.stretch if not one.meets(act) and not any(one.meets(far) for far in near.apart)]
    chosen = best_counting(beside, lambda one: alone(one).rank)
    charges: dict[int, Worth] = {}
    own_cuts: tuple[Cut, ...] = ()
    for one in sorted([*chosen, act], key=lambda one: one.pk):
        charges[one.pk], cuts = capped(one.own, one.rule, _used(one, free))
        free.add(one.citizen_id, one.scenario_id, one.city_day, Used.by(charges[one.pk]))
        own_cuts = cuts if one.pk == act.pk else own_cuts
    return _Counting(charges, free, own_cuts)


def _pass_over(case: Case, placed: Placed, met: list[Placed], counting: _Counting, state: State) -> Result:
    """An act by which its stretch is worth no more: it earns nothing, but may come to count with a later one."""
    covers = any(case.rule.methodology.occupies in other.rule.methodology.covers for other in met)
    # A cap that leaves nothing is the nearer reason.
    capped_away = counting.cuts if not counting.charges[placed.pk].counts else ()
    cuts = capped_away or (Cut("covered" if covers else "overlaps", 0, 0),)
    is_over = not _is_kept_in_mind(placed, state.timetable)
    if not is_over:
        state.timetable.put(placed)
    return Result(case, _reckoning(case, NOTHING, cuts), is_over=is_over)


def _is_kept_in_mind(placed: Placed, timetable: Timetable) -> bool:
    return placed.own.counts and timetable.has_room(placed)


def _place(case: Case) -> Placed:
    return Placed(
        case.pk,
        case.citizen_id,
        case.scenario_id,
        case.lane,
        case.started_at,
        case.busy_until,
        case.city_day,
        case.rule,
        case.own,
    )


def _used(act: Case | Placed, usage: Usage) -> Mapping[Period, Used]:
    return usage.before(act.citizen_id, act.scenario_id, act.city_day, act.rule)


def _count(act: Case | Placed, used: Used, usage: Usage) -> None:
    usage.add(act.citizen_id, act.scenario_id, act.city_day, used)


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
