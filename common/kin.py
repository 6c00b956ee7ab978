"""Whether two people are too close for one to decide what the other gains: as far as an app knows, in its module `kin`.

What an app knows is what its own rows say; nothing is gathered for this.
"""

from common.brought import brought


def are_close(one_id: int, other_id: int) -> bool:
    """Whether they are one and the same, or some app knows that they share a household or a workplace."""
    return one_id == other_id or any(module.are_close(one_id, other_id) for module in brought("kin"))
