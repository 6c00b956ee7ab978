"""What a draft is held against: the version that is in force, or will be, just before its day, and the ways in."""

from datetime import date

from django.utils import timezone

from activities.ways_in import doors_of
from common.city_time import city_day
from scenarios.models import RuleVersion, Scenario
from scenarios.rulebook import RuleBook
from scenarios.rules import Evidence


def in_force_beside(version: RuleVersion, day: date | None = None) -> RuleVersion | None:
    """By default the one in force today; the version itself is never beside itself."""
    book, today = RuleBook(), city_day(timezone.now())
    found = book.version_on(version.scenario_id, day or today)
    return book.version_on(version.scenario_id, today) if found is not None and found.pk == version.pk else found


def ended_beside(version: RuleVersion, day: date) -> tuple[RuleVersion, RuleVersion] | None:
    """The end after which the version would begin again on that day, and the last one that held before it."""
    return RuleBook().ended_by(version.scenario_id, day)


def ways_of(scenario: Scenario) -> dict[str, frozenset[Evidence]]:
    """By which ways acts of a scenario come, unless its rule closes them, and how well proven by each."""
    return {way.code: way.brings(scenario.code) for way in doors_of(scenario.code)}
