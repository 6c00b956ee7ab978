"""The second reckoner: what each of a citizen's acts earns, step by step as docs/scoring.md says it, and in no hurry.

It shares nothing with the scorer, not even a constant, and imports nothing of the portal outside of this folder. What
counts is worked out of the whole history anew for each act. Sentences in quotation marks are the document's.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from activities.second_opinion.acts import NOTHING, Act, Amount, Withdrawal, total
from activities.second_opinion.choices import best_choice
from activities.second_opinion.exact_grams import exact_grams
from activities.second_opinion.metro_ways import MetroWays
from activities.second_opinion.timelines import (
    DAY_TOTALS,
    Timeline,
    last_day_of,
    meet,
    minutes_of,
    reach_of,
    rides_count_as_steps,
    timeline_of,
)

KEPT_IN_MIND = 20
"""“Acts that do not count are kept in mind, twenty for each day and timeline, the first recorded.”"""

Cap = Mapping[str, Any]
Counting = Sequence[tuple[Act, Amount]]
"""Acts that count, each with what it counts with."""


@dataclass(eq=False, slots=True)
class Reckoned:
    """An act with what it earned, once and for all, and with what it counts after the acts reckoned so far."""

    act: Act
    exact: Fraction
    alone: Amount
    """What it is worth by itself."""
    timeline: Timeline | None
    earned: Amount = NOTHING
    counts: Amount = NOTHING
    forgotten: bool = False
    """It did not count, and was not kept in mind."""
    given_back: Amount | None = None
    """What it gave back when it was taken back, if it was."""
    was_the_last: bool = False
    """Of a total that was taken back: no other one of its day counts in its place."""
    moved: tuple[int, int] = (0, 0)
    """Grams and credits by which rides moved what the totals of the day count with, and which stand with this one."""

    @property
    def recounted(self) -> tuple[int, int, int]:
        """Grams, credits and acts that it counts with besides what it was paid.

        Nothing for totals of a day, but what one that was taken back gave back and what rides took off: together they
        count with what they were paid together.
        """
        if self.act.method in DAY_TOTALS:
            return *self.moved, -self.was_the_last
        acts = (self.counts != NOTHING) - (self.earned != NOTHING)
        return self.counts.grams - self.earned.grams, self.counts.credits - self.earned.credits, acts


class CannotReckon(Exception):
    """A claim or a rule lacks what the document reckons with."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        """Of the act."""


def reckon(told: Iterable[Act | Withdrawal], ways: MetroWays) -> list[Reckoned]:
    """A citizen's acts in the order in which they are assessed, and between them those that are taken back.

    Raises `CannotReckon`, or `exact_grams.UnknownMethod` where the document has no formula for a methodology.
    """
    history: list[Reckoned] = []
    for one in told:
        try:
            if isinstance(one, Withdrawal):
                _take_back(next(e for e in history if e.act.number == one.number), history)
            else:
                history.append(_reckon(one, history, ways))
        except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError, StopIteration) as error:
            raise CannotReckon(one.number) from error
    return history


def _reckon(act: Act, history: Sequence[Reckoned], ways: MetroWays) -> Reckoned:
    new = _by_itself(act, ways)
    if rides_count_as_steps(act) and _stretch(new, history):
        _reckon_steps(new, history)
    elif act.method in DAY_TOTALS:
        _reckon_total(new, history)
    else:
        _reckon_single(new, history)
    return new


def _by_itself(act: Act, ways: MetroWays) -> Reckoned:
    exact = exact_grams(act, ways)
    return Reckoned(act, exact, _worth_alone(act, exact), timeline_of(act))


def _worth_alone(act: Act, exact: Fraction) -> Amount:
    """Step 2 of the reckoning: “what the evidence is worth is taken of them, exactly, and the result floored”, and
    “no more than the most grams that one act of that evidence counts”."""
    worth = act.rule.get("worth", {}).get(act.evidence)
    share = Fraction(100 if worth is None else worth["value"], 100)
    if "grams_per_credit" in act.rule:
        most = act.rule.get("most_grams", {}).get(act.evidence)
        grams = floor(exact * share)
        return _priced(grams if most is None else min(grams, most["value"]), act)
    each = act.rule["credits_each"]["value"]
    right_answers = act.claim["correct"] if act.method == "quiz" else 1
    return Amount(credits=floor(each * right_answers * share), grams=0)


def _priced(grams: int, act: Act) -> Amount:
    return Amount(credits=grams // act.rule["grams_per_credit"]["value"], grams=grams)


# Caps


def _after_caps(entry: Reckoned, counting: Counting) -> Amount:
    """Step 3 of the reckoning: “the caps leave so much of it as what counts already has not used up”."""
    act, worth = entry.act, entry.alone
    if any(_left(cap, act, counting) == 0 for cap in _caps(act, "acts")):
        return NOTHING
    for cap in _caps(act, "grams"):
        left = _left(cap, act, counting)
        if worth.grams > left:
            worth = _priced(left, act)
    for cap in _caps(act, "credits"):
        worth = worth._replace(credits=min(worth.credits, _left(cap, act, counting)))
    return worth


def _caps(act: Act, measure: str) -> list[Cap]:
    """“Where a rule has caps for the day and for the month, the day's cuts first.”"""
    return sorted((cap for cap in act.rule["caps"] if cap["measure"] == measure), key=lambda cap: cap["per"] != "day")


