"""An appeal is decided by somebody else than who refused: told from what reviewers remember."""

from collections.abc import Iterator

from simulation.city import City
from simulation.seasons import Day


def holds(city: City, _day: Day) -> Iterator[str]:
    first = {decision.what: decision.by for decision in city.memory.decisions if not decision.granted}
    for decision in city.memory.decisions:
        if decision.against is not None and first.get(decision.against) == decision.by:
            kind, name = decision.against
            yield f"{decision.by} refused {kind} {name}, and decided the appeal against it"
