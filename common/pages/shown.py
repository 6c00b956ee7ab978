"""What a page has shown and carries back when it is sent: counts and moments, `None` where they are none."""

from datetime import datetime

from django.utils.dateparse import parse_datetime

LONGEST = 15
"""Room for a large merchant's month in fen."""


def read_count(text: str) -> int | None:
    """A whole number as a page writes it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None


def read_moment(text: str) -> datetime | None:
    """A moment with its zone, as `isoformat` writes it."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
