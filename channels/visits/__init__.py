"""Visits to low-carbon venues: the plate at the door, the code on the screen inside, one act a day."""
