"""Merging: two accounts of one citizen become one, by transfers with a reason, once somebody has approved it."""
