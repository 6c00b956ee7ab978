"""What an act gives back that is withdrawn: what its stretch was paid and is worth no more without it. Pure.

Nothing is posted here and no row is written: whoever decides on a revocation takes back what this says. A citizen keeps
what the best counting without the act is worth: journeys whose place an idle day took count again when the idle day is
revoked. An act that is corrected is revoked, and the right one reckoned after it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from activities.scoring.cases import Case
from activities.scoring.reckoning import State, count_without, hold
from activities.scoring.timetable import Placed
from activities.scoring.worth import NOTHING, UNUSED, Used, Worth, capped
from methodologies.base import Span
from scenarios.rules import Period


class Revoked(NamedTuple):
    """What the revocation of one act comes to."""

    given_back: Worth
    """Grams and credits, each for itself: at most what the act counted with, and what its stretch counts for less."""
    recounted: tuple[Placed, ...] = ()
    """The acts of its stretch that count with something else than before, itself with nothing."""


def revoke(placed: Placed, state: State, *, totals: Iterable[Case] = ()) -> tuple[Revoked, State]:
    """What an act gives back, and the state without it, in which its time and its caps are free; the given one stays.

    For a day's total `totals` are the other totals of the day. On a lane the act stays as one that is worth nothing,
    so that what its stretch was paid is not forgotten.
    """
    after = state.copy()
    if placed.act.rule.methodology.span is Span.DAY:
        return _revoke_total(placed.act, totals, after), after
    if not placed.act.lane:
        _free(placed.act, placed.charged, after)
        return Revoked(placed.credited), after
    return _revoke_on_lane(placed, after), after


def _revoke_total(act: Case, totals: Iterable[Case], state: State) -> Revoked:
    used = state.usage.before(act.citizen_id, act.scenario_id, act.city_day, act.rule)
    day = used[Period.DAY]
    rest = {period: each.minus(day) for period, each in used.items()}
    best = max((capped(other.own, other.rule, rest)[0] for other in totals), key=lambda one: one.rank, default=NOTHING)
    _free(act, day.minus(Used.by(best)), state)
    return Revoked(day.worth.beyond(best))


def _revoke_on_lane(placed: Placed, state: State) -> Revoked:
    near = state.timetable.near(placed.act)
    counting = count_without(placed, near, state.usage)
    paid = placed.credited
    for other in near.stretch:
        paid = paid.plus(other.credited)
    counted = placed.charged.worth
    for other in near.stretch:
        counted = counted.plus(other.charged.worth)
    # What was paid beyond what counts stays paid, whatever is revoked; so do grams that others lose to more credits.
    given_back = paid.beyond(counting.total).at_most(counted.beyond(counting.total)).at_most(placed.charged.worth)
    # What was given back was paid to the stretch no more, whichever of its acts it was paid for.
    left = Worth(placed.credited.grams - given_back.grams, placed.credited.credits - given_back.credits)
    nothing = Placed(placed.act._replace(own=NOTHING), left, UNUSED)
    state.usage.merge(counting.usage)
    state.timetable.put(nothing)
    return Revoked(given_back, (*hold(counting, near.stretch, state.timetable), nothing))


def _free(act: Case, used: Used, state: State) -> None:
    state.usage.count(act.citizen_id, act.scenario_id, act.city_day, UNUSED.minus(used))
