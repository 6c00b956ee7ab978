"""The chain of sealed days: what was written on a day cannot be changed afterwards without being seen."""
