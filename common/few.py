"""How many citizens a public figure must be of, so that nobody is recognised in it."""

FEWEST = 5
"""Citizens in the smallest group of which anything is told."""


def round_down(number: int, step: int = FEWEST) -> int:
    """A lower bound that tells nobody from their neighbour."""
    return number // step * step
