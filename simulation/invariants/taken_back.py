"""What was taken back nets to nothing: its credits have left its citizen, or are owed, and nobody repays more."""

from collections import Counter
from collections.abc import Iterator

from simulation.city import City
from simulation.doors import books
from simulation.seasons import Day

TAKEN, REPAID, ADJUSTED = {"clawback", "debt"}, "repay", {"adjust", "bonus"}

ONLY_WHAT_IS_WRITTEN = True


def holds(_city: City, _day: Day) -> Iterator[str]:
    taken, owed, repaid = Counter[int](), Counter[int](), Counter[int]()
    for moved in books.movements([*TAKEN, REPAID, *ADJUSTED]):
        assert moved.owner_id is not None
        taken[moved.owner_id] += moved.amount if moved.kind in TAKEN else 0
        is_owed = moved.kind == "debt" or (moved.kind in ADJUSTED and not moved.is_gain and moved.expires_on is None)
        owed[moved.owner_id] += moved.amount if is_owed else 0
        repaid[moved.owner_id] += moved.amount if moved.kind == REPAID else 0
    given_back = books.given_back()
    for citizen_id in sorted(taken.keys() | given_back.keys()):
        if taken[citizen_id] != given_back.get(citizen_id, 0):
            yield f"citizen {citizen_id} gave back {given_back.get(citizen_id, 0)}, of which {taken[citizen_id]} left"
        if repaid[citizen_id] > owed[citizen_id]:
            yield f"citizen {citizen_id} owed {owed[citizen_id]} and has repaid {repaid[citizen_id]}"
    for name, earned, back in books.taken_back_alone():
        if earned != back:
            yield f"act {name} earned {earned} with nothing beside it, and gave back {back}"
