"""What is told of the kept numbers: months that are over, with small groups hidden. Pages and files read it alike.

Every number of citizens’ doings is told in steps, rounded down, and each for itself: exact ones would leave, subtracted
from each other, from the month before or from the roll-ups, what few did (ADR 0089, 0104). What is a sum or a quotient
of told numbers is made of these, so that it tells nothing that they do not.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max

from city.models import MonthFact, Subject
from city.transparency.counting import ALL, COUNTERPARTS, OTHER, OUTSTANDING, SENT
from city.transparency.hiding import Cell, alone, is_wholly_hidden, shown
from common.city_time import next_month
from common.few import CREDITS_A_STEP, FEWEST, round_down
from credits import budgets
from credits.books import AccountKind

FLOWS = (*COUNTERPARTS.values(), OTHER)
ISSUED = COUNTERPARTS[AccountKind.BUDGET]
ACTS_A_STEP, FACTS_A_STEP, WAITED_A_STEP_H, ENTRIES_A_STEP = 100, FEWEST, 24, 1000
SLOWEST = 10
"""One in so many takes longer than the ninetieth percent."""
Parts = Mapping[str, Cell]


class Credits(NamedTuple):
    """Of a month; what is hidden is `None`."""

    month: date
    issued: int | None
    taken_back: int | None
    spent: int | None
    given: int | None
    expired: int | None
    outstanding: int | None


class Acts(NamedTuple):
    month: date
    recorded: int | None
    refused: int | None


class Part(NamedTuple):
    """A number of a month by reason, outcome or kind."""

    month: date
    code: str
    number: int | None


class Delay(NamedTuple):
    """Of what was decided in a month, or waits. Hours are whole ones, rounded up."""

    month: date
    kind: str
    decided: int | None
    median_h: int | None
    ninetieth_h: int | None


class Waits(NamedTuple):
    kind: str
    number: int | None
    oldest_h: int | None


class BudgetThen(NamedTuple):
    """At a month's end; how long it lasts from then on is told of the last month alone."""

    month: date
    code: str
    put_in: int
    left: int | None
    lasts_days: int | None


def as_of() -> datetime | None:
    """When somebody last looked what waits."""
    counted: datetime | None = MonthFact.objects.aggregate(last=Max("kept_at"))["last"]
    return counted


def credits() -> Iterator[Credits]:
    """What was held a month before and is held now makes the sum of what came and went known.

    What was issued is known through what is left of budgets, and hides nothing. A month in which nothing else is large
    enough takes with it what was held at its end; the next one hides a number more, through which that could be
    reckoned.
    """
    hides_more = False
    for month, cells in _by_month(Subject.CREDITS).items():
        whole = {code: cells.get(code, Cell(0, 0)) for code in FLOWS}
        flows = _smaller(whole) if hides_more else whole
        hides_more = is_wholly_hidden(flows, known=[ISSUED])
        held = None if hides_more else cells[OUTSTANDING].amount
        told = {**shown(flows, known=[ISSUED]), OUTSTANDING: held}
        yield Credits(month, **{code: in_steps(amount, CREDITS_A_STEP) for code, amount in told.items()})


def acts() -> Iterator[Acts]:
    """Refused are as many as are told of by reason."""
    refused: dict[date, list[int | None]] = defaultdict(list)
    for part in refusals():
        refused[part.month].append(part.number)
    for month, cells in _by_month(Subject.RECORDED).items():
        told = [number for number in refused[month] if number is not None]
        is_hidden = cells[ALL].is_small or (bool(refused[month]) and not told)
        yield Acts(month, in_steps(alone(cells[ALL]), ACTS_A_STEP), None if is_hidden else sum(told))


def refusals() -> Iterator[Part]:
    """By reason."""
    for month, cells in _by_month(Subject.REFUSED).items():
        for code, number in sorted(shown(cells).items()):
            yield Part(month, code, in_steps(number, FACTS_A_STEP))


def answers(subject: Subject) -> Iterator[Part]:
    """Appeals or claims: how many were sent, granted and not granted; how many were answered is known."""
    for month, cells in _by_month(subject).items():
        told = {SENT: alone(cells[SENT]), **shown({code: cell for code, cell in cells.items() if code != SENT})}
        for code, number in sorted(told.items()):
            yield Part(month, code, in_steps(number, FACTS_A_STEP))


