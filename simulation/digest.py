"""The digest of a simulated city's books: equal books, equal digest, on every machine.

It covers who did what and got how much on which day, and each movement of credits and fen, sorted and without the
numbers, codes and random ids that a database gives.
"""

from collections.abc import Iterator
from hashlib import sha256

from simulation.city import City
from simulation.doors import books

SHOWN = 16


def digest_of(city: City) -> str:
    """A short hexadecimal name of all that the books say."""
    told = sha256()
    for line in sorted(_lines(city)):
        told.update(line.encode())
        told.update(b"\n")
    return told.hexdigest()[:SHOWN]


def _lines(city: City) -> Iterator[str]:
    number = {person.account.pk: person.number for person in city.people}
    for act in books.scored():
        if act.citizen_id in number:
            done = f"{act.day} {act.scenario} {act.evidence} {act.status}"
            yield f"act {number[act.citizen_id]} {done} {act.grams} {act.credits}"
    for moved in books.movements():
        who = "-" if moved.owner_id is None else number.get(moved.owner_id, "other")
        yield f"moved {who} {moved.posted_on} {moved.kind} {moved.asset} {moved.amount} {moved.expires_on}"
