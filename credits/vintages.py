"""Vintages: a citizen's credits that expire on the same day lie in one account, and the earliest are spent first."""

from datetime import date


def expiry_of(posted_on: date) -> date:
    """31 December of the year after posting: few accounts per citizen, and a late act is not born expired."""
    return date(posted_on.year + 1, 12, 31)
