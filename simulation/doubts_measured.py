"""What doubts find in a simulated city: of the planted acts of each kind of cheat, and of what the honest did.

And what became of those kept for a person: whether in the end the honest have their credits, and the others none.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from simulation.city import City
from simulation.doors import books

HONEST = "honest"
COLUMNS = ("acts", "refused", "review", "lower", "noted", "found", "decided", "rightly", "codes")
UNDECIDED, CREDITED = {"review", "pending", "behind", "waiting"}, "scored"
"""States of an act of which nobody knows yet what becomes of it, and the one in which it has brought something."""


@dataclass(slots=True)
class Measured:
    """The acts of one kind of people, and what came of their doubts."""

    acts: int = 0
    came: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    decided: int = 0
    """Of those kept for a person, and `rightly`: as it should be, be it on an appeal."""
    rightly: int = 0

    @property
    def found(self) -> float:
        """The share that is refused, kept for a person, or counts for less."""
        return (self.came["refused"] + self.came["review"] + self.came["lower"]) / max(self.acts, 1)


def measure(city: City) -> dict[str, Measured]:
    """By the kind of cheat, and of the honest."""
    kinds = {person.account.pk: person.cheat or HONEST for person in city.people}
    measured = {kind: Measured() for kind in [HONEST, *sorted({*kinds.values()} - {HONEST})]}
    for citizen_id, status, came, codes in books.doubted():
        kind = measured[name := kinds[citizen_id]]
        kind.acts += 1
        kind.came[came] += bool(came)
        kind.codes.update(codes)
        if came == "review" and status not in UNDECIDED:
            kind.decided += 1
            kind.rightly += (status == CREDITED) == (name == HONEST)
    return measured


def table(measured: dict[str, Measured]) -> Iterator[str]:
    """As the documentation has it."""
    yield f"| kind | {' | '.join(COLUMNS)} |"
    yield f"| --- |{' --- |' * len(COLUMNS)}"
    for kind, one in measured.items():
        came = " | ".join(f"{one.came[each]:,}" for each in ("refused", "review", "lower", "noted"))
        codes = ", ".join(f"`{code}` {count:,}" for code, count in one.codes.most_common(3))
        rightly = f"{one.rightly / one.decided:.1%}" if one.decided else ""
        yield f"| {kind} | {one.acts:,} | {came} | {one.found:.2%} | {one.decided:,} | {rightly} | {codes} |"
