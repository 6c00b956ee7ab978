"""The books balance, and what they say moved until the end of the day is what moved, counted one by one."""

from collections import Counter
from collections.abc import Iterator

from simulation.city import City
from simulation.doors import books
from simulation.seasons import Day

ONLY_WHAT_IS_WRITTEN = True


def holds(_city: City, day: Day) -> Iterator[str]:
    for trial in books.trials(day.on):
        if not trial.is_even:
            yield f"{trial.asset}: gave {trial.gave}, received {trial.received}, all balances come to {trial.closing}"
    amounts = Counter[tuple[str, str]]()
    for moved in books.every_movement():
        if moved.posted_on <= day.on:
            amounts[moved.kind, moved.asset] += moved.amount
    said = books.moved(day.on)
    for way in sorted(amounts.keys() | said.keys()):
        if said.get(way, 0) != amounts[way]:
            yield f"the books say {said.get(way, 0)} of {way[0]} in {way[1]}, its movements come to {amounts[way]}"
