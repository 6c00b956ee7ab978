"""What is told of the kept numbers: months that are over, with small groups hidden. Pages and files read it alike.

What is of the same acts as the roll-ups is told in steps, rounded down: exact sums of both would leave, subtracted,
the acts that came late or on a hidden day (ADR 0089).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max

from city.models import MonthFact, Subject
from city.transparency.counting import ALL, COUNTERPARTS, OTHER, OUTSTANDING, SENT
from city.transparency.hiding import Cell, alone, is_wholly_hidden, shown
from common.few import FEWEST
from credits import budgets
from credits.books import AccountKind

FLOWS = (*COUNTERPARTS.values(), OTHER)
ISSUED = COUNTERPARTS[AccountKind.BUDGET]
CREDITS_A_STEP, ACTS_A_STEP = 1000, 100
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
    """At a month's end; how long it lasts is told of the last month alone, as of now."""

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
    refused = _by_month(Subject.REFUSED)
    for month, cells in _by_month(Subject.RECORDED).items():
        reasons = refused.get(month, {})
        is_small = cells[ALL].is_small or is_wholly_hidden(reasons)
        number = sum(cell.amount for cell in reasons.values())
        yield Acts(month, in_steps(alone(cells[ALL]), ACTS_A_STEP), None if is_small else number)


def refusals() -> Iterator[Part]:
    """By reason."""
    for month, cells in _by_month(Subject.REFUSED).items():
        for code, number in sorted(shown(cells).items()):
            yield Part(month, code, number)


def answers(subject: Subject) -> Iterator[Part]:
    """Appeals or claims: how many were sent, granted and not granted; how many were answered is known."""
    for month, cells in _by_month(subject).items():
        told = {SENT: alone(cells[SENT]), **shown({code: cell for code, cell in cells.items() if code != SENT})}
        for code, number in sorted(told.items()):
            yield Part(month, code, number)


def delays() -> Iterator[Delay]:
    """One of ten is slower than the ninetieth: it is told where those are of five citizens."""
    medians, ninetieths = _by_month(Subject.MEDIAN_H), _by_month(Subject.NINETIETH_H)
    for month, cells in _by_month(Subject.DECIDED).items():
        for kind, cell in sorted(cells.items()):
            is_slow_few = (cell.citizens or 0) < SLOWEST * FEWEST
            ninetieth = None if is_slow_few else ninetieths[month][kind].amount
            yield Delay(month, kind, alone(cell), alone(medians[month][kind]), ninetieth)


def waiting() -> list[Waits]:
    """At the last count."""
    waits, oldest = _last(Subject.WAITING), _last(Subject.OLDEST_H)
    return [
        Waits(kind, alone(cell), alone(oldest[kind]) if kind in oldest else None)
        for kind, cell in sorted(waits.items())
    ]


def freezes() -> Iterator[Part]:
    for month, cells in _by_month(Subject.FREEZES).items():
        yield Part(month, ALL, alone(cells[ALL]))


def budgets_then() -> Iterator[BudgetThen]:
    """What is left tells what was paid since it was told last, whose sum is what was issued.

    So a budget that paid a few stays hidden, and another one with it, until it has paid five citizens within a month.
    """
    left, put_in, lasts = _by_month(Subject.LEFT), _by_month(Subject.FUNDED), _last(Subject.LASTS_DAYS)
    paid: dict[str, int] = {}
    for month, cells in left.items():
        for code, cell in cells.items():
            paid[code] = max(paid.get(code, 0), cell.citizens or 0)
        told = shown({code: Cell(cell.amount, paid[code]) for code, cell in cells.items() if paid[code]})
        for code, cell in sorted(cells.items()):
            is_hidden = told.get(code, cell.amount) is None
            amount = None if is_hidden else in_steps(cell.amount, CREDITS_A_STEP)
            days = lasts[code].amount if code in lasts and month == max(left) else None
            yield BudgetThen(month, code, put_in[month][code].amount, amount, None if amount is None else days)
            paid[code] = paid[code] if is_hidden else 0


def names_of_budgets() -> Mapping[str, str]:
    return budgets.names()


def in_steps(amount: int | None, step: int) -> int | None:
    return None if amount is None else amount // step * step


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
