"""An attacker who has every table of transparency as readers got it, at every look, and reckons with bounds.

They know in what steps each number is told, that none is negative, that what is hidden is of somebody, and which months
and moments it is of. Unknown to them are the claims: sent in one stretch of time, and answered in a later one in this
way or that, or not yet. A stretch lies between two moments of which anything is told: ends of months, and looks.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import product
from typing import Any, NamedTuple

from accounts.models import User
from city.transparency.keeping import keep
from common.city_time import day_span, next_month
from review.models import Claim
from scenarios.models import Scenario
from tests.city.intervals import Told, pinned
from tests.city.read_files import series
from tests.conftest import NOW, TODAY

FIRST = TODAY.replace(day=1)
MONTHS = [FIRST, next_month(FIRST), next_month(next_month(FIRST))]
ENDS = [day_span(next_month(month))[0] for month in MONTHS]
LOOKS = [end + timedelta(days=7, hours=9) for end in ENDS]
MOMENTS = sorted([*ENDS, *LOOKS])
ANSWERS = ("granted", "refused")
NEVER = len(MOMENTS)
HOUR = timedelta(hours=1)


class Cell(NamedTuple):
    """Claims that were sent and answered within stretches of time, by their numbers; unanswered ones in `NEVER`."""

    sent: int
    answered: int
    outcome: str


def stretch(moment: datetime) -> int:
    return sum(moment >= end for end in MOMENTS)


def of_month(nth: int) -> set[int]:
    """The stretches of a month."""
    since = MOMENTS.index(ENDS[nth - 1]) + 1 if nth else 0
    return set(range(since, MOMENTS.index(ENDS[nth]) + 1))


CELLS = [
    *(Cell(*stretches, outcome) for *stretches, outcome in product(range(NEVER), range(NEVER), ANSWERS)),
    *(Cell(sent, NEVER, "") for sent in range(NEVER)),
]
POSSIBLE = [cell for cell in CELLS if cell.answered >= cell.sent]


class Claimants:
    """Citizens who claim now and then, some of them often; nobody is chosen but by the seed."""

    def __init__(self, seed: int, *, desk: User, citizens: int, claims: int) -> None:
        chance = random.Random(seed)
        people = User.objects.bulk_create([User(password="!") for _citizen in range(citizens)])
        scenario = Scenario.objects.get(code="bike-share")
        rows = []
        self.behind: dict[Cell, set[int]] = defaultdict(set)
        for nth in range(claims):
            who, sent_at = chance.choice(people), NOW + chance.randint(0, 85 * 24) * HOUR
            took = chance.choice([2, 9, 20, 90, 200, 400, 900]) * HOUR
            is_answered = chance.random() < 0.85 and sent_at + took < LOOKS[-1]
            outcome = chance.choice(["granted", "granted", "refused"]) if is_answered else ""
            reason = "not_found" if outcome == "refused" else ""
            decided = {"status": outcome, "reason": reason, "decided_by": desk, "decided_at": sent_at + took}
            if outcome == "granted":
                decided["activity_id"] = nth + 1
            rows.append(
                Claim(
                    citizen=who,
                    scenario=scenario,
                    started_at=NOW - (nth + 1) * HOUR,
                    ended_at=NOW - nth * HOUR,
                    values={},
                    through="某单车",
                    sent_at=sent_at,
                    due_on=TODAY,
                    **(decided if is_answered else {}),
                )
            )
            answered = stretch(sent_at + took) if is_answered else NEVER
            self.behind[Cell(stretch(sent_at), answered, outcome)].add(who.pk)
        Claim.objects.bulk_create(rows)


def looked_at(at: Callable[[datetime], None]) -> Iterator[tuple[int, dict[str, list[dict[str, Any]]]]]:
    """What each look shows, after the job has counted."""
    for nth, look in enumerate(LOOKS):
        at(look)
        keep(now=look)
        yield nth, {name: series(f"transparency-{name}") for name in ("answers", "delays", "waiting")}


def told(nth: int, shown: dict[str, list[dict[str, Any]]], step: int, number_before: int | None) -> Iterator[Told]:
    """What a look tells of claims, with how many waited as the look before it said."""
    for place, month in enumerate(MONTHS[: nth + 1]):
        name, within = f"{month:%Y-%m}", of_month(place)
        rows = {row["outcome"]: row for row in shown["answers"] if (row["month"], row["path"]) == (name, "claim")}
        answered = {outcome: {cell for cell in POSSIBLE if _is(cell, within, outcome)} for outcome in ANSWERS}
        yield _bounds(rows.get("sent"), "number", {cell for cell in POSSIBLE if cell.sent in within}, step)
        yield from (_bounds(rows.get(outcome), "number", answered[outcome], step) for outcome in ANSWERS)
        [decided] = [row for row in shown["delays"] if (row["month"], row["kind"]) == (name, "claim")] or [None]
        yield _bounds(decided, "decided", set().union(*answered.values()), step)
    [row] = [row for row in shown["waiting"] if row["kind"] == "claim"]
    if row["number"] != number_before:
        # Of few citizens, who may have sent many, it says 0; and what it said before says nothing of this look.
        look = stretch(LOOKS[nth] - HOUR)
        waits = {cell for cell in POSSIBLE if cell.sent <= look < cell.answered}
        yield _bounds(row, "number", waits, step) if row["number"] else Told(frozenset(waits), 0)


def singled_out(everything: Sequence[Told], behind: dict[Cell, set[int]], fewest: int = 5) -> list[tuple[object, ...]]:
    """Groups of fewer citizens of which it follows how many claims they are."""
    found = pinned(list(dict.fromkeys(everything)), [group for group in _groups() if _is_of_few(group, behind, fewest)])
    return [(len(group), number) for group, number in found]


def _is(cell: Cell, within: set[int], outcome: str) -> bool:
    return cell.answered in within and cell.outcome == outcome


def _bounds(row: dict[str, Any] | None, name: str, group: set[Cell], step: int) -> Told:
    """What is not there is 0; what is hidden is somebody's."""
    if row is None:
        return Told(frozenset(group), 0, 0)
    number = row[name]
    return Told(frozenset(group), 1) if number is None else Told(frozenset(group), number, number + step - 1)


def _is_of_few(group: frozenset[Cell], behind: dict[Cell, set[int]], fewest: int) -> bool:
    return 0 < len(set().union(*(behind[cell] for cell in group if cell in behind))) < fewest


def _groups() -> Iterator[frozenset[Cell]]:
    """Sent and answered in any run of stretches, in either way or both: a month, since a look, until an end."""
    runs = [range(first, last + 1) for first in range(NEVER) for last in range(first, NEVER)]
    for sent, answered, outcomes in product(runs, [*runs, range(NEVER, NEVER + 1)], [(*ANSWERS,), *zip(ANSWERS)]):
        kinds = {*outcomes, ""}
        group = {c for c in POSSIBLE if c.sent in sent and c.answered in answered and c.outcome in kinds}
        if group:
            yield frozenset(group)
    for nth in range(NEVER):
        yield frozenset(cell for cell in POSSIBLE if cell.sent <= nth < cell.answered)
