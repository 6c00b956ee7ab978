"""What a page tells of a venue: whether a visit counts on a day, and the evaluation that decides it."""

from dataclasses import dataclass
from datetime import date

from scenarios.venues.models import Evaluation, State, Venue


@dataclass(frozen=True, slots=True)
class Told:
    venue: Venue
    state: State
    evaluation: Evaluation | None


def told(venue: Venue, today: date) -> Told:
    """Asks the database once for each venue that was not read `with_evaluations`."""
    return Told(venue, venue.state_on(today), venue.deciding_evaluation(today))