def delays() -> Iterator[Delay]:
    """Hours are told where five citizens waited as long or longer, and five as long or shorter.

    One of ten is slower than the ninetieth.
    """
    medians, ninetieths = _by_month(Subject.MEDIAN_H), _by_month(Subject.NINETIETH_H)
    for month, cells in _by_month(Subject.DECIDED).items():
        for kind, cell in sorted(cells.items()):
            is_slow_few = (cell.citizens or 0) < SLOWEST * FEWEST
            ninetieth = None if is_slow_few else alone(ninetieths[month][kind])
            decided = in_steps(alone(cell), FACTS_A_STEP)
            yield Delay(month, kind, decided, None if decided is None else alone(medians[month][kind]), ninetieth)


def waiting() -> list[Waits]:
    """At the last count. Of fewer than five as of nobody: that the first of them came is told by no look, either."""
    waits, oldest = _last(Subject.WAITING), _last(Subject.OLDEST_H)
    return [
        Waits(
            kind,
            in_steps(alone(cell), FACTS_A_STEP) or 0,
            in_steps(alone(oldest[kind]), WAITED_A_STEP_H) if kind in oldest else None,
        )
        for kind, cell in sorted(waits.items())
    ]


def freezes() -> Iterator[Part]:
    for month, cells in _by_month(Subject.FREEZES).items():
        yield Part(month, ALL, in_steps(alone(cells[ALL]), FACTS_A_STEP))


def budgets_then() -> Iterator[BudgetThen]:
    """What is left tells what was paid since it was told last, whose sum is what was issued.

    So a budget that paid a few stays hidden, and another one with it, until it has paid five citizens within a month.
    """
    left, put_in = _by_month(Subject.LEFT), _by_month(Subject.FUNDED)
    paid: dict[str, int] = {}
    before: dict[str, BudgetThen] = {}
    for month, cells in left.items():
        for code, cell in cells.items():
            paid[code] = max(paid.get(code, 0), cell.citizens or 0)
        told = shown({code: Cell(cell.amount, paid[code]) for code, cell in cells.items() if paid[code]})
        for code, cell in sorted(cells.items()):
            is_hidden = told.get(code, cell.amount) is None
            amount = None if is_hidden else in_steps(cell.amount, CREDITS_A_STEP)
            then = BudgetThen(month, code, put_in[month][code].amount, amount, None)
            is_last = month == max(left)
            yield then._replace(lasts_days=_lasting(before[code], then)) if is_last and code in before else then
            before[code] = then
            paid[code] = paid[code] if is_hidden else 0


def _lasting(before: BudgetThen, then: BudgetThen) -> int | None:
    """If each month is like the last one: out of what is told of both ends of it, and nothing where one is hidden.

    A rate of the days just over would tell to the credit what few were paid on them, since what is left is known.
    """
    if before.left is None or then.left is None or next_month(before.month) != then.month:
        return None
    paid = before.left + then.put_in - before.put_in - then.left
    days = (next_month(then.month) - then.month).days
    return then.left * days // paid if paid > 0 else None


def names_of_budgets() -> Mapping[str, str]:
    return budgets.names()


def in_steps(amount: int | None, step: int) -> int | None:
    return None if amount is None else round_down(amount, step)


def _smaller(flows: Parts) -> Parts:
    """With the least that is large enough taken for small, so that it is hidden, and another one with it."""
    large = [(cell.citizens or 0, code) for code, cell in flows.items() if cell.is_large and code != ISSUED]
    if not large:
        return {**flows, OTHER: flows[OTHER]._replace(citizens=1)}
    least = min(large)[1]
    return {**flows, least: flows[least]._replace(citizens=1)}


def _by_month(subject: Subject) -> Mapping[date, dict[str, Cell]]:
    """The earliest first."""
    found: dict[date, dict[str, Cell]] = defaultdict(dict)
    for fact in MonthFact.objects.filter(subject=subject).order_by("month", "code"):
        found[fact.month][fact.code] = Cell(fact.amount, fact.citizens)
    return dict(found)


def _last(subject: Subject) -> dict[str, Cell]:
    """As it was at the last look."""
    return {fact.code: Cell(fact.amount, fact.citizens) for fact in MonthFact.objects.filter(subject=subject)}
