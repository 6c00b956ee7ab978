"""Sums of what was done in the city, by the day on which it was done: kept by a worker, and what is public of them."""
