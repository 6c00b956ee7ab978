"""What doubts find in a simulated city: of the planted acts of each kind of cheat, and of what the honest did."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from simulation.city import City
from simulation.doors import books

HONEST = "honest"
COLUMNS = ("acts", "refused", "review", "lower", "noted", "found", "codes")


@dataclass(slots=True)
class Measured:
    """The acts of one kind of people, and what came of their doubts."""

    acts: int = 0
    came: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)

    @property
    def found(self) -> float:
        """The share that is refused, kept for a person, or counts for less."""
        return (self.came["refused"] + self.came["review"] + self.came["lower"]) / max(self.acts, 1)


def measure(city: City) -> dict[str, Measured]:
    """By the kind of cheat, and of the honest."""
    kinds = {person.account.pk: person.cheat or HONEST for person in city.people}
    measured = {kind: Measured() for kind in [HONEST, *sorted({*kinds.values()} - {HONEST})]}
    for citizen_id, _status, came, codes in books.doubted():
        kind = measured[kinds[citizen_id]]
        kind.acts += 1
        kind.came[came] += bool(came)
        kind.codes.update(codes)
    return measured


def table(measured: dict[str, Measured]) -> Iterator[str]:
    """As the documentation has it."""
    yield f"| kind | {' | '.join(COLUMNS)} |"
    yield f"| --- |{' --- |' * len(COLUMNS)}"
    for kind, one in measured.items():
        came = " | ".join(f"{one.came[each]:,}" for each in ("refused", "review", "lower", "noted"))
        codes = ", ".join(f"`{code}` {count:,}" for code, count in one.codes.most_common(3))
        yield f"| {kind} | {one.acts:,} | {came} | {one.found:.2%} | {codes} |"
