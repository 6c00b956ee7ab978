"""A month that was closed, as a table: what tills took and undid, what the ledger moved, what was stated and paid."""

from collections.abc import Iterator
from datetime import date, timedelta

from simulation.doors import books, reckoning
from simulation.doors.reckoning import Reckoned

HEAD = ("captured", "credits", "fen", "undone", "credits", "fen", "ledger", "stated", "credits", "fen", "corrected")
WIDTH = 10


def told(month: date) -> Iterator[tuple[str, bool]]:
    """Line by line, each with whether it is as it must be: statements and, at the end, the books of the last day."""
    found = list(reckoning.reckoned(month))
    yield " ".join(f"{word:>{WIDTH}}" for word in HEAD) + "  merchant", True
    for one in found:
        yield _line(one, f"{reckoning.name_of(one.merchant_id)}, {one.status}"), one.is_right
    yield _sum(found), bool(found)
    last_day = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    for trial in books.trials(last_day):
        said = f"books of {last_day}, {trial.asset}: gave {trial.gave:,}, received {trial.received:,}"
        yield f"{said}, all balances come to {trial.closing:,}", trial.is_even


def _line(one: Reckoned, words: str) -> str:
    return " ".join(f"{amount:>{WIDTH},}" for amount in one[3:]) + f"  {words}{'' if one.is_right else ', DIFFERS'}"


def _sum(found: list[Reckoned]) -> str:
    sums = [sum(amounts) for amounts in zip(*(one[3:] for one in found), strict=True)]
    return " ".join(f"{amount:>{WIDTH},}" for amount in sums) + f"  {len(found)} statements"
