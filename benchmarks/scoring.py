"""Pending acts of every kind assessed, capped and paid: ours in batches, one Celery task an act, and the bare rows."""

NAME = "scoring"
WORKERS = 2
ACTS, ACTS_ONE_BY_ONE = 40_000, 2_000
"""How many each short run scores, ours and the bare rows, and one task an act."""
CITIZENS_PER_ACT = 4
