"""What an act gives back that is withdrawn: what its stretch was paid and is worth no more without it. Pure.

Nothing is posted here and no row is written: whoever decides on a revocation takes back what this says. A citizen keeps
what the best counting without the act is worth: journeys whose place an idle day took count again when the idle day is
revoked. An act that is corrected is revoked, and the right one reckoned after it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from activities.scoring.cases import Case
from activities.scoring.reckoning import Counting, State, best_or_holding, hold, hold_days, holding, paid_for
from activities.scoring.timetable import Near, Placed
from activities.scoring.walked import Total, Walked
from activities.scoring.worth import NOTHING, UNUSED, Used, Worth, capped
from methodologies.base import Span
from scenarios.rules import Period


class Revoked(NamedTuple):
    """What the revocation of one act comes to."""

    given_back: Worth
    """Grams and credits, each for itself: at most what the act counted with, and what its stretch counts for less."""
    recounted: tuple[Placed, ...] = ()
    """The acts of its stretch that count with something else than before, itself with nothing."""
    totals: tuple[Total, ...] = ()
    """Totals of days, this act perhaps among them, whose days count with something else than before."""


def revoke(placed: Placed, state: State, *, totals: Iterable[Case] = ()) -> tuple[Revoked, State]:
    """What an act gives back, and the state without it, in which its time and its caps are free; the given one stays.

    For a day's total `totals` are the other totals of the day. On a lane the act stays as one that is worth nothing,
    so that what its stretch was paid is not forgotten.
    """
    after = state.copy()
    if placed.act.is_beside_rides:
        return _revoke_steps(placed.act, totals, after), after
    if placed.act.rule.methodology.span is Span.DAY:
        return _revoke_total(placed.act, totals, after), after
    if not placed.act.lane:
        _free(placed.act, placed.charged, after)
        return Revoked(placed.credited), after
    return _revoke_on_lane(placed, after), after


def _revoke_steps(act: Case, totals: Iterable[Case], state: State) -> Revoked:
    """Of rides of its day each counts again that is worth something without the steps."""
    near = state.near(act)
    told = [one for day in state.days_of(act, near) for one in day.totals if one.act.pk == act.pk]
    if not told or not near.stretch:
        # Without rides nothing is taken off: a total like any other.
        revoked = _revoke_total(act, totals, state)
        for total in told:
            state.walk(total._replace(act=act._replace(own=NOTHING), kept=_left(total.kept, revoked.given_back)))
        return revoked
    counted, before = state.used_on(act).worth, state.days_of(act, near)
    gone = told[0]._replace(act=act._replace(own=NOTHING))
    state.walk(gone)
    days = state.days_of(act, near)
    counting = best_or_holding(near, days, state.usage)
    given_back = _given_back(near, before, counting, state).at_most(counted)
    moved = hold_days(counting, days, state, gone._replace(kept=_left(gone.kept, given_back)))
    state.usage.merge(counting.usage)
    return Revoked(given_back, hold(counting, near.stretch, state.timetable), moved)


def _revoke_total(act: Case, totals: Iterable[Case], state: State) -> Revoked:
    used = state.usage.before(act.citizen_id, act.scenario_id, act.city_day, act.rule)
    day = used[Period.DAY]
    rest = {period: each.minus(day) for period, each in used.items()}
    best = max((capped(other.own, other.rule, rest)[0] for other in totals), key=lambda one: one.rank, default=NOTHING)
    _free(act, day.minus(Used.by(best)), state)
    return Revoked(day.worth.beyond(best))


def _revoke_on_lane(placed: Placed, state: State) -> Revoked:
    near = state.near(placed.act)
    days = state.days_of(placed.act, near)
    around = near._replace(stretch=[*near.stretch, placed])
    counting = best_or_holding(near, days, state.usage, gone=[placed])
    given_back = _given_back(around, days, counting, state).at_most(placed.charged.worth)
    nothing = Placed(placed.act._replace(own=NOTHING), _left(placed.credited, given_back), UNUSED)
    totals = hold_days(counting, days, state)
    state.usage.merge(counting.usage)
    state.timetable.put(nothing)
    return Revoked(given_back, (*hold(counting, near.stretch, state.timetable), nothing), totals)


def _given_back(around: Near, days: Iterable[Walked], counting: Counting, state: State) -> Worth:
    """What was paid beyond what counted stays paid; so do grams that others lose to more credits."""
    paid, held = paid_for(around, days), holding(around, days, state)
    return paid.beyond(counting.total).at_most(held.beyond(counting.total))


def _left(paid: Worth, given_back: Worth) -> Worth:
    """What was given back was paid to the stretch no more, whichever of its acts it was paid for."""
    return Worth(paid.grams - given_back.grams, paid.credits - given_back.credits)


def _free(act: Case, used: Used, state: State) -> None:
    state.usage.count(act.citizen_id, act.scenario_id, act.city_day, UNUSED.minus(used))
