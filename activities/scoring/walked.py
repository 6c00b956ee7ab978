"""A day's steps beside its rides: what a phone counted while its owner pedalled counts for nothing. Pure."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple, Self

from activities.scoring.cases import Case
from activities.scoring.timetable import Rank
from activities.scoring.worth import NOTHING, UNUSED, Cut, Used, Worth, capped, own_worth
from scenarios.rules import Period

RIDDEN = "ridden_steps"
"""The code of a cut: `limit` minutes of riding, and the steps that were `used` for them."""
LESS_THAN_STEPS = "less_than_steps"
"""The code of a cut: the ride adds less to its day than the steps of its time."""


class Total(NamedTuple):
    """One total of a day."""

    act: Case
    """Worth nothing once it was taken back."""
    kept: Worth
    """What it was paid, less what it gave back."""
    besides: Used = UNUSED
    """What it counts with besides its pay: only together the totals of a day count with something."""


class Walked(NamedTuple):
    """All that was told of one citizen's steps of a day."""

    totals: tuple[Total, ...]

    @property
    def any(self) -> Case:
        """A total of the day, to tell which day of whom it is."""
        return self.totals[0].act

    @property
    def first(self) -> Total:
        """The total that was recorded first."""
        return min(self.totals, key=lambda total: total.act.pk)

    @property
    def kept(self) -> Worth:
        """What the totals were paid together, less what they gave back."""
        kept = NOTHING
        for total in self.totals:
            kept = kept.plus(total.kept)
        return kept

    def worth(self, minutes: int, used: Mapping[Period, Used]) -> Worth:
        """What the best total is worth beside so many minutes of rides, after what is `used` without the day."""
        worths = (capped(off(total.act, minutes), total.act.rule, used)[0] for total in self.totals)
        return max(worths, key=lambda worth: worth.rank)

    def put(self, total: Total) -> Self:
        """With that total, in the place of what was known of it."""
        others = (other for other in self.totals if other.act.pk != total.act.pk)
        return type(self)((*others, total))


def off(act: Case, minutes: int) -> Worth:
    """What a total is worth by itself, without the steps of so many minutes of riding."""
    if not minutes or not act.own.counts:
        return act.own
    name = act.rule.methodology.counts_pedalling
    claim = replace(act.claim, values={**act.claim.values, name: act.claim[name] - ridden_steps(act, minutes)})
    return own_worth(act.rule.methodology.quantify(claim, act.rule.factor_values), claim, act.rule, act.evidence)


def ridden_steps(act: Case, minutes: int) -> int:
    """How many of a total's steps a phone counted in so many minutes of riding; not more than there are."""
    rate = act.rule.steps_per_riding_minute
    assert rate
    assert rate.value
    return min(rate.value * minutes, act.claim[act.rule.methodology.counts_pedalling])


def ridden(act: Case, minutes: int) -> Cut:
    """Of a total's steps, those of the rides do not count."""
    return Cut(RIDDEN, minutes, ridden_steps(act, minutes))


def pedalled(acts: Iterable[Case]) -> int:
    """The minutes of all these rides."""
    return sum(act.pedalled for act in acts)


# The best choice of rides beside steps

Loss = Callable[[int], Rank]
"""What so many minutes of rides take of the credits and the grams of a day's steps."""
Ridden = tuple[date, int]
"""The last day of rides whose steps are told, and their minutes."""


class Choice(NamedTuple):
    """Acts of which no two meet; of two choices the greater is the better one."""

    credits: int
    grams: int
    came: int
    """Prefers the acts recorded first."""
    acts: tuple[Case, ...] = ()

    @property
    def rank(self) -> tuple[int, int, int]:
        return self.credits, self.grams, self.came

    def less(self, loss: Rank) -> "Choice":
        return self._replace(credits=self.credits - loss[0], grams=self.grams - loss[1])


def best_counting_beside(
    acts: Iterable[Case], rank_of: Callable[[Case], Rank], losses: Mapping[date, Loss]
) -> list[Case]:
    """As `timetable.best_counting`, where rides of some days take something of the day's steps.

    Along the clock the best choice is kept for each number of minutes that the rides of its last such day may have;
    what they take is known once the day is over.
    """
    ordered = sorted((act for act in acts if rank_of(act) > (0, 0)), key=lambda act: (act.busy_until, act.pk))
    ends = [act.busy_until for act in ordered]
    first_come = {act.pk: 1 << place for place, act in enumerate(sorted(ordered, key=lambda act: -act.pk))}
    best: list[dict[Ridden, Choice]] = [{(date.min, 0): Choice(0, 0, 0)}]
    for place, act in enumerate(ordered):
        more = rank_of(act)
        states = dict(best[-1])
        for state, choice in best[bisect_right(ends, act.started_at, hi=place)].items():
            (day, minutes), (credits, grams, came, chosen) = state, choice
            if act.pedalled and act.city_day in losses:
                if day not in (act.city_day, date.min):
                    credits, grams = credits - losses[day](minutes)[0], grams - losses[day](minutes)[1]
                day, minutes = act.city_day, act.pedalled + (minutes if day == act.city_day else 0)
            taken = Choice(credits + more[0], grams + more[1], came + first_come[act.pk], (*chosen, act))
            if (day, minutes) not in states or states[day, minutes].rank < taken.rank:
                states[day, minutes] = taken
        best.append(_undominated(states))
    done = [choice.less(losses[day](minutes)) if minutes else choice for (day, minutes), choice in best[-1].items()]
    return list(max(done, key=lambda choice: choice.rank).acts)


def _undominated(states: Mapping[Ridden, Choice]) -> dict[Ridden, Choice]:
    """Without those that are beaten by one with fewer minutes of the same day."""
    kept: dict[Ridden, Choice] = {}
    best: dict[date, Choice] = {}
    for (day, minutes), choice in sorted(states.items(), key=lambda each: each[0]):
        if day not in best or choice.rank > best[day].rank:
            kept[day, minutes] = best[day] = choice
    return kept