def _left(cap: Cap, act: Act, counting: Counting) -> int:
    """What of a cap is not used up, “each act at its own scenario, its own city day and month”."""
    same = [(other, worth) for other, worth in counting if other.scenario == act.scenario]
    if cap["per"] == "day":
        amounts = [worth for other, worth in same if other.city_day == act.city_day]
    else:
        amounts = [worth for other, worth in same if other.month == act.month]
    used = {"acts": len(amounts), "grams": total(amounts).grams, "credits": total(amounts).credits}
    return max(0, cap["value"] - used[cap["measure"]])


def _counting(entries: Iterable[Reckoned]) -> list[tuple[Act, Amount]]:
    """“An act that counts uses up its whole worth after the caps, and one act.”"""
    return [(entry.act, entry.counts) for entry in entries if entry.counts != NOTHING]


# Totals of a day


def _reckon_total(new: Reckoned, history: Sequence[Reckoned]) -> None:
    """“The day has one total, the one worth most.” Only that one counts, so that all of the day are one act."""
    of_day = [e for e in history if (e.act.scenario, e.act.city_day) == (new.act.scenario, new.act.city_day)]
    worth = _after_caps(new, _counting(e for e in history if e not in of_day))
    if worth > total(e.counts for e in of_day):
        for earlier in of_day:
            earlier.counts = NOTHING
        new.counts = worth
        new.earned = worth.less(_still_paid(of_day))


# Single acts


def _reckon_single(new: Reckoned, history: Sequence[Reckoned]) -> None:
    """“A new act that meets no act that counts, counts beside them. One that does is tried.”"""
    met = any(e.counts != NOTHING and meet(e.act, new.act) for e in history)
    if met or (minutes_of(new.act) and new.act.city_day in _walked(history)):
        _try(new, history)
    else:
        _count_beside(new, history)
    if new.counts == NOTHING and new.timeline:
        new.forgotten = new.alone == NOTHING or _kept_beside(new, history) >= KEPT_IN_MIND


def _count_beside(new: Reckoned, history: Sequence[Reckoned]) -> None:
    """“Of its grams it is paid only what the counting is worth more than the stretch was paid.”"""
    new.counts = new.earned = _after_caps(new, _counting(history))
    if new.timeline:
        stretch = _stretch(new, history)
        stretch += _steps_of([new, *stretch], history)
        more = total([*(e.counts for e in stretch), new.counts]).less(_still_paid(stretch))
        new.earned = new.counts._replace(grams=min(new.counts.grams, more.grams))


