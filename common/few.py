"""How many citizens a public figure must be of, so that nobody is recognised in it."""

FEWEST = 5
"""Citizens in the smallest group of which anything is told."""
CREDITS_A_STEP = 1000
"""In which credits of many are told: more than four citizens come to in a day or two."""


def round_down(number: int, step: int = FEWEST) -> int:
    """A lower bound that tells nobody from their neighbour."""
    return number // step * step
