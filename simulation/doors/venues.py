"""Low-carbon venues are visited by the code on their screen."""

from datetime import date, datetime

from accounts.models import User
from channels.visits import recording
from scenarios.models import Venue
from scenarios.venues import screens
from scenarios.venues.models import State


def open_on(day: date) -> list[Venue]:
    """Those whose visits count, by their codes."""
    return [venue for venue in Venue.objects.order_by("code") if venue.state_on(day) is State.VALID]


def visit(*, citizen: User, venue: Venue, now: datetime) -> None:
    recording.visit(citizen=citizen, venue=venue, code=screens.showing(venue, now=now).code, now=now)


def visit_with(*, citizen: User, venue: Venue, code: str, now: datetime) -> None:
    """With a code that somebody else says."""
    recording.visit(citizen=citizen, venue=venue, code=code, now=now)