def _kept_beside(new: Reckoned, history: Sequence[Reckoned]) -> int:
    """How many acts of its day and timeline do not count and are kept in mind."""
    beside = [e for e in history if (e.act.city_day, e.timeline) == (new.act.city_day, new.timeline)]
    return sum(e.counts == NOTHING and not e.forgotten for e in beside)


def _try(new: Reckoned, history: Sequence[Reckoned]) -> None:
    """The five steps under “Never twice”."""
    stretch = _stretch(new, history)
    steps = _steps_of([new, *stretch], history)
    beyond = [e for e in history if e.counts != NOTHING and e not in stretch and e not in steps]
    taken = _best(stretch, steps, beyond, [new])
    worth = total(taken.values())
    # 4. “If the new act is worth something so, and the counting has more …, it holds from now on.”
    if taken[new] != NOTHING and worth > total(e.counts for e in [*stretch, *steps]):
        new.earned = worth.less(_still_paid([*stretch, *steps])).at_most(taken[new])
        _move(steps, taken)
        _hold([*stretch, *steps, new], taken)


def _best(
    stretch: Sequence[Reckoned],
    steps: Sequence[Reckoned],
    beyond: Sequence[Reckoned],
    certain: Sequence[Reckoned] = (),
) -> dict[Reckoned, Amount]:
    """What the acts of a stretch, and the steps beside them, take in the best counting with those that are certain."""
    # 1. “From the caps is given back what the counting acts of the stretch use.”
    weights = {e: _after_caps(e, _counting(beyond)) for e in stretch}
    # 2. “… the best choice of acts of the stretch that neither meet it nor an act beyond the stretch that counts …”
    blocking = [e.act for e in [*certain, *beyond]]
    free = [e for e in stretch if weights[e] != NOTHING and not any(meet(e.act, other) for other in blocking)]
    beside = _Steps(steps, _counting(beyond), [e.act for e in certain])
    chosen = best_choice([(e.act, weights[e]) for e in free], beside)
    # 3. “Its acts take from the caps one after the other, as they were recorded.”
    taken: dict[Reckoned, Amount] = {}
    for entry in sorted((e for e in [*stretch, *certain] if e in certain or e.act in chosen), key=_as_recorded):
        taken[entry] = _after_caps(entry, [*_counting(beyond), *((e.act, worth) for e, worth in taken.items())])
    return taken | _steps_beside(taken, steps, beyond)


def _hold(entries: Iterable[Reckoned], taken: Mapping[Reckoned, Amount]) -> None:
    for entry in entries:
        entry.counts = taken.get(entry, NOTHING)


def _as_recorded(entry: Reckoned) -> int:
    return entry.act.number


# Steps beside rides


@dataclass(slots=True)
class _Steps:
    """“Steps are worth what the best total is worth without the steps of the rides that count that day.”"""

    totals: Sequence[Reckoned]
    beyond: Counting
    certain: Sequence[Act]

    def measure(self, acts: Iterable[Act]) -> tuple[int, ...]:
        """The minutes of the rides of each day."""
        rides = [*acts, *self.certain]
        return tuple(sum(minutes_of(ride) for ride in rides if ride.city_day == day) for day in self.days)

    def worth(self, measure: tuple[int, ...]) -> Amount:
        """What the steps of the days are worth, each as if it alone counted."""
        return total(self.on(day, minutes)[1] for day, minutes in zip(self.days, measure, strict=True))

    @property
    def days(self) -> list[date]:
        return sorted({e.act.city_day for e in self.totals})

    def on(self, day: date, minutes: int, taken: Counting = ()) -> tuple[Reckoned, Amount]:
        """The best total of a day beside so many minutes, and what it is worth."""
        totals = [e for e in self.totals if e.act.city_day == day]
        worths = [(e, _after_caps(_without(e, minutes), [*self.beyond, *taken])) for e in totals]
        return max(worths, key=lambda each: each[1])


