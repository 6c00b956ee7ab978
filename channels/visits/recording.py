"""Recording a visit: whoever says the code of this half minute is there."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from activities import intake, refusals
from activities.gate.drafts import Draft
from activities.models import Activity
from channels.visits.models import VenueVisit
from channels.visits.refusals import VenueDoesNotCount, WrongCode
from channels.visits.way_in import WAY_IN
from common.city_time import city_day
from methodologies.base import Span
from scenarios.models import Venue
from scenarios.rules import Evidence
from scenarios.venues.models import State
from scenarios.venues.screens import code_is_right

SCENARIO = "venue-visit"


@dataclass(frozen=True, slots=True)
class Visited:
    """The act of a visit, and whether it stood there already."""

    activity: Activity
    again: bool


def visit(*, citizen: User, venue: Venue, code: str, now: datetime) -> Visited:
    """Records the citizen's visit of this city day; a second one finds the first.

    Raises `VenueDoesNotCount`, `WrongCode` and what the gate refuses.
    """
    today = city_day(now)
    earlier = visit_on(today, citizen=citizen, venue=venue)
    if earlier is not None:
        return Visited(earlier, again=True)
    state = venue.state_on(today)
    if state is not State.VALID:
        raise VenueDoesNotCount(state=state.value)
    if not code_is_right(venue, code, now=now):
        raise WrongCode
    return _record(citizen, venue, today, now)


def visit_on(day: date, *, citizen: User, venue: Venue) -> Activity | None:
    """The act of the citizen's visit on that day."""
    found = VenueVisit.objects.of(citizen.pk).on(day, venue).select_related("activity").first()
    return found.activity if found else None


def venue_of(activity: Activity) -> Venue | None:
    """Where the act of a visit was; nothing for other acts, and once the link is erased."""
    found = VenueVisit.objects.filter(activity=activity).select_related("venue").first()
    return found.venue if found else None


@transaction.atomic
def _record(citizen: User, venue: Venue, today: date, now: datetime) -> Visited:
    draft = Draft(SCENARIO, Span.MOMENT, now, now, {}, client_id=f"visit:{venue.public_id}:{today}")
    [outcome] = intake.record(citizen=citizen, drafts=[draft], channel=WAY_IN, evidence=Evidence.PROVIDER, now=now)
    match outcome:
        case intake.Recorded(activity):
            VenueVisit.objects.create(activity=activity, venue=venue, citizen=citizen, city_day=today)
            return Visited(activity, again=False)
        case intake.Repeated(activity):
            return Visited(activity, again=True)
        case intake.Refused(refusals.KeyReused() as error):
            # The other of two taps at once was quicker and has committed by now; or a program has taken our id.
            earlier = visit_on(today, citizen=citizen, venue=venue)
            if earlier is None:
                raise error
            return Visited(earlier, again=True)
        case intake.Refused(error):
            raise error
