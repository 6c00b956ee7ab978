"""What accounts that were merged into a citizen's have reported counts as the citizen's own: no cap is used twice.

Their acts stay where they are and were paid there. One account alone uses a cap: the day that one of them has reported
of a scenario, or the month where the rule caps the month, takes no further act of it. Where less than the cap was used,
an adjustment gives what is missing.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from activities.models import Activity, Status
from activities.refusals import CountedAtFormerAccount
from common.errors import DomainError
from common.successors import formers_of
from scenarios.rulebook import RuleBook

Place = tuple[int, date]
"""A scenario and a city day."""
OVER = (Status.REJECTED, Status.REVOKED)


def refused(citizen_id: int, places: Mapping[int, Place], book: RuleBook) -> dict[int, DomainError]:
    """Those that may not be taken, of acts by whatever key; one statement for who has never merged accounts."""
    formers = formers_of(citizen_id) if places else []
    if not formers:
        return {}
    told = set(_told(formers, places.values()))
    months = {(scenario_id, day.replace(day=1)) for scenario_id, day in told}
    return {
        key: CountedAtFormerAccount()
        for key, (scenario_id, day) in places.items()
        if (scenario_id, day) in told
        or (_has_monthly_cap(book, scenario_id, day) and (scenario_id, day.replace(day=1)) in months)
    }


def _told(formers: Iterable[int], places: Iterable[Place]) -> Iterable[Place]:
    """What they have reported in the months of these acts and was not refused or taken back."""
    wanted = Q()
    for scenario_id, year, month in {(scenario_id, day.year, day.month) for scenario_id, day in places}:
        wanted |= Q(scenario=scenario_id, city_day__year=year, city_day__month=month)
    acts = Activity.objects.filter(wanted, citizen__in=formers).exclude(status__in=OVER)
    return acts.values_list("scenario_id", "city_day").distinct()


def _has_monthly_cap(book: RuleBook, scenario_id: int, day: date) -> bool:
    found = book.rule_on(scenario_id, day)
    return found is not None and found[1].has_monthly_cap
