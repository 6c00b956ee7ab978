"""The read side: what all citizens together have done, as figures that each carry a definition. Keeps sums of days."""
