"""Into whose account one was merged that its citizen has no more, as an app says in its module `successors`."""

from collections.abc import Collection, Sequence

from common.brought import brought


def successor_of(citizen_id: int) -> int | None:
    """The account that stays, through every merger since; none where the account was not merged."""
    found, current = None, citizen_id
    while (following := _next(current)) is not None:
        found = current = following
    return found


def formers_of(citizen_id: int) -> Sequence[int]:
    """The accounts that were merged into this one, and into those."""
    found: list[int] = []
    fresh = [citizen_id]
    while fresh:
        fresh = [former for module in brought("successors") for former in module.merged_into(fresh)]
        found.extend(fresh)
    return found


def families_of(citizen_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Of each account all that are its citizen's: itself, those that were merged into it, and it into."""
    families = {one: frozenset([one]) for one in citizen_ids}
    asked: set[int] = set()
    while fresh := families.keys() - asked:
        asked |= fresh
        for module in brought("successors"):
            for pair in module.pairs_with(fresh):
                whole = frozenset(pair).union(*(families.get(one, ()) for one in pair))
                families |= dict.fromkeys(whole, whole)
    return {one: families[one] for one in citizen_ids}


def _next(citizen_id: int) -> int | None:
    for module in brought("successors"):
        following: int | None = module.successor(citizen_id)
        if following is not None:
            return following
    return None
