"""Rehearsals: what citizens did is replayed with another rule by the scorer's own reckoning; nothing of it counts."""
