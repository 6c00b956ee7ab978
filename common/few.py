"""How many citizens a public figure must be of, so that nobody is recognised in it."""

FEWEST = 5
"""Citizens in the smallest group of which anything is told."""
