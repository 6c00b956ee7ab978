"""Nothing waits longer than it may: acts in review are refused, freezes end, and claims come back from a provider."""

from collections.abc import Iterator
from datetime import timedelta

from simulation.city import City
from simulation.doors import books
from simulation.seasons import Day

LOOKED_AT = (0, 40)
"""When the clock was last looked at on a day."""
PROVIDER_HAS = timedelta(days=5)


def holds(_city: City, day: Day) -> Iterator[str]:
    moment = day.at(*LOOKED_AT)
    if acts := books.undecided(overdue_at=moment):
        yield f"{acts} acts are in review beyond their time"
    if freezes := books.frozen_beyond(moment):
        yield f"{freezes} freezes have run out and are not over"
    if claims := books.unanswered_by_providers(asked_before=moment - PROVIDER_HAS):
        yield f"{claims} claims wait for a provider beyond its time"
