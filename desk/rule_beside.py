"""Which version a draft is held against: the one that is in force, or will be, just before its day."""

from datetime import date

from django.utils import timezone

from common.city_time import city_day
from scenarios.models import RuleVersion
from scenarios.rulebook import RuleBook


def in_force_beside(version: RuleVersion, day: date | None = None) -> RuleVersion | None:
    """By default the one in force today; the version itself is never beside itself."""
    book, today = RuleBook(), city_day(timezone.now())
    found = book.version_on(version.scenario_id, day or today)
    return book.version_on(version.scenario_id, today) if found is not None and found.pk == version.pk else found
