"""Acts of the citizen's own that the page of a scenario speaks of: today's, the last that was scored, one to repeat."""

from datetime import date

from activities.models import Activity, ActivityQuerySet, Status
from common.public_ids import is_public_id
from scenarios.models import Scenario


def done_on(citizen_id: int, scenario: Scenario, day: date) -> Activity | None:
    """The latest act of a day; what was refused may be tried again."""
    return _own(citizen_id, scenario).filter(city_day=day).exclude(status=Status.REJECTED).first()


def last_scored(citizen_id: int, scenario: Scenario) -> Activity | None:
    return _own(citizen_id, scenario).filter(status=Status.SCORED).select_related("assessment").first()


def named(citizen_id: int, scenario: Scenario, public_id: str) -> Activity | None:
    """The act of that public id, if it is the citizen's and of the scenario; what is no public id names none."""
    if not is_public_id(public_id):
        return None
    return _own(citizen_id, scenario).filter(public_id=public_id).select_related("scenario").first()


def _own(citizen_id: int, scenario: Scenario) -> ActivityQuerySet:
    return Activity.objects.of(citizen_id).filter(scenario=scenario).order_by("-pk")
