"""The best choice of acts of which no two meet."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, Protocol

from activities.second_opinion.acts import NOTHING, Act, Amount
from activities.second_opinion.timelines import end_of, meet

TRIED_ONE_BY_ONE = 9
"""Of so many acts every choice is looked at; of more, the best one is found along the clock."""

Worth = tuple[int, int, int]
"""Credits, grams, and how early its acts were recorded: choices are compared by the first that differs."""
Weighed = Sequence[tuple[Act, Worth]]


class Beside(Protocol):
    """What else counts beside a choice, by how much of something the acts of the choice have."""

    def measure(self, acts: Iterable[Act]) -> Hashable: ...

    def worth(self, measure: Any) -> Amount: ...


class Nothing:
    """Nothing else counts."""

    def measure(self, _acts: Iterable[Act]) -> Hashable:
        return ()

    def worth(self, _measure: Any) -> Amount:
        return NOTHING


def best_choice(weighed: Sequence[tuple[Act, Amount]], beside: Beside | None = None) -> list[Act]:
    """“The most credits in all, of equal ones the most grams, of equal ones the one with the act recorded first, then
    second, and so on.”

    For the last an act counts twice as much as the one recorded next.
    """
    beside = beside or Nothing()
    latest_first = sorted(weighed, key=lambda each: -each[0].number)
    ranked = [(act, (worth.credits, worth.grams, 2**place)) for place, (act, worth) in enumerate(latest_first)]
    choices = every_choice(ranked) if len(ranked) <= TRIED_ONE_BY_ONE else best_along_the_clock(ranked, beside)
    return _acts(max(choices, key=lambda choice: _worth_in_all(choice, beside)))


def _worth_in_all(choice: Weighed, beside: Beside) -> Worth:
    (credits, grams, came), more = worth_of(choice), beside.worth(beside.measure(_acts(choice)))
    return credits + more.credits, grams + more.grams, came


def every_choice(weighed: Weighed) -> Iterator[Weighed]:
    """Each choice of acts of which no two meet, that of none among them."""
    if not weighed:
        yield []
        return
    first, *others = weighed
    for choice in every_choice(others):
        yield choice
        if not any(meet(first[0], act) for act, _worth in choice):
            yield [first, *choice]


def best_along_the_clock(weighed: Weighed, beside: Beside) -> Iterable[Weighed]:
    """Of many acts, all of one timeline, on which acts that share a time meet, the best choice of each measure.

    The best of the acts that are over first either leaves the last of them out, or has it with the best of those that
    are over when it begins.
    """
    by_end = sorted(weighed, key=lambda each: end_of(each[0]))
    best: list[dict[Hashable, Weighed]] = [{beside.measure([]): []}]
    for place, (act, worth) in enumerate(by_end):
        over = sum(end_of(earlier) <= act.started_at for earlier, _worth in by_end[:place])
        here = dict(best[-1])
        for earlier in best[over].values():
            choice = [*earlier, (act, worth)]
            measure = beside.measure(_acts(choice))
            here[measure] = max(here.get(measure, []), choice, key=worth_of)
        best.append(here)
    return best[-1].values()


def worth_of(choice: Weighed) -> Worth:
    worths = [worth for _act, worth in choice]
    return sum(w[0] for w in worths), sum(w[1] for w in worths), sum(w[2] for w in worths)


def _acts(choice: Weighed) -> list[Act]:
    return [act for act, _worth in choice]
