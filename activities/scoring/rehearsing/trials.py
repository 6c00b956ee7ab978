"""A trial: a rule that is tried on the acts of one scenario, and which other acts it could change. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from methodologies.base import Methodology
from methodologies.registry import Timeline, pedalling, timeline
from scenarios.models import Scenario
from scenarios.rules import Rule


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule that is tried on the acts of one scenario and of these city days, both included."""

    scenario_id: int
    rule: Rule | None
    """`None` for the rule that each act was scored by."""
    first_day: date
    last_day: date
    until: datetime
    """What was decided later is not looked at: so a trial that is broken off and resumed tells the same."""
    since: Mapping[int, date]
    """The scenarios whose acts a change could reach, each with the day from which they are replayed."""

    def covers(self, scenario_id: int, city_day: date) -> bool:
        return scenario_id == self.scenario_id and self.first_day <= city_day <= self.last_day


def trial_of(
    scenario: Scenario,
    rule: Rule | None,
    *,
    first_day: date,
    last_day: date,
    until: datetime,
    scenarios: Iterable[Scenario],
) -> Trial:
    """The trial, of all `scenarios` those with it that share a time or what counts of it."""
    methods = {each.pk: each.methodology for each in scenarios if each.has_methodology}
    own = methods[scenario.pk]
    since = {pk: _since(first_day, method) for pk, method in methods.items() if _reaches(own, method)}
    since[scenario.pk] = _since(first_day, own)
    return Trial(scenario.pk, rule, first_day, last_day, until, since)


def _reaches(own: Methodology, other: Methodology) -> bool:
    """Whether acts of the one can change what acts of the other earn."""
    return bool(_lines(own) & _lines(other))


def _lines(method: Methodology) -> set[Timeline]:
    """The timeline of a methodology's acts; of what counts pedalling, that of what is pedalled."""
    line = timeline(method)
    found = {line} if line else set()
    return found | {pedalling()} if method.counts_pedalling else found


def _since(first_day: date, method: Methodology) -> date:
    """Caps look at a month; a stretch is followed twice as far as an act on its timeline can last."""
    longest = max((line.longest_days for line in _lines(method)), default=0)
    return (first_day - timedelta(days=2 * longest)).replace(day=1)