def _without(entry: Reckoned, minutes: int) -> Reckoned:
    """“Without as many of its steps as the version says of each whole minute.”"""
    if entry.alone == NOTHING:
        return entry
    steps = entry.act.claim["steps"]
    left = max(0, steps - minutes * entry.act.rule["steps_per_riding_minute"]["value"])
    return replace(entry, alone=_worth_alone(entry.act, entry.exact * left / steps))


def _steps_beside(
    rides: Mapping[Reckoned, Amount], steps: Sequence[Reckoned], beyond: Iterable[Reckoned]
) -> dict[Reckoned, Amount]:
    """What the steps of each day count with beside these rides, day after day."""
    counting = _Steps(steps, _counting(beyond), [])
    taken: dict[Reckoned, Amount] = {}
    ridden = counting.measure(e.act for e, worth in rides.items() if worth != NOTHING)
    for day, minutes in zip(counting.days, ridden, strict=True):
        best, worth = counting.on(day, minutes, [(e.act, amount) for e, amount in taken.items()])
        taken[best] = worth
    return taken


def _reckon_steps(new: Reckoned, history: Sequence[Reckoned]) -> None:
    """A total of a day that has rides: its rides are counted anew with it."""
    stretch = _stretch(new, history)
    steps = [*_steps_of([new, *stretch], history), new]
    beyond = [e for e in history if e.counts != NOTHING and e not in stretch and e not in steps]
    taken = _best_or_held(stretch, steps, beyond)
    if total(taken.values()) > total(e.counts for e in [*stretch, *steps]):
        ridden = [e for e in stretch if taken.get(e, NOTHING) != NOTHING and e.act.city_day == new.act.city_day]
        days = [(e.act, worth) for e, worth in taken.items() if e in steps and e.act.city_day != new.act.city_day]
        own = _after_caps(_without(new, sum(minutes_of(e.act) for e in ridden)), [*_counting(beyond), *days])
        new.earned = total(taken.values()).less(_still_paid([*stretch, *steps])).at_most(own)
        _move(steps, taken, new, new.earned)
        _hold([*stretch, *steps], taken)


def _best_or_held(
    stretch: Sequence[Reckoned], steps: Sequence[Reckoned], beyond: Sequence[Reckoned]
) -> dict[Reckoned, Amount]:
    """“Never one that is worth less than what holds.”"""
    best, held = _best(stretch, steps, beyond), {e: e.counts for e in stretch if e.counts != NOTHING}
    held |= _steps_beside(held, steps, beyond)
    return best if total(best.values()) >= total(held.values()) else held


def _move(
    steps: Iterable[Reckoned], taken: Mapping[Reckoned, Amount], new: Reckoned | None = None, paid: Amount = NOTHING
) -> None:
    """“What a day counts with besides its pay stands with the total that changes it; where a journey does, with the
    first.”"""
    steps = list(steps)
    for day in {e.act.city_day for e in steps}:
        of_day = [e for e in steps if e.act.city_day == day]
        before, after = total(e.counts for e in of_day), total(taken.get(e, NOTHING) for e in of_day)
        at = min(of_day, key=_as_recorded)
        if new and new.act.city_day == day:
            at, before = new, before.plus(paid)
        at.moved = at.moved[0] + after.grams - before.grams, at.moved[1] + after.credits - before.credits


def _walked(history: Iterable[Reckoned]) -> set[date]:
    return {e.act.city_day for e in history if rides_count_as_steps(e.act)}


def _steps_of(entries: Iterable[Reckoned], history: Iterable[Reckoned]) -> list[Reckoned]:
    """The totals of steps of the days of these rides, or of this total."""
    days = {e.act.city_day for e in entries if minutes_of(e.act) or rides_count_as_steps(e.act)}
    return [e for e in history if rides_count_as_steps(e.act) and e.act.city_day in days]


# What is taken back


