"""Each adjustment has two people and a document, and what offices remember of it is what its citizen got or gave."""

from collections import Counter
from collections.abc import Iterator

from simulation.city import City
from simulation.doors import adjusting, books
from simulation.seasons import Day


def holds(city: City, day: Day) -> Iterator[str]:
    for one in adjusting.posted():
        if one.decided_by in (None, one.proposed_by) or one.citizen_id in (one.proposed_by, one.decided_by):
            yield f"adjustment {one.name} was proposed by {one.proposed_by} and approved by {one.decided_by}"
        if not one.documents:
            yield f"adjustment {one.name} rests on no document"
    moved, said = Counter[int](), adjusting.said()
    for movement in books.movements(["adjust"]):
        assert movement.owner_id is not None
        moved[movement.owner_id] += movement.amount if movement.is_gain else -movement.amount
    remembered = city.memory.adjusted
    for citizen_id in sorted(moved.keys() | said.keys() | remembered.keys()):
        if not moved[citizen_id] == said[citizen_id] == remembered[citizen_id]:
            told = f"its rows say {said[citizen_id]}, the offices {remembered[citizen_id]}"
            yield f"citizen {citizen_id} was adjusted by {moved[citizen_id]}: {told}"
    if late := adjusting.waiting_since(day.at(0, 40)):
        yield f"{late} adjustments wait beyond their time"