def _take_back(gone: Reckoned, history: Sequence[Reckoned]) -> None:
    """“An act that is withdrawn gives back what its stretch was paid and is worth no more without it.”"""
    others = [e for e in history if e is not gone]
    if rides_count_as_steps(gone.act) and _stretch(gone, others):
        _take_back_of_a_stretch(gone, others)
    elif gone.act.method in DAY_TOTALS:
        _take_back_total(gone, history)
    elif gone.timeline and not gone.forgotten:
        _take_back_of_a_stretch(gone, others)
    else:
        gone.given_back = gone.counts
    gone.alone = gone.counts = NOTHING


def _take_back_total(gone: Reckoned, history: Sequence[Reckoned]) -> None:
    """“A day's total gives back what it has more than the largest other one.”"""
    of_day = [e for e in history if (e.act.scenario, e.act.city_day) == (gone.act.scenario, gone.act.city_day)]
    held = total(e.counts for e in of_day)
    others = [e for e in of_day if e is not gone and e.alone != NOTHING]
    best = max(others, key=lambda e: _after_caps(e, _counting(set(history) - set(of_day))), default=None)
    worth = _after_caps(best, _counting(set(history) - set(of_day))) if best else NOTHING
    for entry in of_day:
        entry.counts = NOTHING
    if best:
        best.counts = worth
    gone.given_back = held.less(worth)
    gone.moved = -gone.given_back.grams, -gone.given_back.credits
    gone.was_the_last = held != NOTHING and worth == NOTHING


def _take_back_of_a_stretch(gone: Reckoned, others: Sequence[Reckoned]) -> None:
    """“The best counting of the rest holds”, but never one that is worth less than what holds without it."""
    stretch = _stretch(gone, others)
    steps = _steps_of([gone, *stretch], others)
    beyond = [e for e in others if e.counts != NOTHING and e not in stretch and e not in steps]
    before = [gone, *stretch, *steps]
    paid, counted, of_it = _still_paid(before), total(e.counts for e in before), gone.counts
    own = None
    if rides_count_as_steps(gone.act):
        of_it = total(e.counts for e in [gone, *steps] if e.act.city_day == gone.act.city_day)
        own, steps = gone, [*steps, gone]
    gone.alone = NOTHING
    taken = _best_or_held(stretch, steps, beyond)
    left = total(taken.values())
    gone.given_back = paid.less(left).at_most(counted.less(left)).at_most(of_it)
    _move(steps, taken, own)
    _hold([*stretch, *steps], taken)


def _still_paid(entries: Iterable[Reckoned]) -> Amount:
    """What they earned, less what they gave back; one may give back what another was paid."""
    entries = list(entries)
    return total(e.earned for e in entries).less(total(e.given_back or NOTHING for e in entries))


def _stretch(new: Reckoned, history: Sequence[Reckoned]) -> list[Reckoned]:
    """The acts before it that it meets, “directly or through others”; the rides of a day whose steps are told, too.

    They are followed so many days back from the one on which it began, and on from the one on which it ended.
    """
    reach, is_total = reach_of(new.act), rides_count_as_steps(new.act)
    first, last = new.act.city_day - reach, (new.act.city_day if is_total else last_day_of(new.act)) + reach
    near = [e for e in history if e.timeline and not e.forgotten and first <= e.act.city_day <= last]
    walked = _walked([*history, new])
    found: list[Reckoned] = []
    frontier = [new]
    while frontier:
        here = frontier.pop()
        met = [e for e in near if meet(e.act, here.act) or _same_steps(e.act, here.act, walked)]
        near = [e for e in near if e not in met]
        found += met
        frontier += met
    return found


def _same_steps(ride: Act, other: Act, walked: Collection[date]) -> bool:
    """Whether the two are rides of a day, of whose steps both take something off, or a ride and the steps."""
    is_of_steps = rides_count_as_steps(other) or (minutes_of(other) and other.city_day in walked)
    return bool(minutes_of(ride) and is_of_steps and ride.city_day == other.city_day)
